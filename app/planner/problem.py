"""A batching problem as compiled code reads it, and the state of a plan while it is searched."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.geometry import Geometry

MEMO_BITS = 17


class Problem(NamedTuple):
    """masks[order, word]; loads[order, dimension], under caps[dimension], the last one handling seconds
    without a cap; size: the largest share of a cap; alone: the tour of one order; near[order, k]:
    orders that go well with it, best first; names: a random 64-bit word an order, so that a set of
    orders has the xor of its names; due_s: inf for none. pace: units a second, seconds a batch,
    pickers, price of a second late (0 when nothing is due).
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
    costs: NDArray[np.float64]
    work: NDArray[np.float64]
    union: NDArray[np.uint64]


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


def empty_plan(problem: Problem) -> Plan:
    """A plan with a place for every order and none assigned."""
    orders, width = problem.masks.shape
    most = most_members(problem)  # and two more while an exchange is carried out
    return Plan(
        members=np.zeros((orders, most + 2), np.int32),
        sizes=np.zeros(orders, np.int32),
        where=np.full(orders, -1, np.int32),
        load=np.zeros((orders, problem.caps.size)),
        mask=np.zeros((orders, width), np.uint64),
        key=np.zeros(orders, np.uint64),
        length=np.zeros(orders),
        used=np.zeros(1, np.int64),
        start_s=np.zeros(orders),
        slack=np.zeros(orders),
        free_s=np.zeros(int(problem.pace[2])),
        sequence=np.arange(orders, dtype=np.int32),
        memo_key=np.zeros(1 << MEMO_BITS, np.uint64),
        memo_length=np.zeros(1 << MEMO_BITS),
        costs=np.zeros(6),
        work=np.zeros((2, problem.geo.final.size)),
        union=np.zeros(width, np.uint64),
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


def most_members(problem: Problem) -> int:
    """How many orders fit one batch at most, by each dimension alone."""
    most = len(problem.loads)
    for load, cap in zip(problem.loads.T, problem.caps, strict=True):
        most = min(most, int(np.searchsorted(np.cumsum(np.sort(load)), cap + 1e-9, side="right")))
    return max(most, 1)
