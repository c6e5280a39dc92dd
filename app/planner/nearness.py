"""Which orders go well together: those whose common walk saves most over two walks."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import kernel
from app.planner.geometry import Geometry
from app.planner.lengths import tour_length

Ints = NDArray[Any]
ROWS = 256  # orders looked at in one go, to bound memory


@kernel
def union_lengths(masks, left, right, geo):  # type: ignore[no-untyped-def]
    """The tours of pairs of orders."""
    out, union = np.empty(left.size), np.empty(masks.shape[1], np.uint64)
    costs, work = np.empty(6), np.empty((2, geo.final.size))
    for i in range(left.size):
        for word in range(union.size):
            union[word] = masks[left[i], word] | masks[right[i], word]
        out[i] = tour_length(union, geo, costs, work)
    return out


def alone_lengths(masks: NDArray[np.uint64], geo: Geometry) -> NDArray[np.float64]:
    """The tour of each order by itself."""
    every = np.arange(len(masks))
    return np.asarray(union_lengths(masks, every, every, geo))


def nearest(
    masks: NDArray[np.uint64], alone: NDArray[np.float64], geo: Geometry, keep: int, scan: int
) -> Ints:
    """near[order, :keep]: the largest pair savings, among the `scan` orders that share most aisle parts."""
    n = len(masks)
    parts = (masks.reshape(n, -1, geo.words) != 0).any(axis=2).astype(np.float32)
    near = np.empty((n, keep), np.int32)
    for begin in range(0, n, ROWS):
        rows = np.arange(begin, min(begin + ROWS, n))
        others = _sharing(parts, rows, scan)
        left = np.repeat(rows, others.shape[1])
        savings = alone[left] + alone[others.ravel()] - union_lengths(masks, left, others.ravel(), geo)
        savings[left == others.ravel()] = -np.inf
        best = np.argsort(-savings.reshape(others.shape), axis=1, kind="stable")[:, :keep]
        near[rows] = np.take_along_axis(others, best, axis=1)
    return near


def _sharing(parts: NDArray[np.float32], rows: Ints, scan: int) -> Ints:
    if scan >= len(parts):
        return np.broadcast_to(np.arange(len(parts)), (len(rows), len(parts)))
    shared = parts[rows] @ parts.T
    return np.argsort(-shared, axis=1, kind="stable")[:, :scan]
