from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.planner import Depot, Layout, Stop, route
from tests.planner.walks import Walker


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    blocks = draw(st.integers(1, 3))
    aisles, cells = draw(st.integers(1, 5)), draw(st.integers(blocks, 9))
    depot = Depot(draw(st.integers(0, aisles - 1)), draw(st.integers(0, blocks)), draw(st.integers(0, 2)))
    pitch, cross = draw(st.integers(1, 7)), draw(st.integers(0, 3))
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
