"""A layout as the flat numbers that compiled code reads, and bit masks of visited cells."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.layout import Layout, Stop
from app.planner.states import build_tables

WORD = 64


class Geometry(NamedTuple):
    """heights: of each rank; rows: of each cross aisle; cuts: first rank of each block (and the end);
    words: 64-bit words a block of an aisle takes in a mask; round_trip: out of the depot to its cross
    aisle and back.
    """

    heights: NDArray[np.float64]
    rows: NDArray[np.float64]
    cuts: NDArray[np.int64]
    closed: NDArray[np.bool_]
    aisles: int
    words: int
    pitch: float
    depot_aisle: int
    depot_row: int
    round_trip: float
    vertical: NDArray[np.int16]
    touch: NDArray[np.int16]
    crossings: NDArray[np.int16]
    edges: NDArray[np.int8]
    walked: NDArray[np.float64]
    final: NDArray[np.bool_]


@lru_cache(maxsize=64)
def build_geometry(layout: Layout) -> Geometry:
    tables = build_tables(layout.blocks + 1)
    closed = np.zeros(layout.aisles, np.bool_)
    closed[sorted(layout.closed)] = True
    longest = max(b - a for a, b in zip(layout.cuts, layout.cuts[1:], strict=False))
    return Geometry(
        heights=np.array(layout.heights, np.float64),
        rows=np.array(layout.rows, np.float64),
        cuts=np.array(layout.cuts, np.int64),
        closed=closed,
        aisles=layout.aisles,
        words=-(-longest // WORD),
        pitch=float(layout.aisle_pitch),
        depot_aisle=layout.depot.aisle,
        depot_row=layout.depot.row,
        round_trip=2.0 * layout.depot.gap,
        vertical=tables.vertical,
        touch=tables.touch,
        crossings=tables.crossings,
        edges=tables.edges,
        walked=tables.edges.sum(axis=1) * float(layout.aisle_pitch),
        final=tables.final,
    )


def mask_width(layout: Layout) -> int:
    """Words of one mask: aisle by aisle, block by block from the front, cells from the front."""
    return layout.aisles * layout.blocks * build_geometry(layout).words


def mark(mask: NDArray[Any], layout: Layout, stops: Iterable[Stop]) -> None:
    """Set the bits of some stops in one mask (uint64[mask_width])."""
    words = build_geometry(layout).words
    for aisle, cell in stops:
        rank = layout.rank(cell)
        block = next(b for b in range(layout.blocks) if rank < layout.cuts[b + 1])
        bit = rank - layout.cuts[block]
        mask[(aisle * layout.blocks + block) * words + bit // WORD] |= np.uint64(1 << (bit % WORD))
