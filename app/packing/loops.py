from collections.abc import Callable

from app.ops.leases import holds
from app.packing import parking


def park() -> bool:
    return holds("parking") and parking.park_next()


def steps() -> list[Callable[[], bool]]:
    return [park]
