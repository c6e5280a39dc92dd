"""Orders change places between two batches: the small moves between the large ones of ruin.py. Compiled.

One or two orders of a batch go to another, none to two come back. A move that is not taken touches nothing.
"""

import numpy as np

from app.planner.compiled import inlined, spliced
from app.planner.drawing import draw, pick
from app.planner.moves import SHIFT, SLACK, length_of

NOBODY = np.int64(-1)
TO_NEAR = 0.85  # share of moves towards the batch of a near order, the others go anywhere
TWO_LEAVE, NONE_RETURNS, TWO_RETURN = 0.25, 0.07, 0.35


@inlined
def companion(plan, rng, order):  # type: ignore[no-untyped-def]
    """Another order of the same batch, or nobody."""
    batch = plan.where[order]
    if plan.sizes[batch] < 2:
        return NOBODY
    other = plan.members[batch, pick(rng, plan.sizes[batch])]
    return NOBODY if other == order else np.int64(other)


@inlined
def _load(problem, one, two, d):  # type: ignore[no-untyped-def]
    load = problem.loads[one, d] if one >= 0 else 0.0
    return load + problem.loads[two, d] if two >= 0 else load


@spliced
def exchange_fits(problem, plan, a, group):  # type: ignore[no-untyped-def]
    """Whether both carts hold the exchange; group: two orders that leave batch a, two that come, -1 for
    nobody.
    """
    b, more = group[4], 0
    for i in range(4):
        if group[i] >= 0:
            more += 1 if i < 2 else -1
    if plan.sizes[b] + more > problem.most or plan.sizes[a] - more > problem.most:
        return False
    for d in range(problem.caps.size):
        shift = _load(problem, group[2], group[3], d) - _load(problem, group[0], group[1], d)
        if plan.load[a, d] + shift > problem.caps[d] + SLACK:
            return False
        if plan.load[b, d] - shift > problem.caps[d] + SLACK:
            return False
    return True


@inlined
def changed_length(problem, plan, batch, leave, come):  # type: ignore[no-untyped-def]
    """The tour of a batch without two orders and with two others (-1 for nobody)."""
    key = plan.key[batch]
    for order in (leave[0], leave[1], come[0], come[1]):
        if order >= 0:
            key ^= problem.names[order]
    if key == 0:
        return 0.0
    if plan.memo_key[np.int64(key >> SHIFT)] == key:
        return plan.memo_length[np.int64(key >> SHIFT)]
    for word in range(plan.union.size):
        plan.union[word] = 0
    for i in range(plan.sizes[batch]):
        order = plan.members[batch, i]
        if order != leave[0] and order != leave[1]:
            for word in range(plan.union.size):
                plan.union[word] |= problem.masks[order, word]
    for order in come:
        if order >= 0:
            for word in range(plan.union.size):
                plan.union[word] |= problem.masks[order, word]
    return length_of(problem, plan, key, plan.union)


@spliced
def draw_exchange(problem, plan, rng):  # type: ignore[no-untyped-def]
    """Two orders that leave, two that come in return (-1 for nobody), and the other batch."""
    first = np.int64(pick(rng, plan.where.size))
    aim = np.int64(pick(rng, plan.where.size))
    if draw(rng) < TO_NEAR:
        aim = np.int64(problem.near[first, int(draw(rng) * draw(rng) * problem.near.shape[1])])
    second = companion(plan, rng, first) if draw(rng) < TWO_LEAVE else NOBODY
    other, third, fourth = np.int64(plan.where[aim]), NOBODY, NOBODY
    if draw(rng) >= NONE_RETURNS:
        third = np.int64(plan.members[other, pick(rng, plan.sizes[other])])
        fourth = companion(plan, rng, third) if draw(rng) < TWO_RETURN else NOBODY
    return first, second, third, fourth, other


@spliced
def _move(problem, plan, order, batch):  # type: ignore[no-untyped-def]
    """Put an order into another batch's list; `settle` must follow for both."""
    old = plan.where[order]
    plan.sizes[old] -= 1
    for place in range(plan.sizes[old]):
        if plan.members[old, place] == order:
            plan.members[old, place] = plan.members[old, plan.sizes[old]]
            break
    plan.members[batch, plan.sizes[batch]] = order
    plan.sizes[batch] += 1
    plan.where[order] = batch
    plan.key[old] ^= problem.names[order]
    plan.key[batch] ^= problem.names[order]


@spliced
def exchange(problem, plan, a, group):  # type: ignore[no-untyped-def]
    """Carry the exchange out, all but `settle` of both batches."""
    b = group[4]
    for i in (0, 2, 1, 3):
        if group[i] >= 0:
            _move(problem, plan, group[i], b if i < 2 else a)
