"""What the search reckons is what somebody walks."""

import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.planner import Cart, Depot, Item, Job, Layout, Moves, Stop, batch, route
from app.planner.geometry import bit_of, build_geometry, empty_mask
from app.planner.lengths import UNREACHABLE
from app.planner.nearness import alone_lengths
from tests.planner.test_floors import one_way_walks
from tests.planner.test_routing import walks
from tests.planner.walks import Walker


def reckoned(layout: Layout, stops: list[Stop]) -> float:
    mask = empty_mask(layout)
    for place, bit in (bit_of(layout, stop) for stop in stops):
        mask[place] |= bit
    return float(alone_lengths(mask[None], build_geometry(layout))[0])


@settings(max_examples=150, deadline=None)
@given(walks(most=12))
def test_a_length_alone_is_that_of_the_walk(walk: tuple[Layout, list[Stop]]) -> None:
    layout, stops = walk
    assert reckoned(layout, stops) == pytest.approx(route(layout, stops).length_mm)


@st.composite
def one_way_blocks(draw: st.DrawFn) -> tuple[Layout, list[Stop]]:
    layout, stops = draw(one_way_walks())
    return replace(layout, blocks=draw(st.integers(max(1, layout.depot.row), min(3, layout.cells)))), stops


def up_but_one(aisles: int, blocks: int, depot: Depot) -> Layout:
    """All aisles lead up, but the first."""
    one_way = ((0, "down"), *((aisle, "up") for aisle in range(1, aisles)))
    return Layout(aisles, 3, 1, 1, 1, 2, blocks=blocks, cross_width=1, depot=depot, one_way=one_way)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(one_way_blocks())
@example((replace(up_but_one(4, 2, Depot(1, cell=0)), cells=2), [Stop(2, 0), Stop(3, 0)]))
@example((up_but_one(9, 1, Depot()), [Stop(aisle, 1) for aisle in range(1, 9)]))
@example((up_but_one(9, 2, Depot(4, 2)), [Stop(aisle, aisle % 3) for aisle in range(1, 9)]))
@example((up_but_one(4, 3, Depot()), [Stop(aisle, aisle % 3) for aisle in range(1, 4)]))
def test_a_length_knows_one_way_aisles(walk: tuple[Layout, list[Stop]]) -> None:
    layout, stops = walk
    try:
        length = route(layout, stops).length_mm
    except ValueError:
        assert reckoned(layout, stops) >= UNREACHABLE
        assert Walker(layout).length(stops) == float("inf")  # a closed walk could take them in any order
        return
    assert reckoned(layout, stops) == pytest.approx(length)


def shortest_pairs(jobs: list[Job], layout: Layout) -> float:
    """The best way to walk the orders two by two or alone, by trying."""
    if not jobs:
        return 0.0
    first, rest = jobs[0], jobs[1:]

    def walk(*together: Job) -> float:
        return route(layout, [item.stop for job in together for item in job.items]).length_mm

    alone = walk(first) + shortest_pairs(rest, layout)
    pairs = [
        walk(first, mate) + shortest_pairs([job for job in rest if job is not mate], layout) for mate in rest
    ]
    return min([alone, *pairs])


ONE_WAY = ((0, "up"), (1, "down"), (2, "up"), (3, "down"))
FLOORS = {
    "one block": Layout(5, 12, 4, 1, 1, 1),
    "two blocks": Layout(5, 12, 4, 1, 1, 1, blocks=2, cross_width=1, depot=Depot(2, 1)),
    "three blocks": Layout(5, 12, 4, 1, 1, 1, blocks=3, depot=Depot(1, 3, beside=2)),
    "a depot inside": Layout(5, 12, 4, 1, 1, 1, depot=Depot(2, cell=6)),
    "one-way": Layout(5, 12, 4, 1, 1, 1, one_way=ONE_WAY),
    "one-way, two blocks": Layout(5, 12, 4, 1, 1, 1, blocks=2, one_way=ONE_WAY, depot=Depot(4, 2)),
    "closed": Layout(5, 12, 4, 1, 1, 1, blocks=2, closed=frozenset({2})),
}


@pytest.mark.parametrize("floor", FLOORS)
def test_few_orders_are_batched_as_well_as_by_trying_all_ways(floor: str) -> None:
    layout, rng = FLOORS[floor], random.Random(4)
    for _ in range(3):
        aisles = sorted(set(range(5)) - layout.closed)
        jobs = [
            Job(i, tuple(Item(Stop(rng.choice(aisles), rng.randrange(12))) for _ in range(2)))
            for i in range(6)
        ]
        batches = batch(jobs, Cart(totes=2), layout, Moves(3000), seed=1)
        assert sum(b.length_mm for b in batches) == pytest.approx(shortest_pairs(jobs, layout))


def test_one_way_aisles_change_who_walks_together() -> None:
    """Aisle 1 leads down only: with the way up of aisle 0 it makes a round, two of a kind make a detour."""
    layout = Layout(2, 10, 2, 1, 1, 1, one_way=((0, "up"), (1, "down")))
    jobs = [Job(i, (Item(Stop(i % 2, 4)),)) for i in range(4)]
    batches = batch(jobs, Cart(totes=2), layout, Moves(500), seed=1)
    assert sum(b.length_mm for b in batches) == 2 * (2 * 11 + 2 * 2)
    assert len(batches) == 2
