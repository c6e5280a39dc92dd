"""Shortest walks where some aisles may be walked in one direction only.

The same sweep over the aisles as in shortest.py, with directions: at a cut the state is the net flow
of walks along each cross aisle and which of them hang together. A closed walk exists for a set of
directed ways when as many lead into each crossing as out of it and all hang together. Exact as long
as no part of an aisle is walked more than _most_passes times the same way. Not compiled: milliseconds
to a second a route.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.layout import Layout
from app.planner.states import BACK, FRONT, GAP, NONE, SINGLE
from app.planner.walking import DOWN, LEFT, RIGHT, UP, circle, visit_order

Row = tuple[int, int]  # net flow to the right, component (0: not reached)
State = tuple[Row, ...]
PASSES_ONE_BLOCK, PASSES = 50, 4


class Part(NamedTuple):
    """A way to serve one aisle part: its action, walks up and down it, its price."""

    action: int
    up: int
    down: int
    price: float


class Step(NamedTuple):
    price: float
    before: State | None
    parts: tuple[Part, ...]
    pairs: tuple[int, ...]  # rows walked there and back to the next aisle


Stage = dict[State, Step]
Columns = list[list[list[float]]]


def _normal(rows: list[Row]) -> State:
    names: dict[int, int] = {}
    return tuple((f, names.setdefault(c, len(names) + 1) if c else 0) for f, c in rows)


def _reach(rows: list[Row], row: int) -> None:
    if not rows[row][1]:
        rows[row] = (rows[row][0], 100 + row)


def served(state: State, block: int, part: Part) -> State:
    """The state once a part of the aisle is served this way."""
    rows = list(state)
    if part.action in (FRONT, GAP) or part.up or part.down:
        _reach(rows, block)
    if part.action in (BACK, GAP) or part.up or part.down:
        _reach(rows, block + 1)
    if part.up or part.down:
        low, high, net = rows[block], rows[block + 1], part.up - part.down
        rows[block], rows[block + 1] = (low[0] - net, low[1]), (high[0] + net, high[1])
        rows = [(f, low[1] if c == high[1] and c else c) for f, c in rows]
    return _normal(rows)


def list_parts(heights: list[float], ends: tuple[float, float], way: str | None, most: int) -> list[Part]:
    """All sensible ways to serve a part with stops at these heights; way: up, down, closed or None for
    both.
    """
    low, high = ends
    ups = range(most + 1) if way in (None, "up") else (0,)
    downs = range(most + 1) if way in (None, "down") else (0,)
    walks = [(u, d) for u, d in product(ups, downs) if (u or d) and (not (u and d) or u == d == 1)]
    parts = [Part(SINGLE, u, d, (u + d) * (high - low)) for u, d in walks]
    if not heights:
        return [Part(NONE, 0, 0, 0.0), *parts]
    if way is None:
        parts.append(Part(FRONT, 0, 0, 2 * (heights[-1] - low)))
        parts.append(Part(BACK, 0, 0, 2 * (high - heights[0])))
        gaps = [b - a for a, b in pairwise(heights)]
        if gaps and max(gaps) > 0:
            parts.append(Part(GAP, 0, 0, 2 * (high - low - max(gaps))))
    return parts


def _crossings(state: State, pitch: float) -> Iterator[tuple[State, float, tuple[int, ...]]]:
    """The ways on to the next aisle: flow must go on, a row without flow may be walked there and back."""
    if not any(c for _, c in state):
        yield state, 0.0, ()  # the walk has not begun
        return
    still = [row for row, (f, c) in enumerate(state) if c and not f]
    for choice in product((False, True), repeat=len(still)):
        pairs = tuple(row for row, chosen in zip(still, choice, strict=True) if chosen)
        kept = [(f, c) if f or row in pairs else (0, 0) for row, (f, c) in enumerate(state)]
        if {c for _, c in kept if c} == {c for _, c in state if c}:
            yield _normal(kept), pitch * (sum(abs(f) for f, _ in kept) + 2 * len(pairs)), pairs


def _offer(stage: Stage, state: State, step: Step) -> None:
    if state not in stage or step.price < stage[state].price:
        stage[state] = step


def _serve_aisle(stage: Stage, options: list[list[Part]], most: int) -> Stage:
    for block, parts in enumerate(options):
        after: Stage = {}
        for state, step in stage.items():
            for part in parts:
                onto = served(state, block, part)
                if all(abs(flow) <= most for flow, _ in onto):
                    offer = step._replace(price=step.price + part.price, parts=(*step.parts, part))
                    _offer(after, onto, offer)
        stage = after
    return stage


def _cross(stage: Stage, pitch: float) -> Stage:
    after: Stage = {}
    for state, step in stage.items():
        for onto, price, pairs in _crossings(state, pitch):
            _offer(after, onto, Step(step.price + price, state, (), pairs))
    return after


def _touch_depot(stage: Stage, row: int) -> Stage:
    after: Stage = {}
    for state, step in stage.items():
        rows = list(state)
        _reach(rows, row)
        _offer(after, _normal(rows), step)
    return after


def solve_directed(layout: Layout, columns: Columns) -> list[Step]:
    """The chosen steps from aisle 0 on; columns[aisle][block] are the heights of the stops, sorted."""
    ways, stages, rows = dict(layout.one_way), list[Stage](), layout.rows
    busy = sum(any(columns[aisle]) for aisle in ways)
    most = max(2, min(busy + 1, PASSES_ONE_BLOCK if layout.blocks == 1 else PASSES))
    stage: Stage = {tuple((0, 0) for _ in rows): Step(0.0, None, (), ())}
    for aisle in range(layout.aisles):
        if aisle == layout.depot.aisle:
            stage = _touch_depot(stage, layout.depot.row)
        way = "closed" if aisle in layout.closed else ways.get(aisle)
        ends = pairwise(rows)
        options = [list_parts(columns[aisle][b], end, way, most) for b, end in enumerate(ends)]
        stage = _serve_aisle(stage, options, most)
        stages.append(stage)
        stage = _cross(stage, layout.aisle_pitch)
    needed = [a for a in range(layout.aisles) if any(columns[a]) or a == layout.depot.aisle]
    return _best(stages, max(needed))


def _best(stages: list[Stage], last: int) -> list[Step]:
    """The cheapest closed walk that ends in the last aisle that must be reached, or in a later one."""
    closed = [
        (step.price, aisle, state)
        for aisle in range(last, len(stages))
        for state, step in stages[aisle].items()
        if all(not f for f, _ in state) and len({c for _, c in state if c}) == 1
    ]
    if not closed:
        raise ValueError("no walk reaches all stops: the one-way aisles lead nowhere else")
    _, aisle, state = min(closed)
    steps: list[Step] = []
    for stage in reversed(stages[: aisle + 1]):
        steps.append(stage[state])
        state = steps[-1].before or ()
    return steps[::-1]


def ways_of(layout: Layout, steps: list[Step]) -> tuple[Any, Any]:
    """actions[aisle, block] and ways[aisle, row, right/left/up/down] as walking.py reads them."""
    actions = np.zeros((layout.aisles, layout.blocks), np.int8)
    ways = np.zeros((layout.aisles, layout.blocks + 1, 4), np.int8)
    for aisle, step in enumerate(steps):
        for block, part in enumerate(step.parts):
            actions[aisle, block] = part.action
            ways[aisle, block, UP], ways[aisle, block + 1, DOWN] = part.up, part.down
        for row, (flow, _) in enumerate(step.before or ()):
            both = row in step.pairs
            ways[aisle - 1, row, RIGHT] = max(flow, 0) + both
            ways[aisle, row, LEFT] = max(-flow, 0) + both
    return actions, ways


def directed_tour(layout: Layout, sorted_stops: Sequence[tuple[int, int]]) -> tuple[float, NDArray[np.int64]]:
    """Length and visiting order of stops (aisle, rank) sorted by both, the depot's gap not counted."""
    parts = [aisle * layout.blocks + bisect(layout.cuts, rank) - 1 for aisle, rank in sorted_stops]
    starts = np.searchsorted(np.array(parts), np.arange(layout.aisles * layout.blocks + 1))
    heights = np.array([layout.heights[rank] for _, rank in sorted_stops])
    columns = [
        [
            list(heights[starts[a * layout.blocks + b] : starts[a * layout.blocks + b + 1]])
            for b in range(layout.blocks)
        ]
        for a in range(layout.aisles)
    ]
    steps = solve_directed(layout, columns)
    actions, ways = ways_of(layout, steps)
    out = np.empty(len(heights), np.int64)
    walk = circle(ways, layout.depot.aisle, layout.depot.row, False)[::-1]
    visit_order(np.ascontiguousarray(walk), actions, starts.astype(np.int64), heights, out)
    return steps[-1].price, out
