"""The way on from where a picker stands: no walk is shorter, and it is as long as it says."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.planner import Depot, Layout, Stop, route
from app.planner.legs import distances_between, length_in_order
from app.planner.matrix import route_one_way
from app.planner.onward import onward
from tests.planner.walks import Walker

FLOOR = Layout(4, 8, 3, 1, 1, 1)


@st.composite
def walks_on(draw: st.DrawFn) -> tuple[Layout, Stop, list[Stop]]:
    blocks, cells = draw(st.integers(1, 3)), draw(st.integers(3, 7))
    aisles = draw(st.integers(1, 5))
    layout = Layout(
        aisles,
        cells,
        draw(st.integers(1, 6)),
        1,
        draw(st.integers(0, 2)),
        draw(st.integers(0, 2)),
        blocks=blocks,
        cross_width=draw(st.integers(0, 2)),
        depot=Depot(draw(st.integers(0, aisles - 1)), draw(st.integers(0, blocks)), draw(st.integers(0, 3))),
        first_cell=draw(st.sampled_from(["front", "back"])),
    )
    stop = st.builds(Stop, st.integers(0, aisles - 1), st.integers(0, cells - 1))
    return layout, draw(stop), draw(st.lists(stop, max_size=5))


def walking(layout: Layout, here: Stop) -> Callable[[Sequence[Stop]], float]:
    """How long a walk in this order is, by an independent walker."""
    walker = Walker(layout)
    start = (here.aisle, layout.height(here.cell))
    depot = (layout.depot.aisle, layout.rows[layout.depot.row])

    def walked(order: Sequence[Stop]) -> float:
        nodes = [start, *((stop.aisle, layout.height(stop.cell)) for stop in order), depot]
        return sum(walker.leg(a, b) for a, b in pairwise(nodes)) + layout.depot.gap

    return walked


@settings(max_examples=400, deadline=None)
@given(walks_on())
def test_no_way_on_is_shorter_and_it_is_as_long_as_it_says(walk: tuple[Layout, Stop, list[Stop]]) -> None:
    layout, here, stops = walk
    walked = walking(layout, here)
    found = onward(layout, here, stops)
    in_order = tuple(stops[i] for i in found.order)
    assert sorted(found.order) == list(range(len(stops)))
    assert found.length_mm == pytest.approx(min(walked(order) for order in permutations(stops)))
    assert walked(in_order) == pytest.approx(found.length_mm)
    assert length_in_order(layout, here, in_order) == pytest.approx(found.length_mm)


def test_the_rest_of_a_shortest_walk_is_the_shortest_way_on() -> None:
    rng = random.Random(7)
    for _ in range(30):
        stops = list({Stop(rng.randrange(4), rng.randrange(8)) for _ in range(8)})
        whole = route(FLOOR, stops)
        in_order = [stops[i] for i in whole.order]
        at = rng.randrange(len(in_order))
        walked = length_in_order(FLOOR, None, in_order)
        assert walked == pytest.approx(whole.length_mm)
        assert onward(FLOOR, in_order[at], in_order[at + 1 :]).length_mm == pytest.approx(
            length_in_order(FLOOR, in_order[at], in_order[at + 1 :])
        )


def test_a_closed_aisle_is_left_but_not_entered() -> None:
    """Out of aisle 1 (closed behind the picker) to aisle 2 and home: 3 + 3 + 6 and back."""
    layout = Layout(4, 8, 3, 1, 1, 1, closed=frozenset({1}))
    assert onward(layout, Stop(1, 2), [Stop(2, 1)]).length_mm == 3 + 3 + 2 + 2 + 6
    with pytest.raises(ValueError, match="closed"):
        onward(layout, Stop(0, 0), [Stop(1, 1)])


@st.composite
def one_way_walks_on(draw: st.DrawFn) -> tuple[Layout, Stop, list[Stop]]:
    layout, here, stops = draw(walks_on())
    ways = [(aisle, draw(st.sampled_from(["up", "down", None]))) for aisle in range(layout.aisles)]
    closed = draw(st.sets(st.integers(0, layout.aisles - 1), max_size=1)) - {here.aisle}
    kept = [stop for stop in stops[:4] if stop.aisle not in closed]
    one_way = tuple((aisle, way) for aisle, way in ways if way)
    deeper = {
        "front_gap": layout.front_gap + 1,
        "back_gap": layout.back_gap + 1,
    }  # no cell lies at a crossing
    return replace(layout, one_way=one_way, closed=frozenset(closed), **deeper), here, kept


@settings(max_examples=100, deadline=None)
@given(one_way_walks_on())
def test_no_way_on_goes_against_a_one_way_aisle_and_none_is_shorter(
    walk: tuple[Layout, Stop, list[Stop]],
) -> None:
    layout, here, stops = walk
    walked = walking(layout, here)
    best = min(walked(order) for order in permutations(stops))
    if best == float("inf"):
        with pytest.raises(ValueError, match="no walk reaches"):
            onward(layout, here, stops)
        return
    found = onward(layout, here, stops)
    in_order = tuple(stops[i] for i in found.order)
    assert found.length_mm == pytest.approx(best)
    assert walked(in_order) == pytest.approx(best)
    assert length_in_order(layout, here, in_order) == pytest.approx(best)


def test_the_way_on_goes_along_one_aisle_three_times_where_that_is_shortest() -> None:
    """Solved for two times it is 32 long: the aisles that lead down have one that leads up between them."""
    one_way = ((0, "up"), (1, "down"), (3, "down"))
    layout = Layout(4, 3, 2, 1, 1, 1, blocks=2, cross_width=1, depot=Depot(2, 2), one_way=one_way)
    assert onward(layout, Stop(2, 0), [Stop(1, 0), Stop(1, 1), Stop(3, 2)]).length_mm == 28


@pytest.mark.parametrize("blocks", [2, 3, 4])
def test_two_stops_of_which_neither_leads_to_the_other_are_refused_at_once(blocks: int) -> None:
    """Every aisle leads up: each stop alone can be served, and the depot is up there."""
    ways = tuple((aisle, "up") for aisle in range(3))
    layout = Layout(3, 6, 2, 1, 1, 1, blocks=blocks, cross_width=1, depot=Depot(0, blocks), one_way=ways)
    for stop in (Stop(1, 5), Stop(2, 5)):
        onward(layout, Stop(0, 0), [stop])
    with pytest.raises(ValueError, match="no walk reaches"):
        onward(layout, Stop(0, 0), [Stop(1, 5), Stop(2, 5)])


def one_way_down(blocks: int) -> tuple[Layout, list[Stop]]:
    """Of twelve aisles one leads down: the walk goes along it again and again."""
    ways = tuple((aisle, "down" if aisle == 6 else "up") for aisle in range(12))
    layout = Layout(12, 6 * blocks, 2, 1, 1, 1, blocks=blocks, cross_width=1, one_way=ways)
    rng = random.Random(3)
    return layout, [Stop(rng.randrange(12), rng.randrange(6 * blocks)) for _ in range(20)]


def test_where_the_exact_search_would_take_too_long_the_distances_alone_are_asked() -> None:
    layout, stops = one_way_down(3)
    for found, here in ((onward(layout, Stop(1, 0), stops), Stop(1, 0)), (route(layout, stops), None)):
        assert found.method == "matrix, or-opt"
        assert sorted(found.order) == list(range(len(stops)))
        in_order = [stops[i] for i in found.order]
        assert length_in_order(layout, here, in_order) == pytest.approx(found.length_mm)


@settings(max_examples=100, deadline=None)
@given(one_way_walks_on())
def test_by_the_distances_alone_few_stops_are_walked_as_short(walk: tuple[Layout, Stop, list[Stop]]) -> None:
    layout, here, stops = walk
    walked = walking(layout, here)
    best = min(walked(order) for order in permutations(stops))
    distances = distances_between(layout, here, stops)
    if best == float("inf"):
        with pytest.raises(ValueError, match="no walk reaches"):
            route_one_way(distances)
        return
    found = route_one_way(distances)
    assert found.length_mm == pytest.approx(best)
    assert walked([stops[i] for i in found.order]) == pytest.approx(best)
