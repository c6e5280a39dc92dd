"""Which orders go well together: those whose common walk saves most over two walks."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import kernel
from app.planner.geometry import Geometry
from app.planner.lengths import Room, make_room, tour_length

Ints = NDArray[Any]
ROWS = 256  # orders looked at in one go, to bound memory
SMALL = 200  # orders whose neighbours are never hurried
WINDOW = 2048  # among so many neighbours by aisle, when there are more orders


@kernel
def union_lengths(masks, left, right, geo, room):  # type: ignore[no-untyped-def]
    """The tours of pairs of orders."""
    out, union = np.empty(left.size), np.empty(masks.shape[1], np.uint64)
    for i in range(left.size):
        for word in range(union.size):
            union[word] = masks[left[i], word] | masks[right[i], word]
        out[i] = tour_length(union, geo, room)
    return out


def alone_lengths(masks: NDArray[np.uint64], geo: Geometry) -> NDArray[np.float64]:
    """The tour of each order by itself."""
    every = np.arange(len(masks))
    return np.asarray(union_lengths(masks, every, every, geo, make_room(geo)))


def by_aisle(masks: NDArray[np.uint64]) -> Ints:
    """Orders side by side by the middle of the aisle parts that they visit."""
    present = (masks != 0).astype(np.float64)
    middle = (present @ np.arange(present.shape[1])) / np.maximum(present.sum(axis=1), 1)
    return np.argsort(middle, kind="stable")


class Orders(NamedTuple):
    masks: NDArray[np.uint64]
    alone: NDArray[np.float64]
    geo: Geometry


def nearest(orders: Orders, keep: int, scan: int, hurries: Callable[[], bool]) -> Ints:
    """near[order, :keep]: the largest pair savings, among the `scan` orders that share most aisle parts;
    once it hurries, those that share most.
    """
    n, room = len(orders.masks), make_room(orders.geo)
    parts = (orders.masks.reshape(n, -1, orders.geo.words) != 0).any(axis=2).astype(np.float32)
    near, ranked = np.empty((n, keep), np.int32), by_aisle(orders.masks)
    for begin in range(0, n, ROWS):
        rows = ranked[begin : begin + ROWS]
        low = max(0, min(begin + ROWS // 2 - WINDOW // 2, n - WINDOW))
        window = np.sort(ranked[low : low + WINDOW])
        if n > SMALL and hurries():
            near[rows] = _sharing(parts, rows, window, keep)
        else:
            near[rows] = _saving(orders, room, rows, _sharing(parts, rows, window, scan))[:, :keep]
    return near


def _saving(orders: Orders, room: Room, rows: Ints, others: Ints) -> Ints:
    """others[row, k], those first that save most."""
    masks, alone, geo = orders
    left, right = np.repeat(rows, others.shape[1]), others.ravel()
    savings = alone[left] + alone[right] - union_lengths(masks, left, right, geo, room)
    savings[left == right] = -np.inf
    best = np.argsort(-savings.reshape(others.shape), axis=1, kind="stable")
    return np.take_along_axis(others, best, axis=1)


def _sharing(parts: NDArray[np.float32], rows: Ints, window: Ints, scan: int) -> Ints:
    """The `scan` orders of the window that share most aisle parts with each row, in the window's order."""
    if scan >= len(window):
        return np.tile(window, (len(rows), 1))
    shared = parts[rows] @ parts[window].T
    shared[rows[:, None] == window] = -1
    ranks = np.arange(len(window)) - shared.astype(np.int64) * len(window)  # no two alike: same everywhere
    return window[np.sort(np.argpartition(ranks, scan, axis=1)[:, :scan], axis=1)]
