"""The elementary changes of a plan: does it fit, how long would it be, put in, take out. Compiled into
the searches.
"""

import numpy as np

from app.planner.compiled import inlined, spliced
from app.planner.lengths import tour_length
from app.planner.problem import MEMO_BITS

SLACK = 1e-9
SHIFT = np.uint64(64 - MEMO_BITS)


@inlined
def fits(problem, plan, order, batch):  # type: ignore[no-untyped-def]
    if plan.sizes[batch] >= problem.most:
        return False
    for d in range(problem.caps.size):
        if plan.load[batch, d] + problem.loads[order, d] > problem.caps[d] + SLACK:
            return False
    return True


@inlined
def length_of(problem, plan, key, mask):  # type: ignore[no-untyped-def]
    """The tour of a set of orders, remembered by its key (one entry a place, the newest stays)."""
    place = np.int64(key >> SHIFT)
    if plan.memo_key[place] != key:
        plan.memo_key[place] = key
        plan.memo_length[place] = tour_length(mask, problem.geo, plan.room)
    return plan.memo_length[place]


@spliced
def length_with(problem, plan, order, batch):  # type: ignore[no-untyped-def]
    """The tour of a batch once an order has joined it."""
    key = plan.key[batch] ^ problem.names[order]
    place = np.int64(key >> SHIFT)
    if plan.memo_key[place] == key:
        return plan.memo_length[place]
    for word in range(plan.union.size):
        plan.union[word] = plan.mask[batch, word] | problem.masks[order, word]
    return length_of(problem, plan, key, plan.union)


@spliced
def join(problem, plan, order, batch, length):  # type: ignore[no-untyped-def]
    plan.members[batch, plan.sizes[batch]] = order
    plan.sizes[batch] += 1
    plan.where[order] = batch
    plan.key[batch] ^= problem.names[order]
    plan.length[batch] = length
    for d in range(problem.caps.size):
        plan.load[batch, d] += problem.loads[order, d]
    for word in range(plan.union.size):
        plan.mask[batch, word] |= problem.masks[order, word]


@spliced
def drop(problem, plan, batch, place):  # type: ignore[no-untyped-def]
    """Take out the order at a place of a batch; `settle` must follow before the batch is read again."""
    order = plan.members[batch, place]
    plan.sizes[batch] -= 1
    plan.members[batch, place] = plan.members[batch, plan.sizes[batch]]
    plan.where[order] = -1
    plan.key[batch] ^= problem.names[order]
    return order


@inlined
def settle(problem, plan, batch):  # type: ignore[no-untyped-def]
    """Add up a batch anew from its members, so that no rounding piles up."""
    for d in range(problem.caps.size):
        plan.load[batch, d] = 0.0
    for word in range(plan.union.size):
        plan.mask[batch, word] = 0
    for i in range(plan.sizes[batch]):
        order = plan.members[batch, i]
        for d in range(problem.caps.size):
            plan.load[batch, d] += problem.loads[order, d]
        for word in range(plan.union.size):
            plan.mask[batch, word] |= problem.masks[order, word]
    plan.length[batch] = 0.0
    if plan.sizes[batch]:
        plan.length[batch] = length_of(problem, plan, plan.key[batch], plan.mask[batch])


@spliced
def save(plan, saved, batch, move, rows):  # type: ignore[no-untyped-def]
    """Remember a batch once a move; returns the number of remembered batches."""
    if saved.stamp[batch] == move:
        return rows
    saved.stamp[batch] = move
    saved.batch[rows] = batch
    _copy(plan, batch, saved, rows)
    return rows + 1


@inlined
def _copy(source, a, target, b):  # type: ignore[no-untyped-def]
    target.sizes[b], target.key[b], target.length[b] = source.sizes[a], source.key[a], source.length[a]
    for i in range(source.sizes[a]):
        target.members[b, i] = source.members[a, i]
    for d in range(source.load.shape[1]):
        target.load[b, d] = source.load[a, d]
    for word in range(source.mask.shape[1]):
        target.mask[b, word] = source.mask[a, word]


@spliced
def undo(plan, saved, rows):  # type: ignore[no-untyped-def]
    """Put the remembered batches back."""
    for i in range(rows):
        batch = saved.batch[i]
        _copy(saved, i, plan, batch)
        for j in range(plan.sizes[batch]):
            plan.where[plan.members[batch, j]] = batch
