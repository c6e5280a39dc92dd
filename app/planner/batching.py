"""Order batching: orders onto carts so that the walks together are short.

A first plan by savings, then ruin and recreate until the stop. Time to the first plan: a few
milliseconds for a hundred orders, seconds for thousands.
"""

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from app.planner.geometry import bit_of, build_geometry, empty_mask
from app.planner.layout import Layout, Route, Stop
from app.planner.nearness import Orders, alone_lengths, nearest
from app.planner.problem import Problem, most_members
from app.planner.routing import get_router
from app.planner.searching import PAIRS, solve
from app.planner.stop import Progress, Stopping

NEAR = 60
FEW = 12  # neighbours looked at when the time is short
ALL_PAIRS = 1200  # up to so many orders each pair is looked at
SCANNED = 300
MOST_WORDS = 40_000_000  # 64 cells each, of all orders together
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
    """Every job in exactly one batch, none over the cart. ValueError names a job that no cart can take, or
    a stop nobody can reach.

    With due times the batches come in the order in which they should be walked.
    """
    if not jobs:
        return []
    running = [stop.start() for _ in range(stop.searches)]
    problem, tours = build_problem(jobs, cart, layout, seed, running[0])
    groups = [[jobs[i] for i in group] for group in solve(problem, running, seed, tours)]
    walked = [list(dict.fromkeys(item.stop for job in group for item in job.items)) for group in groups]
    routes = get_router(layout).routes(walked)
    return [_batch(*one) for one in zip(groups, walked, routes, strict=True)]


def _batch(jobs: list[Job], stops: list[Stop], walk: Route) -> Batch:
    visited = tuple(stops[i] for i in walk.order)
    return Batch(tuple(job.order for job in jobs), visited, walk, walk.length_mm)


def load_of(job: Job, pace: Pace) -> tuple[float, ...]:
    """Totes, litres, grams, lines, and seconds of handling."""
    litres, grams = sum(i.litres for i in job.items), sum(i.grams for i in job.items)
    return job.totes, litres, grams, len(job.items), len(job.items) * pace.line_s


def build_problem(
    jobs: Sequence[Job], cart: Cart, layout: Layout, seed: int, progress: Progress
) -> tuple[Problem, int]:
    """The jobs as arrays, and how many lengths a first plan may look at before the stop. ValueError for a
    stop outside the layout or a job larger than the cart.
    """
    pace, geo = cart.pace, build_geometry(layout)
    caps = np.array([cart.totes, cart.litres, cart.grams, cart.lines, inf], np.float64)
    loads = np.array([load_of(job, pace) for job in jobs], np.float64)
    _check_loads(jobs, loads, caps)
    masks = _masks_of(jobs, layout)
    due = np.array([inf if job.due_at_s is None else job.due_at_s for job in jobs], np.float64)
    price = LATENESS_WEIGHT * pace.speed if np.isfinite(due).any() else 0.0
    began = time.perf_counter()
    alone = alone_lengths(masks, geo)
    tours = progress.tours((time.perf_counter() - began) / len(jobs), PAIRS)
    scan = len(jobs) if len(jobs) <= ALL_PAIRS else SCANNED
    scan = max(FEW, min(scan, tours // len(jobs)))
    near = nearest(Orders(masks, alone, geo), min(NEAR, len(jobs) - 1, scan), scan, progress.hurries)
    problem = Problem(
        masks=masks,
        loads=loads,
        caps=caps,
        names=np.random.default_rng(seed).integers(1, 2**64 - 1, len(jobs), dtype=np.uint64),
        size=(loads[:, :-1] / np.maximum(caps[:-1], 1e-9)).max(axis=1),
        alone=alone,
        near=near,
        due_s=due,
        pace=np.array([pace.speed, pace.walk_s, pace.pickers, price]),
        most=most_members(loads, caps),
        geo=geo,
    )
    return problem, tours


def _check_loads(jobs: Sequence[Job], loads: NDArray[np.float64], caps: NDArray[np.float64]) -> None:
    if np.isnan(loads).any() or (loads < 0).any():
        raise ValueError("loads are numbers from 0 on")
    over = (loads > caps + 1e-9).any(axis=1)
    if over.any():
        raise ValueError(f"order {jobs[int(np.argmax(over))].order} is larger than a cart: split it first")


def _masks_of(jobs: Sequence[Job], layout: Layout) -> NDArray[np.uint64]:
    every = {item.stop for job in jobs for item in job.items}
    for stop in every:
        layout.check(stop)
    bits = {stop: bit_of(layout, stop) for stop in every}
    if len(empty_mask(layout)) * len(jobs) > MOST_WORDS:
        raise ValueError(f"{len(jobs)} orders on {layout.aisles} x {layout.cells} cells are too many at once")
    masks = np.tile(empty_mask(layout), (len(jobs), 1))
    for mask, job in zip(masks, jobs, strict=True):
        for item in job.items:
            place, bit = bits[item.stop]
            mask[place] |= bit
    return masks
