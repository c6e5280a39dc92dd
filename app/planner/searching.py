"""From a problem to the best plan: savings, then annealing searches beside each other until the stop."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.planner.annealing import MADE, anneal
from app.planner.lengths import make_room
from app.planner.moves import SLACK
from app.planner.nearness import SMALL, by_aisle
from app.planner.problem import Problem, empty_plan, empty_saved
from app.planner.ruin import MOST_REMOVED
from app.planner.savings import merge_savings, one_order_each
from app.planner.stop import Progress

HOT, COLD = 0.03, 0.004  # temperatures, as shares of the mean batch's cost
PAIRS = 2_000_000  # tours that the first plan may look at
LARGEST_GROUP, SMALLEST_GROUP = 1200, 50
T = TypeVar("T")


@dataclass
class Found:
    cost: float
    where: NDArray[np.int32]


def solve(problem: Problem, running: list[Progress], seed: int, tours: int = PAIRS) -> list[list[int]]:
    """The best plan of the running searches, as lists of order numbers; due batches in walking order.

    tours: how many lengths the first plan may look at.
    """
    if len(problem.masks) == 1:
        return [[0]]  # the searches draw a second order
    first = _first_plan(problem, tours, running[0].hurries)
    found = side_by_side(lambda progress, i: _search(problem, first, progress, seed + i), running)
    return _groups(problem, min(found, key=lambda f: f.cost).where)


def side_by_side(search: Callable[[Progress, int], T], running: list[Progress]) -> list[T]:
    """A search each, in threads of their own (kernels let go of the interpreter); one alone stays in
    this thread.
    """
    if len(running) == 1:
        return [search(running[0], 0)]
    with ThreadPoolExecutor(len(running)) as pool:
        return [task.result() for task in [pool.submit(search, p, i) for i, p in enumerate(running)]]


def _first_plan(problem: Problem, tours: int, hurries: Callable[[], bool]) -> NDArray[np.int32]:
    """where[order]: its batch, counted from 0 without gaps. About `tours` lengths are looked at; once it
    hurries, none.
    """
    where, room = np.zeros(len(problem.masks), np.int64), make_room(problem.geo)
    for group in _alike(problem, tours):
        if len(where) > SMALL and hurries():
            where[group] = group[_one_after_another(problem, group)]
        else:
            merging = one_order_each(problem, group)
            merge_savings(problem, merging, room)
            where[group] = group[merging.head]
    return _numbered(where)


def _one_after_another(problem: Problem, group: NDArray[np.int64]) -> list[int]:
    """Fill a batch until the next order does not fit: the place of each order's first companion."""
    heads, load, size = list[int](), np.zeros(problem.caps.size), problem.most
    for place, order in enumerate(group):
        load, size = load + problem.loads[order], size + 1
        if size > problem.most or (load > problem.caps + SLACK).any():
            head, load, size = place, problem.loads[order], 1
        heads.append(head)
    return heads


def _numbered(where: NDArray[Any]) -> NDArray[np.int32]:
    return np.unique(where, return_inverse=True)[1].astype(np.int32)


def _alike(problem: Problem, tours: int) -> Iterator[NDArray[np.int64]]:
    """All orders, in groups small enough for savings: neighbours by the middle of the aisles they visit."""
    n = len(problem.masks)
    size = max(SMALLEST_GROUP, min(LARGEST_GROUP, tours // n))
    ranked = by_aisle(problem.masks) if n > size else np.arange(n)
    yield from (ranked[begin : begin + size] for begin in range(0, n, size))


def _places(first: NDArray[np.int32]) -> int:
    """Batches that a search may need: some more than the first plan has."""
    used = int(first.max()) + 1
    return min(len(first), used + used // 4 + 2 * MOST_REMOVED)


def _search(problem: Problem, first: NDArray[np.int32], progress: Progress, seed: int) -> Found:
    plan, cost, best = empty_plan(problem, _places(first)), np.zeros(5), first.copy()
    saved, rng = empty_saved(plan, 3 * MOST_REMOVED), np.array([seed * 7919 + 17], np.uint64)
    anneal(problem, plan, saved, rng, best, cost, 0, 1.0)
    scale, done = cost[0] / plan.used[0], progress.done(0)
    while done < 1.0:
        hot = scale * HOT * (COLD / HOT) ** done
        anneal(problem, plan, saved, rng, best, cost, progress.chunk(int(cost[MADE])), hot)
        done = progress.done(int(cost[MADE]))
    return Found(float(cost[1]), best)


def _groups(problem: Problem, where: NDArray[np.int32]) -> list[list[int]]:
    where = _numbered(where)
    plan, rng = empty_plan(problem, int(where.max()) + 1), np.zeros(1, np.uint64)
    anneal(problem, plan, empty_saved(plan, 1), rng, where, np.zeros(5), 0, 1.0)
    batches = plan.sequence[: plan.used[0]]
    return [sorted(int(order) for order in plan.members[b, : plan.sizes[b]]) for b in batches]
