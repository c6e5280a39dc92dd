"""Lateness first, then metres."""

import random
from dataclasses import replace
from math import inf

from app.planner import Batch, Cart, Item, Job, Layout, Moves, Pace, Stop, batch

FLOOR = Layout(6, 20, 5000, 1000, 1500, 1500)
PACE = Pace(speed=1000, line_s=10, walk_s=60, pickers=2)


def some_jobs(count: int, seed: int) -> list[Job]:
    rng = random.Random(seed)
    stops = [[Stop(rng.randrange(6), rng.randrange(20)) for _ in range(3)] for _ in range(count)]
    due = [rng.choice([None, rng.uniform(200, 1500)]) for _ in range(count)]
    return [Job(i, tuple(Item(stop) for stop in stops[i]), due_at_s=due[i]) for i in range(count)]


def late_seconds(batches: list[Batch], jobs: list[Job], pace: Pace) -> float:
    """Batches in the given order, each by the first free picker."""
    free, late = [0.0] * pace.pickers, 0.0
    for b in batches:
        picker = free.index(min(free))
        lines = sum(len(jobs[order].items) for order in b.orders)
        free[picker] += pace.walk_s + b.length_mm / pace.speed + lines * pace.line_s
        late += sum(max(0.0, free[picker] - (jobs[o].due_at_s or inf)) for o in b.orders)
    return late


def test_due_orders_are_less_late_than_without_looking_at_the_clock() -> None:
    jobs, cart = some_jobs(40, 2), Cart(totes=4, pace=PACE)
    blind = batch([replace(job, due_at_s=None) for job in jobs], cart, FLOOR, Moves(20_000), 1)
    aware = batch(jobs, cart, FLOOR, Moves(20_000), 1)
    assert late_seconds(aware, jobs, PACE) < 0.2 * late_seconds(blind, jobs, PACE)


def test_due_times_far_away_cost_no_metres() -> None:
    jobs = [replace(job, due_at_s=1e6) for job in some_jobs(30, 3)]
    cart = Cart(totes=4, pace=PACE)
    far = batch(jobs, cart, FLOOR, Moves(20_000), 1)
    none = batch([replace(job, due_at_s=None) for job in jobs], cart, FLOOR, Moves(20_000), 1)
    assert sum(b.length_mm for b in far) <= 1.02 * sum(b.length_mm for b in none)


def test_the_order_due_first_is_walked_first() -> None:
    jobs = [Job(i, (Item(Stop(i, 5)),), due_at_s=1000.0 - 200 * i) for i in range(4)]
    batches = batch(jobs, Cart(totes=1, pace=replace(PACE, pickers=1)), FLOOR, Moves(200), 1)
    assert [b.orders for b in batches] == [(3,), (2,), (1,), (0,)]


def test_every_order_is_still_in_one_batch() -> None:
    jobs = some_jobs(40, 2)
    batches = batch(jobs, Cart(totes=4, pace=PACE), FLOOR, Moves(3000), 1)
    assert sorted(order for b in batches for order in b.orders) == list(range(40))
    assert all(len(b.orders) <= 4 for b in batches)
