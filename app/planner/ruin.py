"""Ruin and recreate under simulated annealing, compiled.

Slack induction by string removals (Christiaens & Vanden Berghe 2020), on batches instead of tours:
some orders leave a few batches around a random order; each then joins, in one of several orders, the
batch where it costs least (with a small chance of overlooking one). A worse plan is kept with the
chance annealing gives it (Kirkpatrick et al. 1983).
"""

import numpy as np

from app.planner.compiled import spliced
from app.planner.drawing import draw, pick
from app.planner.lateness import join_lateness
from app.planner.moves import drop, fits, join, length_with, save, settle

MOST_REMOVED = 12
MOST_BATCHES = 4
OVERLOOKED = 0.01
ALL_BATCHES = 96  # up to so many batches each one is tried, above only those of near orders


@spliced
def ruin(problem, plan, saved, rng, move, removed):  # type: ignore[no-untyped-def]
    """Take orders out of one to MOST_BATCHES batches around a random order; returns how many, and saved
    batches.
    """
    orders = plan.where.size
    seed, batches, out, rows = pick(rng, orders), 1 + pick(rng, MOST_BATCHES), 0, 0
    for k in range(-1, problem.near.shape[1]):
        order = seed if k < 0 else problem.near[seed, k]
        batch = plan.where[order]
        if batch < 0 or saved.stamp[batch] == move or (k >= 0 and draw(rng) < 0.3):
            continue
        rows = save(plan, saved, batch, move, rows)
        leave = 1 + pick(rng, min(plan.sizes[batch], MOST_REMOVED - out))
        for place in range(plan.sizes[batch]):
            if plan.members[batch, place] == order:
                removed[out] = drop(problem, plan, batch, place)
                break
        for i in range(1, leave):
            removed[out + i] = drop(problem, plan, batch, pick(rng, plan.sizes[batch]))
        out += leave
        settle(problem, plan, batch)
        if rows == batches or out == MOST_REMOVED:
            break
    return out, rows


@spliced
def arrange(problem, rng, removed, rank, out):  # type: ignore[no-untyped-def]
    """Sort what was removed: at random, the largest first, or the farthest first."""
    how = draw(rng)
    for i in range(out):
        order, j = removed[i], i
        value = draw(rng) if how < 0.4 else -problem.size[order] if how < 0.8 else -problem.alone[order]
        while j > 0 and rank[j - 1] > value:
            removed[j], rank[j] = removed[j - 1], rank[j - 1]
            j -= 1
        removed[j], rank[j] = order, value


@spliced
def _empty_batch(plan):  # type: ignore[no-untyped-def]
    """The first batch without orders, -1 when every place for a batch is taken."""
    for batch in range(plan.used[0]):
        if plan.sizes[batch] == 0:
            return batch
    return plan.used[0] if plan.used[0] < plan.sizes.size else -1


@spliced
def cheapest_batch(problem, plan, saved, rng, order, rows):  # type: ignore[no-untyped-def]
    """The batch where an order costs least, among those that hold it and a new one, and that batch's tour;
    -1 if there is none.
    """
    best, best_batch, best_length = np.inf, -1, 0.0
    everywhere = plan.used[0] <= ALL_BATCHES
    size = plan.used[0] if everywhere else rows + problem.near.shape[1]
    for i in range(-1, size):
        if i < 0:
            batch = _empty_batch(plan)
        elif everywhere:
            batch = i
        else:
            batch = saved.batch[i] if i < rows else plan.where[problem.near[order, i - rows]]
        if batch < 0 or (i >= 0 and (plan.sizes[batch] == 0 or draw(rng) < OVERLOOKED)):
            continue
        if fits(problem, plan, order, batch):
            length = length_with(problem, plan, order, batch)
            price = length - plan.length[batch] + join_lateness(problem, plan, order, batch, length)
            if price < best:
                best, best_batch, best_length = price, batch, length
    return best_batch, best_length


@spliced
def recreate(problem, plan, saved, rng, move, removed, out, rows):  # type: ignore[no-untyped-def]
    """Put the removed orders in again; returns the saved batches and how many orders found a place."""
    placed = 0
    for i in range(out):
        order = removed[i]
        batch, length = cheapest_batch(problem, plan, saved, rng, order, rows)
        if batch < 0:
            break
        placed += 1
        rows = save(plan, saved, batch, move, rows)
        plan.used[0] = max(plan.used[0], batch + 1)
        join(problem, plan, order, batch, length)
    return rows, placed


@spliced
def rebuild(problem, plan, best):  # type: ignore[no-untyped-def]
    """Fill an empty plan from best[order], batches numbered from 0 without gaps."""
    for order in range(best.size):
        batch = best[order]
        plan.members[batch, plan.sizes[batch]] = order
        plan.sizes[batch] += 1
        plan.where[order] = batch
        plan.key[batch] ^= problem.names[order]
        plan.used[0] = max(plan.used[0], batch + 1)
    for batch in range(plan.used[0]):
        settle(problem, plan, batch)
