"""How often customers look at an order's page: counted in memory, written down every few seconds.

A figure, not a fact: what a crash loses is a few seconds of it.
"""

import threading
import time
from collections import Counter

from app import clock
from app.db import transaction
from app.orders.models import Order
from app.shipping.models import OrderView

EVERY_S = 3.0
_lock = threading.Lock()
_seen: Counter[int] = Counter()
_next_at = 0.0


def seen(order_id: int) -> None:
    with _lock:
        _seen[order_id] += 1


def keep() -> bool:
    """Write down what was seen since the last time; never more work at once."""
    global _next_at
    if not _seen or time.monotonic() < _next_at:
        return False
    _next_at = time.monotonic() + EVERY_S
    flush()
    return False


def flush() -> None:
    with _lock:
        counted = dict(_seen)
        _seen.clear()
    now = clock.now()
    with transaction():
        here = {row.id for row in Order.select(Order.id).where(Order.id.in_(list(counted)))}
        for order_id, count in counted.items():
            if order_id not in here:
                continue  # erased meanwhile
            OrderView.insert(order=order_id, first_at=now, last_at=now).on_conflict_ignore().execute()
            more = OrderView.update(views=OrderView.views + count, last_at=now)
            more.where(OrderView.order == order_id).execute()


def count(order_id: int) -> int:
    """How often the pages of this order were looked at."""
    return int(OrderView.select(OrderView.views).where(OrderView.order == order_id).scalar() or 0)
