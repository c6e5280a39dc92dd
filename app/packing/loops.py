from collections.abc import Callable

from app.loops import woken_by
from app.ops.leases import holds
from app.packing import parking


@woken_by("order", "queue", "parcel")
def park() -> bool:
    return holds("parking") and parking.park_next()


def steps() -> list[Callable[[], bool]]:
    return [park]
