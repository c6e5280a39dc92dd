"""The states of the routing dynamic program, for any number of cross aisles.

A partial tour left of a cut is told apart by what it looks like at the cut (Ratliff & Rosenthal 1983
for two cross aisles, Roodbergen & de Koster 2001 for three): for each cross aisle whether its degree
is zero, odd or even, and which cross aisles already hang together. The tables are found by search
from the empty tour, so n blocks need no case work. Sizes: 2 rows 7 states, 3 rows 26, 4 rows 108.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

NONE, SINGLE, DOUBLE, FRONT, BACK, GAP = range(6)
ABSENT, ODD, EVEN = range(3)
IMPOSSIBLE = -1
ROUNDING = 1e-9  # metres

State = tuple[tuple[int, int], ...]  # per cross aisle: degree class, component


def is_better(price: float, kept: tuple[float, object] | None) -> bool:
    """Whether a walk of this length to a state is shorter than the one kept there, if there is one."""
    return kept is None or price < kept[0] - ROUNDING


@dataclass(frozen=True)
class Tables:
    """vertical[block, state, action], touch[row, state] and the list of crossings (state -> state, edges
    per row) to the next aisle; kinds[action]: what it is, how often it walks up and down;
    sizes[flow]: how many of the first states have no larger flow (directed.py; else one size only).
    """

    vertical: NDArray[np.int64]
    touch: NDArray[np.int64]
    crossings: NDArray[np.int64]
    edges: NDArray[np.int64]
    final: NDArray[np.bool_]
    kinds: NDArray[np.int64]
    sizes: NDArray[np.int64]


def normal(rows: list[tuple[int, int]]) -> State:
    names: dict[int, int] = {}
    return tuple((d, 0 if d == ABSENT else names.setdefault(c, len(names) + 1)) for d, c in rows)


def touched(state: State, row: int) -> State:
    """The row is reached by an even number of edges that lead nowhere else."""
    rows = list(state)
    if rows[row][0] == ABSENT:
        rows[row] = (EVEN, 99 + row)
    return normal(rows)


def _joined(state: State, block: int, odd: bool) -> State:
    """An aisle part is walked end to end, once (odd) or twice."""
    rows = list(touched(touched(state, block), block + 1))
    low, high = rows[block][1], rows[block + 1][1]
    rows = [(d, low if c == high and d != ABSENT else c) for d, c in rows]
    if odd:
        for row in (block, block + 1):
            rows[row] = (ODD + EVEN - rows[row][0], rows[row][1])
    return normal(rows)


def served(state: State, block: int, action: int) -> State:
    if action in (SINGLE, DOUBLE):
        return _joined(state, block, odd=action == SINGLE)
    if action in (FRONT, GAP):
        state = touched(state, block)
    if action in (BACK, GAP):
        state = touched(state, block + 1)
    return state


def crossed(state: State, edges: tuple[int, ...]) -> State | None:
    """The state after the cross aisles to the next aisle; None if a part of the tour would be left behind."""
    for (degree, _), count in zip(state, edges, strict=True):
        if (degree == ODD) != (count == 1) or (degree == ABSENT and count):
            return None
    after = normal([(d, c) if n else (ABSENT, 0) for (d, c), n in zip(state, edges, strict=True)])
    whole = {c for d, c in state if d != ABSENT}
    kept = {c for (d, c), n in zip(state, edges, strict=True) if n}
    return after if whole and whole == kept else None


def _list_crossings(state: State) -> Iterator[tuple[State, tuple[int, ...]]]:
    """The ways on to the next aisle: an odd cross aisle once, an even one twice or not at all."""
    counts = [(0,) if d == ABSENT else (1,) if d == ODD else (0, 2) for d, _ in state]
    for edges in product(*counts):
        after = crossed(state, edges)
        if after:
            yield after, edges


def _reachable(rows: int) -> list[State]:
    """Parities of a cut agree: an odd number of odd rows never occurs."""
    found: list[State] = [tuple((ABSENT, 0) for _ in range(rows))]
    known = set(found)
    for state in found:  # grows while it is walked
        nexts = [served(state, b, a) for b in range(rows - 1) for a in range(1, 6)]
        nexts += [touched(state, row) for row in range(rows)]
        nexts += [after for after, _ in _list_crossings(state)]
        for state_ in nexts:
            if state_ not in known:
                known.add(state_)
                found.append(state_)
    return found


def is_closed(state: State) -> bool:
    present = [(d, c) for d, c in state if d != ABSENT]
    return all(d == EVEN for d, _ in present) and len({c for _, c in present}) == 1


@cache
def build_tables(rows: int) -> Tables:
    """The transition tables for `rows` cross aisles; state 0 is the tour not begun."""
    states = _reachable(rows)
    index = {state: i for i, state in enumerate(states)}
    vertical = [[[index[served(s, b, a)] for a in range(6)] for s in states] for b in range(rows - 1)]
    touch = [[index[touched(s, row)] for s in states] for row in range(rows)]
    options = [(index[s], index[after], edges) for s in states for after, edges in _list_crossings(s)]
    return Tables(
        vertical=np.array(vertical, np.int64),
        touch=np.array(touch, np.int64),
        crossings=np.array([option[:2] for option in options], np.int64),
        edges=np.array([option[2] for option in options], np.int64),
        final=np.array([is_closed(s) for s in states]),
        kinds=np.array([(action, 0, 0) for action in range(6)], np.int64),
        sizes=np.array([len(states)]),
    )
