"""A layout as the flat numbers that compiled code reads, and bit masks of visited cells."""

from bisect import bisect
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.directed import build_directed
from app.planner.layout import Layout, Stop
from app.planner.states import build_tables

WORD = 64
BOTH, UPWARDS, DOWNWARDS, CLOSED = range(4)  # how an aisle may be walked
WAYS = {"up": UPWARDS, "down": DOWNWARDS}


class Geometry(NamedTuple):
    """heights: of each rank; rows: of each cross aisle; cuts: first rank of each block (and the end);
    ways: of each aisle; steps: from each aisle to the next; words: 64-bit words a block of an aisle
    takes in a mask; depot_row: -1 for a depot inside its aisle; round_trip: out of the depot to its
    place and back. The tables are those of states.py, or of directed.py if any aisle is one-way;
    edges: walks along each cross aisle, walked: their sum; kinds[action]: of states.py, up, down.
    """

    heights: NDArray[np.float64]
    rows: NDArray[np.float64]
    steps: NDArray[np.float64]
    walked: NDArray[np.float64]
    cuts: NDArray[np.int64]
    ways: NDArray[np.int64]
    final: NDArray[np.int64]
    kinds: NDArray[np.int64]
    touch: NDArray[np.int64]
    crossings: NDArray[np.int64]
    edges: NDArray[np.int64]
    vertical: NDArray[np.int64]
    aisles: int
    words: int
    depot_aisle: int
    depot_row: int
    depot_rank: int
    round_trip: float


@lru_cache(maxsize=64)
def build_geometry(layout: Layout) -> Geometry:
    rows = layout.blocks + 1
    tables = build_directed(rows) if layout.one_way else build_tables(rows)
    ways = np.zeros(len(layout.steps), np.int64)
    for aisle, way in layout.one_way:
        ways[layout.column(aisle)] = WAYS[way]
    ways[[layout.column(aisle) for aisle in sorted(layout.closed)]] = CLOSED
    inside = layout.depot.cell is not None
    if layout.between:
        ways[layout.depot_column] = CLOSED
    longest = max(b - a for a, b in zip(layout.cuts, layout.cuts[1:], strict=False))
    return Geometry(
        heights=np.array(layout.heights, np.float64),
        rows=np.array(layout.rows, np.float64),
        steps=np.array(layout.steps, np.float64),
        walked=np.abs(tables.edges).sum(axis=1).astype(np.float64),
        cuts=np.array(layout.cuts, np.int64),
        ways=ways,
        final=tables.final.astype(np.int64),
        kinds=tables.kinds,
        touch=tables.touch,
        crossings=tables.crossings,
        edges=tables.edges,
        vertical=tables.vertical,
        aisles=len(layout.steps),
        words=-(-longest // WORD),
        depot_aisle=layout.depot_column,
        depot_row=-1 if inside else layout.depot.row,
        depot_rank=layout.rank(layout.depot.cell) if layout.depot.cell is not None else -1,
        round_trip=2.0 * layout.depot.gap,
    )


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
