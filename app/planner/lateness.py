"""Due times: who walks when, and how late the orders become.

Batches are walked by the pickers that become free, in the order of their latest start that is still
in time (least slack first). Lateness is the sum over orders of the seconds after their due time
(total tardiness: Henn & Schmid 2013; several pickers: Scholz, Schubert & Waescher 2017).
"""

import numpy as np

from app.planner.compiled import inlined, spliced

SPEED, SETUP, PICKERS, PRICE = range(4)
EMPTY = 1e300


@inlined
def duration(problem, load, length):  # type: ignore[no-untyped-def]
    return problem.pace[SETUP] + length / problem.pace[SPEED] + load


@inlined
def _latest_start(problem, plan, batch):  # type: ignore[no-untyped-def]
    due = np.inf
    for i in range(plan.sizes[batch]):
        due = min(due, problem.due_s[plan.members[batch, i]])
    return due - duration(problem, plan.load[batch, -1], plan.length[batch])


@inlined
def late_orders(problem, plan, batch, finish):  # type: ignore[no-untyped-def]
    late = 0.0
    for i in range(plan.sizes[batch]):
        late += max(0.0, finish - problem.due_s[plan.members[batch, i]])
    return late


@spliced
def _line_up(problem, plan):  # type: ignore[no-untyped-def]
    """Sort plan.sequence by slack, empty batches last. It was nearly sorted before, so insertion is quick."""
    for batch in range(plan.used[0]):
        plan.slack[batch] = _latest_start(problem, plan, batch) if plan.sizes[batch] else EMPTY
    for i in range(1, plan.used[0]):
        batch, j = plan.sequence[i], i
        while j > 0 and plan.slack[plan.sequence[j - 1]] > plan.slack[batch]:
            plan.sequence[j] = plan.sequence[j - 1]
            j -= 1
        plan.sequence[j] = batch


@inlined
def lateness(problem, plan):  # type: ignore[no-untyped-def]
    """The price of all lateness of a plan; sets when each batch starts. O(batches x pickers)."""
    if problem.pace[PRICE] == 0.0:
        return 0.0
    _line_up(problem, plan)
    late = 0.0
    for picker in range(plan.free_s.size):
        plan.free_s[picker] = 0.0
    for i in range(plan.used[0]):
        batch = plan.sequence[i]
        if plan.sizes[batch]:
            picker = _first_free(plan)
            plan.start_s[batch] = plan.free_s[picker]
            plan.free_s[picker] += duration(problem, plan.load[batch, -1], plan.length[batch])
            late += late_orders(problem, plan, batch, plan.free_s[picker])
    return late * problem.pace[PRICE]


@inlined
def _first_free(plan):  # type: ignore[no-untyped-def]
    first = 0
    for picker in range(1, plan.free_s.size):
        if plan.free_s[picker] < plan.free_s[first]:
            first = picker
    return first


@spliced
def join_lateness(problem, plan, order, batch, length):  # type: ignore[no-untyped-def]
    """What an order's joining adds to the lateness of this batch, were its start to stay; the knock-on
    is not seen.
    """
    if problem.pace[PRICE] == 0.0:
        return 0.0
    load, start, before = problem.loads[order, -1], 0.0, 0.0
    if plan.sizes[batch]:
        start, load = plan.start_s[batch], load + plan.load[batch, -1]
        old = start + duration(problem, plan.load[batch, -1], plan.length[batch])
        before = late_orders(problem, plan, batch, old)
    elif problem.due_s[order] < np.inf:
        start = _opening(plan, problem.due_s[order] - duration(problem, load, length))
    finish = start + duration(problem, load, length)
    after = late_orders(problem, plan, batch, finish) + max(0.0, finish - problem.due_s[order])
    return (after - before) * problem.pace[PRICE]


@spliced
def _opening(plan, latest):  # type: ignore[no-untyped-def]
    """When a new batch would begin: where the first batch with more slack stood in the last line-up."""
    for i in range(plan.used[0]):
        batch = plan.sequence[i]
        if plan.sizes[batch] and plan.slack[batch] >= latest:
            return plan.start_s[batch]
    return plan.free_s[_first_free(plan)]
