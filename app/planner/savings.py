"""The first plan: Clarke & Wright savings, compiled.

C&W(ii) (De Koster, van der Poort & Wolters 1999): merge the two batches that save most, compute the
savings of the merged one anew. O(n^2) tours and memory, so thousands of orders are given in groups.
"""

import numpy as np

from app.planner.compiled import kernel, spliced
from app.planner.moves import SLACK, join, length_of, settle

NEVER = -np.inf


@spliced
def _fit_together(problem, plan, a, b):  # type: ignore[no-untyped-def]
    fit = True
    for d in range(problem.caps.size):
        fit = fit and plan.load[a, d] + plan.load[b, d] <= problem.caps[d] + SLACK
    return fit


@spliced
def _saving(problem, plan, a, b):  # type: ignore[no-untyped-def]
    if a == b or plan.sizes[a] == 0 or plan.sizes[b] == 0 or not _fit_together(problem, plan, a, b):
        return NEVER
    for word in range(plan.union.size):
        plan.union[word] = plan.mask[a, word] | plan.mask[b, word]
    length = length_of(problem, plan, plan.key[a] ^ plan.key[b], plan.union)
    return plan.length[a] + plan.length[b] - length


@spliced
def _merge(problem, plan, a, b):  # type: ignore[no-untyped-def]
    """All orders of b go over to a."""
    for i in range(plan.sizes[b]):
        order = plan.members[b, i]
        plan.members[a, plan.sizes[a]] = order
        plan.sizes[a] += 1
        plan.where[order] = a
    plan.key[a] ^= plan.key[b]
    plan.sizes[b], plan.key[b] = 0, 0
    settle(problem, plan, a)


@spliced
def _best_partner(saving, a):  # type: ignore[no-untyped-def]
    best = 0
    for b in range(1, saving.shape[0]):
        if saving[a, b] > saving[a, best]:
            best = b
    return best


@spliced
def _best_pair(saving, partner):  # type: ignore[no-untyped-def]
    best = 0
    for a in range(1, partner.size):
        if saving[a, partner[a]] > saving[best, partner[best]]:
            best = a
    return best


@spliced
def _update(problem, plan, group, saving, partner, pair):  # type: ignore[no-untyped-def]
    """After b went over to a: the savings of a anew, none for b, and each batch's best partner."""
    a, b = pair
    for c in range(group.size):
        saving[b, c] = saving[c, b] = NEVER
        saving[a, c] = saving[c, a] = _saving(problem, plan, group[a], group[c])
    for c in range(group.size):
        if c == a or partner[c] == a or partner[c] == b:
            partner[c] = _best_partner(saving, c)
        elif saving[c, a] > saving[c, partner[c]]:
            partner[c] = a


@kernel
def merge_savings(problem, plan, group, saving):  # type: ignore[no-untyped-def]
    """Batch a group of orders, each in a batch of its own number; saving[group, group] is scratch."""
    partner = np.zeros(group.size, np.int64)
    for order in group:
        join(problem, plan, order, order, problem.alone[order])
    for a in range(group.size):
        for b in range(a + 1):
            saving[a, b] = saving[b, a] = _saving(problem, plan, group[a], group[b])
    for a in range(group.size):
        partner[a] = _best_partner(saving, a)
    while True:
        a = _best_pair(saving, partner)
        b = partner[a]
        if saving[a, b] <= 0.0:
            return
        _merge(problem, plan, group[a], group[b])
        _update(problem, plan, group, saving, partner, (a, b))
