from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.planner import Depot, Layout, Router, Stop, route
from tests.planner.walks import Walker


@st.composite
def depots(draw: st.DrawFn, aisles: int, cells: int, blocks: int, pitch: int) -> Depot:
    """Before an aisle, between two, or inside one; on any cross aisle."""
    aisle, row, gap = draw(st.integers(0, aisles - 1)), draw(st.integers(0, blocks)), draw(st.integers(0, 2))
    if draw(st.booleans()):
        return Depot(aisle, row, gap, beside=draw(st.integers(0, pitch - 1)))
    return Depot(aisle, gap=gap, cell=draw(st.integers(0, cells - 1)))


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    blocks = draw(st.integers(1, 4))
    aisles, cells = draw(st.integers(1, 5)), draw(st.integers(blocks, 9))
    pitch, cross = draw(st.integers(1, 7)), draw(st.integers(0, 3))
    depot = draw(depots(aisles, cells, blocks, pitch))
    return Layout(aisles, cells, pitch, 1, 2, 1, blocks=blocks, cross_width=cross, depot=depot)


@st.composite
def walks(draw: st.DrawFn, most: int = 6) -> tuple[Layout, list[Stop]]:
    layout = draw(layouts())
    stop = st.builds(Stop, st.integers(0, layout.aisles - 1), st.integers(0, layout.cells - 1))
    return layout, draw(st.lists(stop, min_size=1, max_size=most))


@settings(max_examples=150, deadline=None)
@given(walks())
def test_no_order_of_the_stops_is_shorter(walk: tuple[Layout, list[Stop]]) -> None:
    layout, stops = walk
    found, walker = route(layout, stops), Walker(layout)
    assert found.length_mm == pytest.approx(walker.shortest(list(set(stops))))
    assert walker.length([stops[i] for i in found.order]) == pytest.approx(found.length_mm)


@settings(max_examples=100, deadline=None)
@given(walks(most=40))
def test_a_long_walk_visits_every_stop_once_and_is_as_long_as_stated(walk: tuple[Layout, list[Stop]]) -> None:
    layout, stops = walk
    found = route(layout, stops)
    assert sorted(found.order) == list(range(len(stops)))
    assert Walker(layout).length([stops[i] for i in found.order]) == pytest.approx(found.length_mm)


@settings(max_examples=60, deadline=None)
@given(st.lists(walks(most=9), min_size=1, max_size=5))
def test_many_walks_at_once_are_those_one_by_one(found: list[tuple[Layout, list[Stop]]]) -> None:
    layout = found[0][0]
    stops = [[s for s in stops if s[0] < layout.aisles and s[1] < layout.cells] for _, stops in found]
    assert Router(layout).routes(stops) == [route(layout, walk) for walk in stops]


def test_a_wrong_stop_among_many_walks_is_named() -> None:
    with pytest.raises(ValueError, match="aisle 5, cell 0 lies outside"):
        Router(Layout(2, 3, 1, 1, 1, 1)).routes([[Stop(0, 0)], [Stop(1, 1), Stop(5, 0)]])


@pytest.mark.parametrize("depot", [Depot(2), Depot(0, 2), Depot(0, 0, 0, 3), Depot(cell=3), Depot(1, cell=0)])
def test_a_depot_outside_the_floor_is_refused(depot: Depot) -> None:
    with pytest.raises(ValueError, match="depot lies"):
        Layout(2, 3, 3, 1, 1, 1, depot=depot, closed=frozenset({1}))


def test_nothing_to_pick_is_no_walk() -> None:
    assert route(Layout(2, 3, 1, 1, 1, 1), []).length_mm == 0


def test_cells_may_be_counted_from_the_back() -> None:
    front = Layout(2, 10, 1, 1, 1, 1)
    assert route(front, [Stop(0, 0)]).length_mm == 2
    assert route(replace(front, first_cell="back"), [Stop(0, 0)]).length_mm == 20


@pytest.mark.parametrize("stop", [Stop(2, 0), Stop(0, 3), Stop(-1, 0)])
def test_a_stop_outside_the_layout_is_named(stop: Stop) -> None:
    with pytest.raises(ValueError, match="outside the layout"):
        route(Layout(2, 3, 1, 1, 1, 1), [stop])


def test_a_stop_in_a_closed_aisle_is_named() -> None:
    with pytest.raises(ValueError, match="aisle 1 is closed"):
        route(Layout(2, 3, 1, 1, 1, 1, closed=frozenset({1})), [Stop(1, 0)])
