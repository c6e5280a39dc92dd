"""The shortest way on from where somebody stands, where some aisles may be walked in one direction only.

The sweep of oneway.py for a walk with two ends: at a cut, one way more has left the end of the aisle part by
which the picker goes out, and one less the depot. Exact as long as no crossing must be come by more than MOST
times: on two-way floors a shortest walk needs 2. Not compiled: milliseconds to some tenths of a second, and
given up where it would take longer.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations, pairwise
from math import inf
from typing import NamedTuple

from app.planner.directed import (
    MOST_WORK,
    State,
    TooManyStates,
    crossed,
    flowed,
    is_closed,
    list_served,
    widen,
)
from app.planner.layout import Layout, Stop
from app.planner.legs import leg
from app.planner.oneway import list_parts
from app.planner.states import BACK, FRONT, GAP, NONE, SINGLE, is_better

ENOUGH = {1: 16, 2: 8}  # by blocks; 4 for more of them
MOST = 64
Node = tuple[int, float]  # aisle, height over the front cross aisle
Arc = tuple[Node, Node, int]  # walked in this direction, so many times
Trail = tuple["Trail | None", tuple[Arc, ...]]
Walked = tuple[float, Trail | None]  # how far, and where
Stage = dict[State, Walked]


class Way(NamedTuple):
    """One way to serve an aisle part. `out`: by which of its ends (0, 1) somebody who stands in it leaves."""

    action: int
    up: int
    down: int
    arcs: tuple[Arc, ...]
    out: int = -1

    @property
    def price(self) -> float:
        return _length(self.arcs)


def find_trail(layout: Layout, here: Stop, stops: Sequence[Stop]) -> tuple[float, list[Node]]:
    """The length from `here` over all stops to the depot's crossing, and the places walked by in order.

    ValueError where no walk reaches them, TooManyStates where none is found in time.
    """
    if not _leads_to_all(layout, here, stops):
        raise ValueError("no walk reaches all stops: the one-way aisles lead nowhere else")
    sweep = partial(_sweep, layout, here, stops)
    found = widen(sweep, _peak, MOST, ENOUGH.get(layout.blocks, 4))
    if found is None:
        raise TooManyStates
    return found[0], _walk((here.aisle, layout.height(here.cell)), found[1])


def _leads_to_all(layout: Layout, here: Stop, stops: Sequence[Stop]) -> bool:
    """Whether a walk over all exists: it does when of any two stops one leads to the other (Redei 1934)."""
    reached = [leg(layout, here, stop) + leg(layout, stop, None) for stop in stops]
    if max(reached, default=leg(layout, here, None)) == inf:
        return False
    parts = {_part_of(layout, stop): stop for stop in stops}.values()
    return all(min(leg(layout, a, b), leg(layout, b, a)) < inf for a, b in combinations(parts, 2))


def _peak(found: Walked) -> int:
    """The most walks along one way in one direction."""
    trail = found[1]
    walks: Counter[tuple[Node, Node]] = Counter()
    while trail is not None:
        trail, arcs = trail
        for a, b, times in arcs:
            walks[a, b] += times
    return max(walks.values(), default=0)


def _sweep(layout: Layout, here: Stop, stops: Sequence[Stop], most: int) -> Walked | None:
    start, columns = (here.aisle, layout.height(here.cell)), _columns(layout, stops)
    last = max([here.aisle, layout.depot.aisle, *(aisle for aisle, _ in columns)])
    stage: Stage = {tuple((0, 0) for _ in layout.rows): (0.0, None)}
    ended: list[Walked] = []
    work = 0
    for aisle in range(layout.aisles):
        if aisle == layout.depot.aisle:
            stage = _end_at(stage, layout.depot.row)
        for block in range(layout.blocks):
            ways = _list_ways(layout, (aisle, block), columns.get((aisle, block), []), start, most)
            work += len(stage) * len(ways)
            if work > MOST_WORK:
                raise TooManyStates
            stage = _serve(stage, block, ways, most)
        if aisle >= last:
            ended += [kept for state, kept in stage.items() if is_closed(state)]
        stage = _cross(stage, aisle, layout) if aisle + 1 < layout.aisles else {}
    return min(ended, key=lambda kept: kept[0], default=None)


def _columns(layout: Layout, stops: Sequence[Stop]) -> dict[tuple[int, int], list[float]]:
    columns: dict[tuple[int, int], list[float]] = {}
    for stop in sorted(stops, key=lambda stop: layout.height(stop.cell)):
        columns.setdefault(_part_of(layout, stop), []).append(layout.height(stop.cell))
    return columns


def _part_of(layout: Layout, stop: Stop) -> tuple[int, int]:
    rank = layout.rank(stop.cell)
    return stop.aisle, sum(rank >= cut for cut in layout.cuts[1:-1])


def _list_ways(
    layout: Layout, part: tuple[int, int], heights: list[float], start: Node, most: int
) -> list[Way]:
    (aisle, block), rows = part, layout.rows
    way: str | None = dict(layout.one_way).get(aisle)
    ends = (rows[block], rows[block + 1])
    if aisle == start[0] and _holds(layout, part, start):
        return list(_ways_from(start, [ends[0], *heights, ends[1]], way, most))
    way = "closed" if aisle in layout.closed else way
    points = [(aisle, y) for y in (ends[0], *heights, ends[1])]
    return [
        Way(found.action, found.up, found.down, _arcs(found.action, found.up, found.down, points))
        for found in list_parts(heights, ends, way, most)
    ]


def _holds(layout: Layout, part: tuple[int, int], start: Node) -> bool:
    """Whether the picker stands in this part: a cell at a crossing belongs to one part alone."""
    rank = layout.heights.index(start[1])
    return layout.cuts[part[1]] <= rank < layout.cuts[part[1] + 1]


def _ways_from(start: Node, points: list[float], way: str | None, most: int) -> Iterator[Way]:
    """Out by either end, the rest served on a way there and back from here, or by walks of the whole part."""
    aisle, y = start
    ends, heights = (points[0], points[-1]), points[1:-1]
    ladder = [(aisle, h) for h in sorted({*points, y})]
    for out, allowed in ((0, "down"), (1, "up")):
        if way not in (None, allowed):
            continue
        near = [(aisle, h) for h in sorted({y, ends[out], *heights}) if (h - y) * (ends[out] - y) >= 0]
        leaving = _chain(near if out else near[::-1])
        beyond = [(aisle, h) for h in heights if (h - y) * (ends[out] - y) < 0]
        beyond = [start, *(beyond[::-1] if out else beyond)]
        if way is None or len(beyond) == 1:
            yield Way(NONE, 0, 0, leaving + _both(beyond), out)
        if way is None:
            far = [*beyond, (aisle, ends[1 - out])]
            yield Way(SINGLE, 1, 1, leaving + _both(far), out)
            if len(far) > 2:
                widest = max(range(len(far) - 2), key=lambda i: abs(far[i + 1][1] - far[i][1]))
                rest = _both(far[: widest + 1]) + _both(far[widest + 1 :])
                yield Way(BACK if out == 0 else FRONT, 0, 0, leaving + rest, out)
        walks = [(times, 0) for times in range(1, most + 1) if way != "down"]
        walks += [(0, times) for times in range(1, most + 1) if way != "up"]
        for up, down in walks:
            yield Way(SINGLE, up, down, leaving + _arcs(SINGLE, up, down, ladder), out)


def _arcs(action: int, up: int, down: int, points: list[Node]) -> tuple[Arc, ...]:
    if action == SINGLE:
        return _chain(points, up) + _chain(points[::-1], down)
    if action == FRONT:
        return _both(points[:-1])
    if action == BACK:
        return _both(points[1:])
    if action == GAP:
        widest = max(range(1, len(points) - 2), key=lambda i: points[i + 1][1] - points[i][1])
        return _both(points[: widest + 1]) + _both(points[widest + 1 :])
    return ()


def _chain(points: Sequence[Node], times: int = 1) -> tuple[Arc, ...]:
    return tuple((a, b, times) for a, b in pairwise(points) if times and a != b)


def _both(points: Sequence[Node]) -> tuple[Arc, ...]:
    return _chain(points) + _chain(points[::-1])


def _length(arcs: Sequence[Arc]) -> float:
    return sum(abs(a[1] - b[1]) * times for a, b, times in arcs)


def _end_at(stage: Stage, row: int) -> Stage:
    after: Stage = {}
    for state, (price, trail) in stage.items():
        if is_better(price, after.get(flowed(state, row, -1))):
            after[flowed(state, row, -1)] = (price, trail)
    return after


def _serve(stage: Stage, block: int, ways: Sequence[Way], most: int) -> Stage:
    after: Stage = {}
    prices = [way.price for way in ways]
    kinds = tuple((way.action, way.up, way.down, way.out) for way in ways)
    for state, (price, trail) in stage.items():
        for i, onto in list_served(state, block, kinds, most):
            if is_better(price + prices[i], after.get(onto)):
                after[onto] = (price + prices[i], (trail, ways[i].arcs) if ways[i].arcs else trail)
    return after


def _cross(stage: Stage, aisle: int, layout: Layout) -> Stage:
    after: Stage = {}
    for state, (price, trail) in stage.items():
        for onto, pairs, walked in crossed(state):
            more = layout.aisle_pitch * walked
            if is_better(price + more, after.get(onto)):
                after[onto] = (price + more, (trail, tuple(_across(layout, aisle, state, pairs))))
    return after


def _across(layout: Layout, aisle: int, state: State, pairs: tuple[int, ...]) -> Iterator[Arc]:
    for row, (flow, _) in enumerate(state):
        here, there, both = (aisle, layout.rows[row]), (aisle + 1, layout.rows[row]), row in pairs
        if right := max(flow, 0) + both:
            yield here, there, right
        if left := max(-flow, 0) + both:
            yield there, here, left


def _walk(start: Node, trail: Trail | None) -> list[Node]:
    """An Euler trail over the directed arcs (Hierholzer 1873), from the start on."""
    left: dict[Node, Counter[Node]] = {}
    while trail is not None:
        trail, arcs = trail
        for a, b, times in arcs:
            left.setdefault(a, Counter())[b] += times
    stack, walked = [start], []
    while stack:
        onto = next((node for node, times in left.get(stack[-1], Counter()).items() if times), None)
        if onto is None:
            walked.append(stack.pop())
        else:
            left[stack[-1]][onto] -= 1
            stack.append(onto)
    return walked[::-1]
