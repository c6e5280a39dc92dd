"""Shortest walks where some aisles may be walked in one direction only.

The same sweep over the aisles as in shortest.py, over the states of directed.py. Not compiled: milliseconds
to some tenths of a second a route. Few walks need more than one or two ways along a cross aisle, and states
grow with them: it is solved for few, and for more while there is no walk or the best one uses more than half
of them. From PASSES on any walk will do: with still more ways one might be shorter.
"""

from bisect import bisect
from collections.abc import Sequence
from functools import partial
from itertools import chain, pairwise, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.directed import (
    MOST_WORK,
    State,
    TooManyStates,
    crossed,
    flow_needed,
    is_closed,
    list_served,
    touched,
    widen,
)
from app.planner.layout import Layout
from app.planner.states import BACK, FRONT, GAP, NONE, SINGLE
from app.planner.walking import DOWN, LEFT, RIGHT, UP, circle, visit_order

PASSES = {1: 50, 2: 12}  # by blocks; 4 for more of them


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


def _is_better(price: float, stage: Stage, state: State) -> bool:
    return state not in stage or price < stage[state].price


def _serve(stage: Stage, block: int, parts: list[Part], most: int) -> Stage:
    after: Stage = {}
    kinds = tuple((part.action, part.up, part.down, -1) for part in parts)
    for state, step in stage.items():
        for i, onto in list_served(state, block, kinds, most):
            price = step.price + parts[i].price
            if _is_better(price, after, onto):
                after[onto] = Step(price, step.before, (*step.parts, parts[i]), step.pairs)
    return after


def _cross(stage: Stage, step_length: float) -> Stage:
    after: Stage = {}
    for state, step in stage.items():
        for onto, pairs, walked in crossed(state):
            price = step.price + step_length * walked
            if _is_better(price, after, onto):
                after[onto] = Step(price, state, (), pairs)
    return after


def _touch_depot(stage: Stage, row: int) -> Stage:
    after: Stage = {}
    for state, step in stage.items():
        if _is_better(step.price, after, touched(state, row)):
            after[touched(state, row)] = step
    return after


def _ways_by_column(layout: Layout) -> dict[int, str]:
    ways = {layout.column(aisle): way for aisle, way in layout.one_way}
    ways.update({layout.column(aisle): "closed" for aisle in layout.closed})
    return {**ways, layout.depot_column: "closed"} if layout.between else ways


def solve_directed(layout: Layout, columns: Columns) -> list[Step]:
    """The chosen steps from aisle 0 on; columns[aisle][block] are the heights of the stops, sorted.

    ValueError where no walk reaches all stops, TooManyStates where none is found in time.
    """
    ways = _ways_by_column(layout)
    parts, busy = (sum(map(bool, chain(*among))) for among in (columns, [columns[aisle] for aisle in ways]))
    needed = flow_needed(parts + (layout.depot.cell is None), busy)
    steps = widen(partial(_solve, layout, columns), _peak, needed, PASSES.get(layout.blocks, 4))
    if not steps:
        raise ValueError("no walk reaches all stops: the one-way aisles lead nowhere else")
    return steps


def _peak(steps: list[Step]) -> int:
    """The most walks along one way in one direction."""
    across = [abs(flow) for step in steps for flow, _ in step.before or ()]
    along = [max(part.up, part.down) for step in steps for part in step.parts]
    return max(across + along, default=0)


def _solve(layout: Layout, columns: Columns, most: int) -> list[Step]:
    """With at most so many ways along each cross aisle between two aisles; empty when there is no walk."""
    ways, stages, rows, work = _ways_by_column(layout), list[Stage](), layout.rows, 0
    stage: Stage = {tuple((0, 0) for _ in rows): Step(0.0, None, (), ())}
    for aisle, length in enumerate(layout.steps):
        if aisle == layout.depot_column and layout.depot.cell is None:
            stage = _touch_depot(stage, layout.depot.row)
        way = ways.get(aisle)
        ends = pairwise(rows)
        for block, end in enumerate(ends):
            parts = list_parts(columns[aisle][block], end, way, most)
            work += len(stage) * len(parts)
            if work > MOST_WORK:
                raise TooManyStates
            stage = _serve(stage, block, parts, most)
        stages.append(stage)
        stage = _cross(stage, length)
    needed = [a for a, column in enumerate(columns) if any(column) or a == layout.depot_column]
    return _best(stages, max(needed))


def _best(stages: list[Stage], last: int) -> list[Step]:
    """The cheapest closed walk that ends in the last aisle that must be reached, or in a later one."""
    closed = [
        (step.price, aisle, state)
        for aisle in range(last, len(stages))
        for state, step in stages[aisle].items()
        if is_closed(state)
    ]
    if not closed:
        return []
    _, aisle, state = min(closed)
    steps: list[Step] = []
    for stage in reversed(stages[: aisle + 1]):
        steps.append(stage[state])
        state = steps[-1].before or ()
    return steps[::-1]


def ways_of(layout: Layout, steps: list[Step]) -> tuple[Any, Any]:
    """actions[aisle, block] and ways[aisle, row, right/left/up/down] as walking.py reads them."""
    actions = np.zeros((len(layout.steps), layout.blocks), np.int64)
    ways = np.zeros((len(layout.steps), layout.blocks + 1, 4), np.int64)
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
    """Length and visiting order of stops (column, rank) sorted by both, the depot's gap not counted."""
    aisles, blocks = len(layout.steps), layout.blocks
    parts = [aisle * blocks + bisect(layout.cuts, rank) - 1 for aisle, rank in sorted_stops]
    starts = np.searchsorted(np.array(parts), np.arange(aisles * blocks + 1)).astype(np.int64)
    heights = np.array([layout.heights[rank] for _, rank in sorted_stops])
    listed = [list(heights[a:b]) for a, b in pairwise(starts)]
    steps = solve_directed(layout, [listed[a * blocks : (a + 1) * blocks] for a in range(aisles)])
    actions, ways = ways_of(layout, steps)
    out = np.empty(len(heights), np.int64)
    walk = circle(ways, *start_of(ways, actions, layout), False)[::-1]
    visit_order(np.ascontiguousarray(walk), actions, starts, heights, out)
    return steps[-1].price, out


def start_of(ways: Any, actions: Any, layout: Layout) -> tuple[int, int]:
    """A crossing at the depot's column that the walk comes by."""
    column = layout.depot_column
    if layout.depot.cell is None:
        return column, layout.depot.row
    busy = ways[column].any(axis=1)
    busy[1:] |= np.isin(actions[column], (BACK, GAP))
    busy[:-1] |= np.isin(actions[column], (FRONT, GAP))
    return column, int(np.argmax(busy))
