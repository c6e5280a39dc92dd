"""Order batching: orders onto carts so that the walks together are short.

A first plan by savings, then ruin and recreate until the stop. Time to the first plan: a few
milliseconds for a hundred orders, seconds for thousands.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from app.planner.geometry import build_geometry, mark, mask_width
from app.planner.layout import Layout, Stop
from app.planner.nearness import alone_lengths, nearest
from app.planner.problem import Problem
from app.planner.routing import Route, route
from app.planner.searching import solve
from app.planner.stop import Stopping

NEAR = 60
ALL_PAIRS = 1200  # up to so many orders each pair is looked at
SCANNED = 300
LATENESS_WEIGHT = 1000.0
"""One second that one order is late weighs as much as this many seconds of walking: lateness first, then
metres.
"""


@dataclass(frozen=True)
class Item:
    """What an order needs at one stop: units, and the litres and grams of all of them; key is the
    caller's own.
    """

    stop: Stop
    litres: float = 0.0
    grams: float = 0.0
    units: int = 1
    key: Hashable = None


@dataclass(frozen=True)
class Job:
    """An order to batch. due_at_s: seconds from the start of the plan, None if nothing presses. totes:
    of the cart.
    """

    order: Hashable
    items: tuple[Item, ...]
    totes: int = 1
    due_at_s: float | None = None


@dataclass(frozen=True)
class Pace:
    """How walks take time, for due times: layout units a second, seconds a line and a walk, pickers at
    work.
    """

    speed: float = 1000.0
    line_s: float = 8.0
    walk_s: float = 60.0
    pickers: int = 1


@dataclass(frozen=True)
class Cart:
    """What one walk can carry, and the pace of those who push it."""

    totes: float = inf
    litres: float = inf
    grams: float = inf
    lines: float = inf
    pace: Pace = Pace()


@dataclass(frozen=True)
class Batch:
    """Orders of one walk; the stops in visiting order; route.order counts the stops as the orders give
    them.
    """

    orders: tuple[Hashable, ...]
    stops: tuple[Stop, ...]
    route: Route
    length_mm: float


def batch(jobs: Sequence[Job], cart: Cart, layout: Layout, stop: Stopping, seed: int) -> list[Batch]:
    """Every job in exactly one batch, none over the cart. ValueError names a job that no cart can take.

    With due times the batches come in the order in which they should be walked.
    """
    if not jobs:
        return []
    running = [stop.start() for _ in range(stop.searches)]
    problem = build_problem(jobs, cart, layout, seed)
    groups = solve(problem, running, seed)
    return [_batch([jobs[i] for i in group], layout) for group in groups]


def _batch(jobs: list[Job], layout: Layout) -> Batch:
    stops = list(dict.fromkeys(item.stop for job in jobs for item in job.items))
    walk = route(layout, stops)
    visited = tuple(stops[i] for i in walk.order)
    return Batch(tuple(job.order for job in jobs), visited, walk, walk.length_mm)


def load_of(job: Job, pace: Pace) -> tuple[float, ...]:
    """Totes, litres, grams, lines, and seconds of handling."""
    litres, grams = sum(i.litres for i in job.items), sum(i.grams for i in job.items)
    return job.totes, litres, grams, len(job.items), len(job.items) * pace.line_s


def build_problem(jobs: Sequence[Job], cart: Cart, layout: Layout, seed: int) -> Problem:
    """The jobs as arrays. ValueError for a stop outside the layout or a job larger than the cart."""
    pace, geo = cart.pace, build_geometry(layout)
    caps = np.array([cart.totes, cart.litres, cart.grams, cart.lines, inf], np.float64)
    loads = np.array([load_of(job, pace) for job in jobs], np.float64)
    masks = np.zeros((len(jobs), mask_width(layout)), np.uint64)
    for i, job in enumerate(jobs):
        if (loads[i] > caps + 1e-9).any():
            raise ValueError(f"order {job.order} is larger than a cart: split it first")
        for item in job.items:
            layout.check(item.stop)
        mark(masks[i], layout, (item.stop for item in job.items))
    due = np.array([inf if job.due_at_s is None else job.due_at_s for job in jobs], np.float64)
    price = LATENESS_WEIGHT * pace.speed if np.isfinite(due).any() else 0.0
    alone = alone_lengths(masks, geo)
    scan = SCANNED if len(jobs) > ALL_PAIRS else len(jobs)
    near = nearest(masks, alone, geo, min(NEAR, len(jobs) - 1), scan)
    return Problem(
        masks=masks,
        loads=loads,
        caps=caps,
        names=np.random.default_rng(seed).integers(1, 2**64 - 1, len(jobs), dtype=np.uint64),
        size=(loads[:, :-1] / np.maximum(caps[:-1], 1e-9)).max(axis=1),
        alone=alone,
        near=near,
        due_s=due,
        pace=np.array([pace.speed, pace.walk_s, pace.pickers, price]),
        geo=geo,
    )
