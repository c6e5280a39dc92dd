"""Simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) over exchanges and ruins, compiled."""

import math

import numpy as np

from app.planner.compiled import kernel, spliced
from app.planner.drawing import draw
from app.planner.exchange import changed_length, draw_exchange, exchange, exchange_fits
from app.planner.lateness import PRICE, lateness
from app.planner.moves import save, settle, undo
from app.planner.ruin import MOST_REMOVED, arrange, rebuild, recreate, ruin

EXCHANGES = 100  # for each ruin
NOW, BEST, MADE, TICK, LATE = range(5)


@spliced
def _try_exchange(problem, plan, saved, rng, cost, limit):  # type: ignore[no-untyped-def]
    """One exchange, kept if the plan does not become worse by more than the limit."""
    group = draw_exchange(problem, plan, rng)
    a, b = np.int64(plan.where[group[0]]), group[4]
    if a == b or not exchange_fits(problem, plan, a, group):
        return
    change = changed_length(problem, plan, a, group[:2], group[2:4]) - plan.length[a]
    change += changed_length(problem, plan, b, group[2:4], group[:2]) - plan.length[b]
    due = problem.pace[PRICE] > 0.0
    if change > limit and not due:
        return
    if due:
        cost[TICK] += 1
        rows = save(plan, saved, b, np.int64(cost[TICK]), save(plan, saved, a, np.int64(cost[TICK]), 0))
    exchange(problem, plan, a, group)
    for batch in (a, b):
        settle(problem, plan, batch)
    if due:
        late = lateness(problem, plan)
        if change + late - cost[LATE] > limit:
            undo(plan, saved, rows)
            return
        change, cost[LATE] = change + late - cost[LATE], late
    cost[NOW] += change


@spliced
def _try_ruin(problem, plan, saved, rng, cost, limit):  # type: ignore[no-untyped-def]
    """One ruin and recreation, kept if the plan does not become worse by more than the limit."""
    removed, rank = np.empty(MOST_REMOVED, np.int32), np.empty(MOST_REMOVED)
    cost[TICK] += 1
    move = np.int64(cost[TICK])
    out, rows = ruin(problem, plan, saved, rng, move, removed)
    arrange(problem, rng, removed, rank, out)
    rows, placed = recreate(problem, plan, saved, rng, move, removed, out, rows)
    if placed < out:
        undo(plan, saved, rows)
        return
    late = lateness(problem, plan)
    change = late - cost[LATE]
    for i in range(rows):
        change += plan.length[saved.batch[i]] - saved.length[i]
    if change > limit:
        undo(plan, saved, rows)
    else:
        cost[NOW], cost[LATE] = cost[NOW] + change, late


@kernel
def anneal(problem, plan, saved, rng, best, cost, moves, temperature):  # type: ignore[no-untyped-def]
    """Make `moves` moves at a temperature (in units of length).

    best[order] takes the batches of the best plan; a plan still empty is filled from it. cost: of the
    plan, of the best plan, moves ever made, saves ever made, lateness of the plan.
    """
    if plan.used[0] == 0:
        rebuild(problem, plan, best)
        cost[LATE] = lateness(problem, plan)
        cost[NOW] = cost[BEST] = plan.length.sum() + cost[LATE]
    for move in range(moves):
        limit = -temperature * math.log(draw(rng) + 1e-300)
        if (np.int64(cost[MADE]) + move) % (EXCHANGES + 1):
            _try_exchange(problem, plan, saved, rng, cost, limit)
        else:
            _try_ruin(problem, plan, saved, rng, cost, limit)
        if cost[NOW] < cost[BEST] - 1e-7:
            cost[BEST] = cost[NOW]
            for order in range(best.size):
                best[order] = plan.where[order]
    cost[MADE] += moves
