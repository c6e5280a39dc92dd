"""Photos that nobody needs any more."""

import time
from collections.abc import Callable

from app import config
from app.loops import woken_by
from app.ops.leases import holds
from app.picking import photos

EVERY_S = 3600.0
_next_at = 0.0


@woken_by()
def clear_photos() -> bool:
    global _next_at
    if time.monotonic() < _next_at or not holds("photos"):
        return False
    _next_at = time.monotonic() + EVERY_S
    return photos.clear(config.from_environment().var / "photos")


def steps() -> list[Callable[[], bool]]:
    return [clear_photos]
