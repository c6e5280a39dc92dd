"""The shortest way between two places of a floor, one-way aisles regarded, closed ones not."""

import heapq
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from app.planner.layout import Layout, Stop

Crossing = tuple[int, int]  # aisle, cross aisle


def leg(layout: Layout, a: Stop | None, b: Stop | None) -> float:
    """From a to b; None is the depot, which must lie before an aisle. Infinite where no way leads.

    O(cross aisles); with one-way aisles O(cross aisles squared), the ways between crossings kept.
    """
    if layout.one_way:
        return _one_way(layout, a, b)
    if a is None or b is None:
        stop = a or b
        return _to_depot(layout, stop) + layout.depot.gap if stop is not None else 0.0
    return layout.distance(a, b)


def length_in_order(layout: Layout, here: Stop | None, stops: Sequence[Stop]) -> float:
    """How long the walk is that visits the stops in this order and ends at the depot; None starts there."""
    if not stops and here is None:
        return 0.0
    return sum(leg(layout, a, b) for a, b in pairwise([here, *stops, None]))


def distances_between(layout: Layout, here: Stop | None, stops: Sequence[Stop]) -> NDArray[np.float64]:
    """From each to each: row 0 is `here` (None: the depot), column 0 the depot.

    ValueError for a depot that lies in an aisle or between two.
    """
    if layout.between or layout.depot.cell is not None:
        raise ValueError("so many one-way aisles are known to a depot before an aisle alone")
    starts: list[Stop | None] = [here, *stops]
    ends: list[Stop | None] = [None, *stops]
    return np.array([[leg(layout, a, b) for b in ends] for a in starts])


def _to_depot(layout: Layout, stop: Stop) -> float:
    across = abs(stop.aisle - layout.depot.aisle) * layout.aisle_pitch
    return across + abs(layout.height(stop.cell) - layout.rows[layout.depot.row])


def _one_way(layout: Layout, a: Stop | None, b: Stop | None) -> float:
    if a is None and b is None:
        return 0.0
    through = min(
        out + _from_crossing(layout, leaving).get(entering, inf) + into
        for leaving, out in _ends(layout, a, leaves=True)
        for entering, into in _ends(layout, b, leaves=False)
    )
    return min(through, _along(layout, a, b))


def _along(layout: Layout, a: Stop | None, b: Stop | None) -> float:
    """Straight on in one aisle, where that is allowed."""
    if a is None or b is None or a.aisle != b.aisle:
        return inf
    up = layout.height(b.cell) - layout.height(a.cell)
    against = "down" if up > 0 else "up" if up < 0 else ""
    return inf if dict(layout.one_way).get(a.aisle) == against else abs(up)


def _ends(layout: Layout, stop: Stop | None, leaves: bool) -> Iterator[tuple[Crossing, float]]:
    """The crossings by which a place is left (or entered) along its aisle, and how far they are."""
    if stop is None:
        yield (layout.depot.aisle, layout.depot.row), layout.depot.gap
        return
    way, height = dict(layout.one_way).get(stop.aisle), layout.height(stop.cell)
    for row, y in enumerate(layout.rows):
        goes = "up" if (y > height) == leaves else "down"
        if way in (None, goes) or y == height:
            yield (stop.aisle, row), abs(y - height)


@lru_cache(maxsize=4096)
def _from_crossing(layout: Layout, start: Crossing) -> dict[Crossing, float]:
    """Dijkstra (1959) over the crossings."""
    found, queue = {start: 0.0}, [(0.0, start)]
    while queue:
        far, here = heapq.heappop(queue)
        if far > found[here]:
            continue
        for onto, length in _next_to(layout, here):
            if far + length < found.get(onto, inf):
                found[onto] = far + length
                heapq.heappush(queue, (far + length, onto))
    return found


def _next_to(layout: Layout, here: Crossing) -> Iterator[tuple[Crossing, float]]:
    (aisle, row), rows = here, layout.rows
    way = "closed" if aisle in layout.closed else dict(layout.one_way).get(aisle)
    if row < layout.blocks and way in (None, "up"):
        yield (aisle, row + 1), rows[row + 1] - rows[row]
    if row > 0 and way in (None, "down"):
        yield (aisle, row - 1), rows[row] - rows[row - 1]
    for beside in (aisle - 1, aisle + 1):
        if 0 <= beside < layout.aisles:
            yield (beside, row), layout.aisle_pitch
