"""The shortest way on from where somebody stands: over the stops that are left and home to the depot.

The sweep over the aisles of shortest.py, for a walk with two ends (any start and end: Loeffler, Boysen &
Schneider 2022): an Euler trail has an odd number of ways at its start and at its end, so the parity of the
depot's crossing is turned round, and the aisle part in which the picker stands is left on one side an odd and
on the other an even number of times. Not compiled: about a millisecond for a floor of thirty aisles.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from app.planner import onward_oneway
from app.planner.directed import TooManyStates
from app.planner.layout import Layout, Route, Stop
from app.planner.legs import distances_between
from app.planner.matrix import route_one_way
from app.planner.states import (
    BACK,
    DOUBLE,
    EVEN,
    FRONT,
    GAP,
    NONE,
    ODD,
    SINGLE,
    State,
    crossed,
    is_better,
    is_closed,
    normal,
    served,
    touched,
)

Node = tuple[int, float]  # aisle, height over the front cross aisle
Legs = tuple[tuple[Node, Node, int], ...]  # between two nodes, so many times
Trail = tuple["Trail | None", Legs]  # what was decided before, and the last decision
Stage = dict[State, tuple[float, Trail | None]]
DOWN, UP = -1, 1  # which way somebody who stands in an aisle part goes an odd number of times
ONLY, WHOLE, BOTH_ENDS = range(
    3
)  # the other side: from here alone, end to end, from here and from its far end


@dataclass(frozen=True)
class Way:
    """One way to serve an aisle part: `turned` says what it does to the states at its two ends."""

    turned: tuple[int, int]  # (action of states.py, 0), or (DOWN or UP, what happens on the other side)
    price: float
    legs: Legs


NOT_ENTERED = Way((NONE, -1), 0.0, ())


def onward(layout: Layout, here: Stop, stops: Sequence[Stop]) -> Route:
    """From `here` over all stops to the depot: the length, and the stops' numbers in visiting order.

    ValueError for a stop nobody can reach, and for a depot inside an aisle or between two. A closed aisle is
    left when `here` lies in it. O(aisles x states x options); by the distances alone where one-way aisles
    make too many states, and the route says so.
    """
    if layout.between or layout.depot.cell is not None:
        raise ValueError("the way on is known to a depot before an aisle")
    for stop in stops:
        layout.check(stop)
    try:
        return _swept(layout, here, stops)
    except TooManyStates:
        return route_one_way(distances_between(layout, here, stops))


def _swept(layout: Layout, here: Stop, stops: Sequence[Stop]) -> Route:
    wanted = sorted(set(stops) - {here}, key=lambda stop: layout.height(stop.cell))
    if layout.one_way:
        price, walked = onward_oneway.find_trail(layout, here, wanted)
    else:
        price, trail = _sweep(layout, here, wanted)
        walked = _walk((here.aisle, layout.height(here.cell)), trail)
    visited = {node: place for place, node in reversed(list(enumerate(walked)))}
    order = sorted(range(len(stops)), key=lambda i: visited[stops[i].aisle, layout.height(stops[i].cell)])
    return Route(price + layout.depot.gap, tuple(order))


def _sweep(layout: Layout, here: Stop, wanted: list[Stop]) -> tuple[float, Trail | None]:
    reached, rows = [here.aisle, layout.depot.aisle, *(stop.aisle for stop in wanted)], layout.rows
    columns: dict[tuple[int, int], list[float]] = {}
    for stop in wanted:
        columns.setdefault(_part_of(layout, stop), []).append(layout.height(stop.cell))
    stage: Stage = {tuple((0, 0) for _ in rows): (0.0, None)}
    for aisle in range(min(reached), max(reached) + 1):
        if aisle == layout.depot.aisle:
            stage = _ended_at(stage, layout.depot.row)
        for block, ends in enumerate(pairwise(rows)):
            heights = columns.get((aisle, block), [])
            if (aisle, block) == _part_of(layout, here):
                ways = list(_ways_from((aisle, layout.height(here.cell)), ends, heights))
            else:
                points = [(aisle, y) for y in (ends[0], *heights, ends[1])]
                ways = [NOT_ENTERED] if aisle in layout.closed else list(_ways_through(points))
            stage = _served(stage, block, ways)
        if aisle < max(reached):
            stage = _cross(stage, aisle, layout)
    ended = [kept for state, kept in stage.items() if is_closed(state)]
    if not ended:
        raise ValueError("no walk reaches all stops")
    return min(ended, key=lambda kept: kept[0])


def _ended_at(stage: Stage, row: int) -> Stage:
    after: Stage = {}
    for state, (price, trail) in stage.items():
        onto = _turned(state, row)
        if is_better(price, after.get(onto)):
            after[onto] = price, trail
    return after


def _part_of(layout: Layout, stop: Stop) -> tuple[int, int]:
    return stop.aisle, bisect(layout.cuts, layout.rank(stop.cell)) - 1


def _served(stage: Stage, block: int, ways: Sequence[Way]) -> Stage:
    after: Stage = {}
    for state, (price, trail) in stage.items():
        for way in ways:
            onto, total = _after(state, block, way.turned), price + way.price
            if is_better(total, after.get(onto)):
                after[onto] = total, (trail, way.legs)
    return after


def _cross(stage: Stage, aisle: int, layout: Layout) -> Stage:
    after: Stage = {}
    for state, (price, trail) in stage.items():
        for onto, edges in _crossings(state):
            total = price + sum(edges) * layout.aisle_pitch
            if is_better(total, after.get(onto)):
                after[onto] = total, (trail, _legs_over(aisle, layout.rows, edges))
    return after


def _legs_over(aisle: int, rows: Sequence[float], edges: Sequence[int]) -> Legs:
    walked = zip(rows, edges, strict=True)
    return tuple(((aisle, row), (aisle + 1, row), times) for row, times in walked if times)


@cache
def _crossings(state: State) -> tuple[tuple[State, tuple[int, ...]], ...]:
    """The ways on to the next aisle; before the walk has begun there is only one."""
    if all(degree == 0 for degree, _ in state):
        return ((state, tuple(0 for _ in state)),)
    options = product((0, 1, 2), repeat=len(state))
    return tuple((onto, edges) for edges in options if (onto := crossed(state, edges)) is not None)


@cache
def _turned(state: State, row: int) -> State:
    """One more way ends at this crossing."""
    rows = list(touched(state, row))
    rows[row] = (ODD + EVEN - rows[row][0], rows[row][1])
    return normal(rows)


@cache
def _after(state: State, block: int, turned: tuple[int, int]) -> State:
    action, other = turned
    if action >= 0 and other < 0:
        return served(state, block, action)
    near, far = (block, block + 1) if action == DOWN else (block + 1, block)
    if other == WHOLE:
        state = served(state, block, DOUBLE)
    elif other == BOTH_ENDS:
        state = touched(state, far)
    return _turned(state, near)


def _ways_through(points: list[Node]) -> Iterator[Way]:
    """The six ways of Ratliff & Rosenthal to serve an aisle part nobody stands in."""
    if len(points) == 2:
        yield NOT_ENTERED
    yield _way((SINGLE, -1), _chain(points, 1))
    yield _way((DOUBLE, -1), _chain(points, 2))
    if len(points) > 2:
        yield _way((FRONT, -1), _chain(points[:-1], 2))
        yield _way((BACK, -1), _chain(points[1:], 2))
    if len(points) > 3:
        widest = max(range(1, len(points) - 2), key=lambda i: points[i + 1][1] - points[i][1])
        yield _way((GAP, -1), _chain(points[: widest + 1], 2) + _chain(points[widest + 1 :], 2))


def _ways_from(start: Node, ends: tuple[float, float], heights: list[float]) -> Iterator[Way]:
    """Out of the aisle part in which the walk begins, to either end, the other side served from here or both
    ends.
    """
    for turn, near, far in ((DOWN, ends[0], ends[1]), (UP, ends[1], ends[0])):
        aisle, y = start
        before = sorted((h for h in heights if (h - y) * (near - y) > 0), key=lambda h: abs(h - y))
        beyond = sorted((h for h in heights if (h - y) * (far - y) > 0), key=lambda h: abs(h - y))
        out = _chain([(aisle, h) for h in (y, *before, near)], 1)
        points = [(aisle, h) for h in (y, *beyond, far)]
        yield _way((turn, ONLY), out + _chain(points[:-1], 2))
        yield _way((turn, WHOLE), out + _chain(points, 2))
        if beyond:
            widest = max(range(len(points) - 2), key=lambda i: abs(points[i + 1][1] - points[i][1]))
            rest = _chain(points[: widest + 1], 2) + _chain(points[widest + 1 :], 2)
            yield _way((turn, BOTH_ENDS), out + rest)


def _chain(points: Sequence[Node], times: int) -> Legs:
    return tuple((a, b, times) for a, b in pairwise(points))


def _way(turned: tuple[int, int], legs: Legs) -> Way:
    return Way(turned, sum(abs(a[1] - b[1]) * times for a, b, times in legs), legs)


def _walk(start: Node, trail: Trail | None) -> list[Node]:
    """An Euler trail over the decided legs (Hierholzer 1873), from the start on."""
    left: dict[Node, Counter[Node]] = {}
    while trail is not None:
        trail, legs = trail
        for a, b, times in legs:
            if a == b:
                continue
            left.setdefault(a, Counter())[b] += times
            left.setdefault(b, Counter())[a] += times
    stack, walked = [start], []
    while stack:
        here = stack[-1]
        onto = next((node for node, times in left.get(here, Counter()).items() if times), None)
        if onto is None:
            walked.append(stack.pop())
        else:
            left[here][onto] -= 1
            left[onto][here] -= 1
            stack.append(onto)
    return walked[::-1]
