from collections.abc import Callable

from app.loops import woken_by
from app.ops.leases import holds
from app.packing import mistakes, parking


@woken_by("order", "queue", "parcel")
def park() -> bool:
    return holds("parking") and parking.park_next()


@woken_by()
def note_mistakes() -> bool:
    """Every process writes down what its own scans caught."""
    return mistakes.keep()


def steps() -> list[Callable[[], bool]]:
    return [park, note_mistakes]
