from collections.abc import Callable

from app.loops import woken_by
from app.ops.leases import holds
from app.packing import mistakes, parking, unmerging


@woken_by("order", "queue", "parcel")
def park() -> bool:
    return holds("parking") and parking.park_next()


@woken_by("order", "parcel")
def unmerge() -> bool:
    return holds("parking") and unmerging.unmerge_next()


@woken_by()
def note_mistakes() -> bool:
    """Every process writes down what its own scans caught."""
    return mistakes.keep()


def steps() -> list[Callable[[], bool]]:
    return [park, unmerge, note_mistakes]
