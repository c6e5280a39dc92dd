"""Compiling takes seconds: every kernel is compiled once, whatever numbers a floor or an order comes with."""

from app.planner import (
    Cart,
    Depot,
    Item,
    Job,
    Layout,
    Moves,
    Pace,
    Pool,
    Stop,
    batch,
    route,
    select_wave,
    warm,
)
from app.planner.annealing import anneal
from app.planner.nearness import union_lengths
from app.planner.savings import merge_savings
from app.planner.selection import anneal_wave
from app.planner.touring import tours


def test_whole_numbers_and_fractions_use_the_same_compiled_code() -> None:
    warm()
    for gap, blocks in ((1000, 1), (0.5, 2)):
        layout = Layout(3, 9, gap, gap, gap, gap, blocks=blocks, depot=Depot(1, 1, gap))
        jobs = [Job(i, (Item(Stop(i % 3, i), gap, gap),), due_at_s=gap if i else None) for i in range(6)]
        batch(jobs, Cart(totes=2, pace=Pace(speed=gap, pickers=2)), layout, Moves(50, searches=2), seed=2)
        route(layout, [Stop(0, 1), Stop(2, 2)])
    select_wave(Pool([{0: 1}, {1: 2}], [{0: 3}, {1: 4}], 0, 4), Moves(20, searches=2), seed=2)
    kernels = (anneal, merge_savings, union_lengths, tours, anneal_wave)
    assert [len(kernel.signatures) for kernel in kernels] == [1] * 5  # type: ignore[attr-defined]
