"""The states of a walk with directions, and their tables for the search.

At a cut between two aisles the state is the net flow of walks along each cross aisle and which of them
hang together. A closed walk exists for a set of directed ways when as many lead into each crossing as
out of it and all hang together. The tables bound the flow, so that a search may look up a length where
one-way aisles are: by what the floor can ever need (flow_needed), or by MOST_FLOW where that is less.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import product
from typing import TypeVar

import numpy as np

from app.planner.states import BACK, FRONT, GAP, NONE, SINGLE, Tables

Row = tuple[int, int]  # net flow to the right, component (0: not reached)
State = tuple[Row, ...]
MOST_FLOW = {2: 50, 3: 12, 4: 4, 5: 2}  # by cross aisles, to bound the tables; 1 for more of them
LOST: State = ()
MOST_WORK = 300_000  # states times ways of one sweep that is not compiled: some tenths of a second
KEPT_STATES = 1 << 17
Kind = tuple[int, int, int, int]  # action, walks up and down, the end by which somebody leaves (-1: none)
Found = TypeVar("Found")


class TooManyStates(Exception):
    """A sweep would take longer than anybody waits for a walk."""


def widen(
    sweep: Callable[[int], Found | None], peak: Callable[[Found], int], needed: int, enough: int
) -> Found | None:
    """What a sweep finds with 2, 4, 8 ways along a cross aisle, and so on up to `needed`, none being a walk.

    It ends where the walk's peak is half of them or less, or any walk is found with `enough`. TooManyStates
    where none is found in time.
    """
    found: Found | None = None
    for most in _growing(needed):
        try:
            found = sweep(most)
        except TooManyStates:
            if not found:
                raise
            break
        if found and (2 * peak(found) <= most or most >= enough):
            break
    return found


def _growing(needed: int) -> Iterator[int]:
    most = 2
    while most < needed:
        yield most
        most *= 2
    yield needed


def flow_needed(parts: int, one_way: int) -> int:
    """How often a shortest walk comes by any one crossing at most. parts: those with stops, and one more
    for a depot at a crossing; one_way: those of them that may be walked one way.

    Split the walk into simple circles: of those through a crossing each has a part of its own to serve,
    or it could be left out. Of three that only serve parts walked both ways, two make one shorter circle.
    """
    return max(1, min(parts, one_way + 2))


def normal(rows: list[Row]) -> State:
    names: dict[int, int] = {}
    return tuple((f, names.setdefault(c, len(names) + 1) if c else 0) for f, c in rows)


def reach(rows: list[Row], row: int) -> None:
    if not rows[row][1]:
        rows[row] = (rows[row][0], 100 + row)


def touched(state: State, row: int) -> State:
    rows = list(state)
    reach(rows, row)
    return normal(rows)


def served(state: State, block: int, action: int, up: int, down: int) -> State:
    """The state once a part of the aisle is served this way: up and down count the walks along it."""
    rows = list(state)
    if action in (FRONT, GAP) or up or down:
        reach(rows, block)
    if action in (BACK, GAP) or up or down:
        reach(rows, block + 1)
    if up or down:
        low, high, net = rows[block], rows[block + 1], up - down
        rows[block], rows[block + 1] = (low[0] - net, low[1]), (high[0] + net, high[1])
        rows = [(f, low[1] if c == high[1] and c else c) for f, c in rows]
    return normal(rows)


def flowed(state: State, row: int, more: int) -> State:
    """The state once a walk more has come to a crossing, or with -1 ended there."""
    rows = list(state)
    reach(rows, row)
    rows[row] = (rows[row][0] + more, rows[row][1])
    return normal(rows)


@lru_cache(maxsize=KEPT_STATES)
def list_served(
    state: State, block: int, kinds: tuple[Kind, ...], most: int
) -> tuple[tuple[int, State], ...]:
    """The number of each kind that may follow, and the state after it: at most so many ways a cross aisle."""
    found = []
    for i, (action, up, down, out) in enumerate(kinds):
        onto = served(state, block, action, up, down)
        onto = flowed(onto, block + out, 1) if out >= 0 else onto
        if all(abs(flow) <= most for flow, _ in onto):
            found.append((i, onto))
    return tuple(found)


@lru_cache(maxsize=KEPT_STATES)
def crossed(state: State) -> tuple[tuple[State, tuple[int, ...], int], ...]:
    """list_crossings with how many ways are walked between the two aisles."""
    walked = sum(abs(flow) for flow, _ in state)
    return tuple((onto, pairs, walked + 2 * len(pairs)) for onto, pairs in list_crossings(state))


def list_crossings(state: State) -> Iterator[tuple[State, tuple[int, ...]]]:
    """The ways on to the next aisle: flow must go on, a row without flow may be walked there and back
    (these rows come with the state).
    """
    if not any(c for _, c in state):
        yield state, ()  # the walk has not begun
        return
    still = [row for row, (f, c) in enumerate(state) if c and not f]
    for choice in product((False, True), repeat=len(still)):
        pairs = tuple(row for row, chosen in zip(still, choice, strict=True) if chosen)
        kept = [(f, c) if f or row in pairs else (0, 0) for row, (f, c) in enumerate(state)]
        if {c for _, c in kept if c} == {c for _, c in state if c}:
            yield normal(kept), pairs


def is_closed(state: State) -> bool:
    return all(not f for f, _ in state) and len({c for _, c in state if c}) == 1


def _list_kinds(most: int) -> list[tuple[int, int, int]]:
    walks = [(SINGLE, up, 0) for up in range(1, most + 1)]
    walks += [(SINGLE, 0, down) for down in range(1, most + 1)]
    return [(NONE, 0, 0), *walks, (SINGLE, 1, 1), (FRONT, 0, 0), (BACK, 0, 0), (GAP, 0, 0)]


def _bounded(state: State, most: int) -> State:
    return state if all(abs(f) <= most for f, _ in state) else LOST


def _reachable(rows: int, kinds: list[tuple[int, int, int]], most: int) -> list[State]:
    found: list[State] = [tuple((0, 0) for _ in range(rows))]
    known = set(found)
    for state in found:  # grows while it is walked
        nexts = [_bounded(served(state, b, *kind), most) for b in range(rows - 1) for kind in kinds]
        nexts += [touched(state, row) for row in range(rows)]
        nexts += [after for after, _ in list_crossings(state)]
        for after in nexts:
            if after not in known and after != LOST:
                known.add(after)
                found.append(after)
    return found


def _largest(state: State) -> int:
    return max(abs(flow) for flow, _ in state)


@cache
def build_directed(rows: int, needed: int) -> Tables:
    """The transition tables for `rows` cross aisles and so much flow; state 0 is the walk not begun, the
    last one lost: its flow is too large. Sorted by their flow, so that a walk may know of few only.
    """
    most = min(needed, MOST_FLOW.get(rows, 1))
    kinds = _list_kinds(most)
    states = sorted(_reachable(rows, kinds, most), key=_largest)
    index = {state: i for i, state in enumerate([*states, LOST])}
    lost = [index[LOST]] * len(kinds)
    touch = [[index[touched(s, row)] for s in states] + [index[LOST]] for row in range(rows)]
    vertical = [
        [[index[_bounded(served(s, b, *kind), most)] for kind in kinds] for s in states] + [lost]
        for b in range(rows - 1)
    ]
    options = [(index[s], index[after], s, pairs) for s in states for after, pairs in list_crossings(s)]
    edges = [[abs(f) + 2 * (row in pairs) for row, (f, _) in enumerate(s)] for _, _, s, pairs in options]
    return Tables(
        vertical=np.array(vertical, np.int64),
        touch=np.array(touch, np.int64),
        crossings=np.array([option[:2] for option in options], np.int64),
        edges=np.array(edges, np.int64),
        final=np.array([is_closed(s) for s in states] + [False]),
        kinds=np.array(kinds, np.int64),
        sizes=np.searchsorted([_largest(s) for s in states], np.arange(most + 1), side="right"),
    )
