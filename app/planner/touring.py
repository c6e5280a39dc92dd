"""Shortest tours over stops as they come: checked, sorted, solved, compiled into one call.

A call from Python costs half a microsecond an array, so a layout crosses over as two arrays.
"""

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import inlined, kernel
from app.planner.geometry import Geometry, build_geometry
from app.planner.layout import Layout
from app.planner.walking import solve_order

HEADER = 10
AISLES, WORDS, ROWS, CELLS, STATES, OPTIONS, DEPOT_AISLE, DEPOT_ROW, DEPOT_RANK, FROM_BACK = range(HEADER)
NO_SUCH_STOP = -1.0
Packed = tuple[NDArray[np.float64], NDArray[np.int64]]


def pack(layout: Layout) -> Packed:
    """A layout without one-way aisles: its lengths and its whole numbers; `unpack` undoes it."""
    geo = build_geometry(layout)
    header = [geo.aisles, geo.words, len(geo.rows), len(geo.heights), len(geo.final), len(geo.crossings)]
    header += [geo.depot_aisle, geo.depot_row, geo.depot_rank, layout.first_cell == "back"]
    columns = [layout.column(aisle) for aisle in range(layout.aisles)]
    whole = [header, geo.cuts, geo.ways, geo.final, geo.touch, geo.crossings, geo.edges, geo.vertical]
    broken = [[geo.round_trip], geo.heights, geo.rows, geo.steps, geo.walked]
    return (
        np.concatenate([np.asarray(part, np.float64).ravel() for part in broken]),
        np.concatenate([np.asarray(part, np.int64).ravel() for part in [*whole, columns]]),
    )


@inlined
def unpack(broken, whole):  # type: ignore[no-untyped-def]
    """The geometry, and each aisle's column."""
    aisles, rows, cells, states, options = whole[0], whole[2], whole[3], whole[4], whole[5]
    blocks = rows - 1
    cuts = HEADER
    ways = cuts + rows
    final = ways + aisles
    touch = final + states
    crossings = touch + rows * states
    edges = crossings + options * 2
    vertical = edges + options * rows
    columns = vertical + blocks * states * 6
    row = 1 + cells
    steps = row + rows
    walked = steps + aisles
    geo = Geometry(
        broken[1:row],
        broken[row:steps],
        broken[steps:walked],
        broken[walked:],
        whole[cuts:ways],
        whole[ways:final],
        whole[final:touch],
        whole[final:touch].reshape((states, 1)),
        whole[:0],
        whole[touch:crossings].reshape((rows, states)),
        whole[crossings:edges].reshape((options, 2)),
        whole[edges:vertical].reshape((options, rows)),
        whole[vertical:columns].reshape((blocks, states, 6)),
        whole[:0].reshape((0, 1, 1)),
        whole[:0].reshape((0, 1)),
        whole[:0],
        whole[:0],
        broken[:0],
        aisles,
        whole[WORDS],
        whole[DEPOT_AISLE],
        whole[DEPOT_ROW],
        whole[DEPOT_RANK],
        broken[0],
    )
    return geo, whole[columns:]


@inlined
def _sort(keys):  # type: ignore[no-untyped-def]
    """In place (Shell 1959, gaps of Ciura 2001): a third of the compiling that numpy's takes."""
    for gap in (3937, 1750, 701, 301, 132, 57, 23, 10, 4, 1):
        for i in range(gap, keys.size):
            key, j = keys[i], i
            while j >= gap and keys[j - gap] > key:
                keys[j] = keys[j - gap]
                j -= gap
            keys[j] = key


@inlined
def _keys(geo, columns, from_back, stops):  # type: ignore[no-untyped-def]
    """Column, rank and number of each stop in one sortable number, the depot's own last; none if a stop
    cannot be.
    """
    size, cells = stops.size // 2, geo.heights.size
    inside = geo.depot_row < 0
    keys = np.empty(size + inside, np.int64)
    for i in range(size):
        aisle, cell = stops[2 * i], stops[2 * i + 1]
        if aisle < 0 or aisle >= columns.size or cell < 0 or cell >= cells or geo.ways[columns[aisle]]:
            return np.empty(0, np.int64)
        rank = cells - 1 - cell if from_back else cell
        keys[i] = ((columns[aisle] * cells + rank) << 20) + i
    if inside:
        keys[size] = ((geo.depot_aisle * cells + geo.depot_rank) << 20) + size
    _sort(keys)
    return keys


@inlined
def _spread(geo, keys, mask, starts, heights):  # type: ignore[no-untyped-def]
    """Sorted keys as the mask, the first stop of each aisle part and the heights; the depot's own stop, or
    -1.
    """
    cells, blocks, home = geo.heights.size, geo.rows.size - 1, -1
    for i in range(keys.size):
        place = keys[i] >> 20
        aisle, rank, block = place // cells, place % cells, 0
        while rank >= geo.cuts[block + 1]:
            block += 1
        bit, part = rank - geo.cuts[block], aisle * blocks + block
        mask[part * geo.words + bit // 64] |= np.uint64(1) << np.uint64(bit % 64)
        heights[i] = geo.heights[rank]
        starts[part + 1] += 1
        if geo.depot_row < 0 and keys[i] & 0xFFFFF == keys.size - 1:
            home = i
    for part in range(geo.aisles * blocks):
        starts[part + 1] += starts[part]
    return home


@kernel
def tours(broken, whole, told, out, lengths):  # type: ignore[no-untyped-def]
    """Many walks in one call: those over stops[begins[i]:begins[i + 1]], each stop aisle and cell.

    told: the begins of all walks and the end of the last, then the stops. Fills lengths[i] (NO_SUCH_STOP
    where a stop cannot be) and out, the visiting order of each walk counted from its first stop. Up to a
    million stops a walk.
    """
    geo, columns = unpack(broken, whole)
    begins, stops = told[: lengths.size + 1], told[lengths.size + 1 :]
    parts = geo.aisles * (geo.rows.size - 1)
    for walk in range(lengths.size):
        begin, end = begins[walk], begins[walk + 1]
        keys = _keys(geo, columns, whole[FROM_BACK], stops[2 * begin : 2 * end])
        if keys.size < end - begin:
            lengths[walk] = NO_SUCH_STOP
        elif end == begin:
            lengths[walk] = 0.0
        else:
            mask, starts = np.zeros(parts * geo.words, np.uint64), np.zeros(parts + 1, np.int64)
            heights, order = np.empty(keys.size), np.empty(keys.size, np.int64)
            home = _spread(geo, keys, mask, starts, heights)
            lengths[walk] = solve_order(geo, mask, starts, heights, home, order) + geo.round_trip
            skipped = 1 if home >= 0 else 0
            for i in range(end - begin):
                out[begin + i] = keys[order[i + skipped]] & 0xFFFFF
