"""A layout as the flat numbers that compiled code reads, and bit masks of visited cells."""

from bisect import bisect
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.directed import build_directed, flow_needed
from app.planner.layout import Layout, Stop
from app.planner.states import BACK, DOUBLE, FRONT, GAP, NONE, SINGLE, Tables, build_tables

WORD = 64
BOTH, UPWARDS, DOWNWARDS, CLOSED = range(4)  # how an aisle may be walked
WAYS = {"up": UPWARDS, "down": DOWNWARDS}


class Geometry(NamedTuple):
    """heights: of each rank; rows: of each cross aisle; cuts: first rank of each block (and the end);
    ways: of each aisle; steps: from each aisle to the next; words: 64-bit words a block of an aisle
    takes in a mask; depot_row: -1 for a depot inside its aisle; round_trip: out of the depot to its
    place and back. The tables are those of states.py, or of directed.py if any aisle is one-way;
    edges: walks along each cross aisle, walked: their sum; kinds[action]: of states.py, up, down;
    sizes[flow]: how many of the first states have no larger flow.
    The same by the state they lead to, for lengths.py: served_by[served_at[block, stops, state]...] are
    state and action for a part without and with stops (unsigned: an index that cannot be negative is half
    the work).
    """

    heights: NDArray[np.float64]
    rows: NDArray[np.float64]
    steps: NDArray[np.float64]
    walked: NDArray[np.float64]
    cuts: NDArray[np.int64]
    ways: NDArray[np.int64]
    final: NDArray[np.int64]
    kinds: NDArray[np.int64]
    sizes: NDArray[np.int64]
    touch: NDArray[np.int64]
    crossings: NDArray[np.int64]
    edges: NDArray[np.int64]
    vertical: NDArray[np.int64]
    served_at: NDArray[np.int64]
    served_by: NDArray[np.uint32]
    crossed_at: NDArray[np.int64]
    crossed_by: NDArray[np.uint32]
    crossed_walks: NDArray[np.float64]
    aisles: int
    words: int
    depot_aisle: int
    depot_row: int
    depot_rank: int
    round_trip: float


@lru_cache(maxsize=64)
def build_geometry(layout: Layout) -> Geometry:
    rows = layout.blocks + 1
    tables = build_directed(rows, _most_flow(layout)) if layout.one_way else build_tables(rows)
    ways = np.zeros(len(layout.steps), np.int64)
    for aisle, way in layout.one_way:
        ways[layout.column(aisle)] = WAYS[way]
    ways[[layout.column(aisle) for aisle in sorted(layout.closed)]] = CLOSED
    inside = layout.depot.cell is not None
    if layout.between:
        ways[layout.depot_column] = CLOSED
    served_at, served_by = _by_onto(tables)
    onto = np.argsort(tables.crossings[:, 1], kind="stable")
    walks = np.abs(tables.edges).sum(axis=1)
    longest = max(b - a for a, b in zip(layout.cuts, layout.cuts[1:], strict=False))
    return Geometry(
        heights=np.array(layout.heights, np.float64),
        rows=np.array(layout.rows, np.float64),
        steps=np.array(layout.steps, np.float64),
        walked=walks.astype(np.float64),
        cuts=np.array(layout.cuts, np.int64),
        ways=ways,
        final=tables.final.astype(np.int64),
        kinds=tables.kinds,
        sizes=tables.sizes,
        touch=tables.touch,
        crossings=tables.crossings,
        edges=tables.edges,
        vertical=tables.vertical,
        served_at=served_at,
        served_by=served_by,
        crossed_at=np.searchsorted(tables.crossings[onto, 1], np.arange(len(tables.final) + 1)),
        crossed_by=tables.crossings[onto, 0].astype(np.uint32),
        crossed_walks=walks[onto].astype(np.float64),
        aisles=len(layout.steps),
        words=-(-longest // WORD),
        depot_aisle=layout.depot_column,
        depot_row=-1 if inside else layout.depot.row,
        depot_rank=layout.rank(layout.depot.cell) if layout.depot.cell is not None else -1,
        round_trip=2.0 * layout.depot.gap,
    )


def _most_flow(layout: Layout) -> int:
    """With stops in all parts."""
    one_way = {aisle for aisle, _ in layout.one_way} - layout.closed
    return flow_needed(layout.aisles * layout.blocks + 1, len(one_way) * layout.blocks)


def _by_onto(tables: Tables) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The vertical table turned round: [block, 0 without and 1 with stops, state it leads to]."""
    blocks, states, _ = tables.vertical.shape
    at, by = np.zeros((blocks, 2, states + 1), np.int64), list[NDArray[np.int64]]()
    for (block, met), stops in product(enumerate(_states_met(tables)), (0, 1)):
        listed = [(s, a) for s in met for a in _worth_trying(tables, block, s, stops)]
        pairs = np.array(listed, np.int64).reshape(-1, 2)
        onto = tables.vertical[block, pairs[:, 0], pairs[:, 1]]
        sorting = np.argsort(onto, kind="stable")
        at[block, stops] = np.searchsorted(onto[sorting], np.arange(states + 1)) + sum(map(len, by))
        by.append(pairs[sorting])
    return at, np.concatenate(by).astype(np.uint32)


def _states_met(tables: Tables) -> list[list[int]]:
    """The states that can occur before each block of an aisle."""
    blocks, first, size = len(tables.vertical), {0}, 0
    while len(first) > size:
        size, stages = len(first), [first]
        for block in range(blocks):
            stages.append(set(tables.vertical[block, sorted(stages[-1])].ravel().tolist()))
        crossed = tables.crossings[np.isin(tables.crossings[:, 0], list(stages[-1])), 1].tolist()
        first = first | set(crossed)
        first |= set(tables.touch[:, sorted(first)].ravel().tolist())
    return [sorted(stage) for stage in stages[:-1]]


def _worth_trying(tables: Tables, block: int, state: int, stops: int) -> list[int]:
    """The actions for a part with or without stops, less a walk there and back where entering it from one
    end, or not at all, leads to the same.
    """
    walks = [a for a, (kind, _, _) in enumerate(tables.kinds) if kind in (SINGLE, DOUBLE)]
    ends = (FRONT, BACK) if stops else (NONE,)
    cheap = [a for a, (kind, _, _) in enumerate(tables.kinds) if kind in ends]
    gaps = [a for a, (kind, _, _) in enumerate(tables.kinds) if kind == GAP and stops]
    same = {int(tables.vertical[block, state, a]) for a in cheap}
    twice = {a for a, (kind, up, down) in enumerate(tables.kinds) if kind == DOUBLE or (up and up == down)}
    kept = [a for a in walks if a not in twice or int(tables.vertical[block, state, a]) not in same]
    return cheap + gaps + kept


def bit_of(layout: Layout, stop: Stop) -> tuple[int, np.uint64]:
    """The word of a mask and the bit in it: column by column, block by block, cells from the front."""
    rank, words = layout.rank(stop[1]), build_geometry(layout).words
    block = bisect(layout.cuts, rank) - 1
    bit = rank - layout.cuts[block]
    place = (layout.column(stop[0]) * layout.blocks + block) * words + bit // WORD
    return place, np.uint64(1 << (bit % WORD))


def empty_mask(layout: Layout) -> NDArray[np.uint64]:
    """A mask without stops, but for that of a depot inside an aisle."""
    mask = np.zeros(len(layout.steps) * layout.blocks * build_geometry(layout).words, np.uint64)
    if layout.depot.cell is not None:
        place, bit = bit_of(layout, Stop(layout.depot.aisle, layout.depot.cell))
        mask[place] = bit
    return mask
