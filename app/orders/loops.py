"""What waits for stock is looked at every few seconds: stock may arrive by any process."""

import time
from collections.abc import Callable

from app.loops import woken_by
from app.ops.leases import holds
from app.orders.restocking import restock

EVERY_S = 2.0
MOST = 500  # orders a round, so that a round stays short

_next_at = 0.0


@woken_by()
def ready_orders() -> bool:
    """One process of many does it; True when there may be more at once."""
    global _next_at
    if time.monotonic() < _next_at or not holds("restock", seconds=10):
        return False
    _next_at = time.monotonic() + EVERY_S
    return restock(MOST) == MOST


def steps() -> list[Callable[[], bool]]:
    return [ready_orders]
