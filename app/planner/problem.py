"""A batching problem as compiled code reads it, and the state of a plan while it is searched."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.geometry import Geometry
from app.planner.lengths import Room, make_room

MEMO_BITS = 17
MOST_TOGETHER = 2000  # orders in one batch, fewer when there are so many orders that memory counts
MOST_PLACES = 40_000_000


class Problem(NamedTuple):
    """masks[order, word]; loads[order, dimension], under caps[dimension], the last one handling seconds
    without a cap; size: the largest share of a cap; alone: the tour of one order; near[order, k]:
    orders that go well with it, best first; names: a random 64-bit word an order, so that a set of
    orders has the xor of its names; due_s: inf for none. pace: units a second, seconds a batch,
    pickers, price of a second late (0 when nothing is due). most: orders in one batch.
    """

    masks: NDArray[np.uint64]
    loads: NDArray[np.float64]
    caps: NDArray[np.float64]
    names: NDArray[np.uint64]
    near: NDArray[np.int32]
    size: NDArray[np.float64]
    alone: NDArray[np.float64]
    due_s: NDArray[np.float64]
    pace: NDArray[np.float64]
    most: int
    geo: Geometry


class Plan(NamedTuple):
    """members[batch, :sizes[batch]] are its orders; where[order] is its batch, -1 while it has none.

    key is the xor of its orders' names, length its tour; batches from used[0] on are empty. start_s and
    sequence: when and in which order they are walked. The rest is memory: tours of sets already met,
    scratch.
    """

    members: NDArray[np.int32]
    sizes: NDArray[np.int32]
    where: NDArray[np.int32]
    load: NDArray[np.float64]
    mask: NDArray[np.uint64]
    key: NDArray[np.uint64]
    length: NDArray[np.float64]
    used: NDArray[np.int64]
    start_s: NDArray[np.float64]
    slack: NDArray[np.float64]
    free_s: NDArray[np.float64]
    sequence: NDArray[np.int32]
    memo_key: NDArray[np.uint64]
    memo_length: NDArray[np.float64]
    union: NDArray[np.uint64]
    room: Room


class Saved(NamedTuple):
    """Batches as they were before a move: batch[i] had the rows i; stamp[batch] is the move that saved
    it last.
    """

    batch: NDArray[np.int32]
    stamp: NDArray[np.int64]
    members: NDArray[np.int32]
    sizes: NDArray[np.int32]
    load: NDArray[np.float64]
    mask: NDArray[np.uint64]
    key: NDArray[np.uint64]
    length: NDArray[np.float64]


def empty_plan(problem: Problem, batches: int) -> Plan:
    """A plan with places for so many batches and no order assigned."""
    orders, width = problem.masks.shape
    return Plan(
        members=np.zeros((batches, problem.most + 2), np.int32),  # two more while an exchange is carried out
        sizes=np.zeros(batches, np.int32),
        where=np.full(orders, -1, np.int32),
        load=np.zeros((batches, problem.caps.size)),
        mask=np.zeros((batches, width), np.uint64),
        key=np.zeros(batches, np.uint64),
        length=np.zeros(batches),
        used=np.zeros(1, np.int64),
        start_s=np.zeros(batches),
        slack=np.zeros(batches),
        free_s=np.zeros(int(problem.pace[2])),
        sequence=np.arange(batches, dtype=np.int32),
        memo_key=np.zeros(1 << MEMO_BITS, np.uint64),
        memo_length=np.zeros(1 << MEMO_BITS),
        union=np.zeros(width, np.uint64),
        room=make_room(problem.geo),
    )


def empty_saved(plan: Plan, rows: int) -> Saved:
    return Saved(
        batch=np.zeros(rows, np.int32),
        stamp=np.full(plan.sizes.size, -1, np.int64),
        members=np.zeros((rows, plan.members.shape[1]), np.int32),
        sizes=np.zeros(rows, np.int32),
        load=np.zeros((rows, plan.load.shape[1])),
        mask=np.zeros((rows, plan.mask.shape[1]), np.uint64),
        key=np.zeros(rows, np.uint64),
        length=np.zeros(rows),
    )


def most_members(loads: NDArray[np.float64], caps: NDArray[np.float64]) -> int:
    """How many orders fit one batch at most, by each dimension alone and by memory."""
    most = min(len(loads), MOST_TOGETHER, max(64, MOST_PLACES // len(loads)))
    for load, cap in zip(loads.T, caps, strict=True):
        most = min(most, int(np.searchsorted(np.cumsum(np.sort(load)), cap + 1e-9, side="right")))
    return max(most, 1)
