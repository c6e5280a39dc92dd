"""The first plan: Clarke & Wright savings, compiled.

C&W(ii) (De Koster, van der Poort & Wolters 1999): merge the two batches that save most, compute the
savings of the merged one anew. O(n^2) tours and memory, so thousands of orders are given in groups.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import kernel, spliced
from app.planner.lengths import tour_length
from app.planner.moves import SLACK
from app.planner.problem import Problem

NEVER = -np.inf


class Merging(NamedTuple):
    """Batches while they are merged, one a place: sizes 0 is none, head is whose batch took it in."""

    sizes: NDArray[np.int64]
    load: NDArray[np.float64]
    mask: NDArray[np.uint64]
    length: NDArray[np.float64]
    head: NDArray[np.int64]
    saving: NDArray[np.float64]
    union: NDArray[np.uint64]


def one_order_each(problem: Problem, group: NDArray[np.int64]) -> Merging:
    return Merging(
        sizes=np.ones(len(group), np.int64),
        load=problem.loads[group],
        mask=problem.masks[group],
        length=problem.alone[group],
        head=np.arange(len(group)),
        saving=np.empty((len(group), len(group))),
        union=np.zeros(problem.masks.shape[1], np.uint64),
    )


@spliced
def _saving(problem, merging, room, a, b):  # type: ignore[no-untyped-def]
    if a == b or merging.sizes[a] == 0 or merging.sizes[b] == 0:
        return NEVER
    fit = merging.sizes[a] + merging.sizes[b] <= problem.most
    for d in range(problem.caps.size):
        fit = fit and merging.load[a, d] + merging.load[b, d] <= problem.caps[d] + SLACK
    if not fit:
        return NEVER
    for word in range(merging.union.size):
        merging.union[word] = merging.mask[a, word] | merging.mask[b, word]
    length = tour_length(merging.union, problem.geo, room)
    return merging.length[a] + merging.length[b] - length


@spliced
def _merge(merging, a, b):  # type: ignore[no-untyped-def]
    """All orders of b go over to a."""
    merging.length[a] += merging.length[b] - merging.saving[a, b]
    merging.sizes[a] += merging.sizes[b]
    merging.sizes[b], merging.head[b] = 0, a
    for d in range(merging.load.shape[1]):
        merging.load[a, d] += merging.load[b, d]
    for word in range(merging.union.size):
        merging.mask[a, word] |= merging.mask[b, word]


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
def _update(problem, merging, room, partner, a, b):  # type: ignore[no-untyped-def]
    """After b went over to a: the savings of a anew, none for b, and each batch's best partner."""
    saving = merging.saving
    for c in range(partner.size):
        saving[b, c] = saving[c, b] = NEVER
        if saving[a, c] > NEVER:
            saving[a, c] = saving[c, a] = _saving(problem, merging, room, a, c)
    for c in range(partner.size):
        if c == a or partner[c] == a or partner[c] == b:
            partner[c] = _best_partner(saving, c)
        elif saving[c, a] > saving[c, partner[c]]:
            partner[c] = a


@kernel
def merge_savings(problem, merging, room):  # type: ignore[no-untyped-def]
    """Merge batches while that saves anything."""
    size = merging.sizes.size
    partner = np.zeros(size, np.int64)
    for a in range(size):
        for b in range(a + 1):
            merging.saving[a, b] = merging.saving[b, a] = _saving(problem, merging, room, a, b)
    for a in range(size):
        partner[a] = _best_partner(merging.saving, a)
    while True:
        a = _best_pair(merging.saving, partner)
        b = partner[a]
        if merging.saving[a, b] <= 0.0:
            break
        _merge(merging, a, b)
        _update(problem, merging, room, partner, a, b)
    for place in range(size):
        at = place
        while merging.head[at] != at:
            at = merging.head[at]
        merging.head[place] = at
