"""From a problem to the best plan: savings, then annealing searches beside each other until the stop."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.planner.annealing import MADE, anneal
from app.planner.problem import Plan, Problem, empty_plan, empty_saved
from app.planner.ruin import MOST_REMOVED
from app.planner.savings import merge_savings
from app.planner.stop import Progress

HOT, COLD = 0.03, 0.004  # temperatures, as shares of the mean batch's cost
PAIRS = 2_000_000  # tours that the first plan may look at
LARGEST_GROUP, SMALLEST_GROUP = 1200, 50
T = TypeVar("T")


@dataclass
class Found:
    cost: float
    plan: Plan
    where: NDArray[np.int32]


def solve(problem: Problem, running: list[Progress], seed: int) -> list[list[int]]:
    """The best plan of the running searches, as lists of order numbers; due batches in walking order."""
    if len(problem.masks) == 1:
        return [[0]]  # the searches draw a second order
    first = _first_plan(problem)
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


def _first_plan(problem: Problem) -> NDArray[np.int32]:
    plan = empty_plan(problem)
    for group in _alike(problem):
        merge_savings(problem, plan, group, np.empty((group.size, group.size)))
    return plan.where


def _alike(problem: Problem) -> Iterator[NDArray[np.int64]]:
    """All orders, in groups small enough for savings: neighbours by the middle of the aisles they visit."""
    n = len(problem.masks)
    size = max(SMALLEST_GROUP, min(LARGEST_GROUP, PAIRS // n))
    present = (problem.masks != 0).astype(np.float64)
    middle = (present @ np.arange(present.shape[1])) / np.maximum(present.sum(axis=1), 1)
    ranked = np.argsort(middle, kind="stable") if n > size else np.arange(n)
    yield from (ranked[begin : begin + size] for begin in range(0, n, size))


def _search(problem: Problem, first: NDArray[np.int32], progress: Progress, seed: int) -> Found:
    plan, cost, best = empty_plan(problem), np.zeros(5), first.copy()
    saved, rng = empty_saved(plan, 3 * MOST_REMOVED), np.array([seed * 7919 + 17], np.uint64)
    anneal(problem, plan, saved, rng, best, cost, 0, 1.0)
    scale, done = cost[0] / plan.used[0], progress.done(0)
    while done < 1.0:
        hot = scale * HOT * (COLD / HOT) ** done
        anneal(problem, plan, saved, rng, best, cost, progress.chunk(int(cost[MADE])), hot)
        done = progress.done(int(cost[MADE]))
    return Found(float(cost[1]), plan, best)


def _groups(problem: Problem, where: NDArray[np.int32]) -> list[list[int]]:
    plan, rng = empty_plan(problem), np.zeros(1, np.uint64)
    anneal(problem, plan, empty_saved(plan, 1), rng, where, np.zeros(5), 0, 1.0)
    batches = plan.sequence[: plan.used[0]]
    return [sorted(int(order) for order in plan.members[b, : plan.sizes[b]]) for b in batches]
