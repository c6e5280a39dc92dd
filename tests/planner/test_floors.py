"""One-way and closed aisles, walking habits, floors that are no parallel aisles."""

import random
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.planner import Depot, Layout, Stop, route
from app.planner.matrix import route_matrix
from app.planner.policies import POLICIES, habit
from tests.planner.test_routing import depots
from tests.planner.walks import Walker

FLOOR = Layout(4, 8, 3, 1, 1, 1)


@st.composite
def one_way_walks(draw: st.DrawFn) -> tuple[Layout, list[Stop]]:
    blocks = draw(st.integers(1, 3))
    aisles, cells = draw(st.integers(2, 4)), draw(st.integers(blocks, 5))
    ways = [(aisle, draw(st.sampled_from(["up", "down", None]))) for aisle in range(aisles)]
    pitch = draw(st.integers(1, 6))
    depot = draw(depots(aisles, cells, blocks, pitch))
    layout = Layout(
        aisles,
        cells,
        pitch,
        1,
        1,
        2,
        blocks=blocks,
        cross_width=1,
        depot=depot,
        one_way=tuple((aisle, way) for aisle, way in ways if way),
        closed=frozenset(draw(st.sets(st.integers(0, aisles - 1), max_size=1)) - {depot.aisle}),
    )
    open_aisles = sorted(set(range(aisles)) - layout.closed)
    stop = st.builds(Stop, st.sampled_from(open_aisles), st.integers(0, cells - 1))
    return layout, draw(st.lists(stop, min_size=1, max_size=5))


@settings(max_examples=80, deadline=None)
@given(one_way_walks())
def test_no_walk_against_a_one_way_aisle_and_none_is_shorter(walk: tuple[Layout, list[Stop]]) -> None:
    layout, stops = walk
    walker = Walker(layout)
    best = walker.shortest(list(set(stops)))
    if best == float("inf"):
        with pytest.raises(ValueError, match="no walk reaches"):
            route(layout, stops)
        return
    found = route(layout, stops)
    assert found.length_mm == pytest.approx(best)
    assert walker.length([stops[i] for i in found.order]) == pytest.approx(best)


def test_one_way_aisles_make_a_walk_longer() -> None:
    stops = [Stop(0, 2), Stop(1, 2)]
    assert route(FLOOR, stops).length_mm == 18
    assert route(replace(FLOOR, one_way=((0, "up"), (1, "up"))), stops).length_mm == 54


def test_a_closed_aisle_is_walked_around() -> None:
    layout = replace(FLOOR, blocks=2, closed=frozenset({1}))
    stops = [Stop(0, 7), Stop(2, 7), Stop(3, 0)]
    assert Walker(layout).shortest(stops) == pytest.approx(route(layout, stops).length_mm)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_a_habit_visits_every_stop_and_is_no_shorter_than_the_best_walk(policy: str, blocks: int) -> None:
    rng = random.Random(blocks)
    for _ in range(40):
        depot = Depot(rng.randrange(4), rng.randrange(blocks + 1))
        layout = replace(FLOOR, blocks=blocks, cross_width=1, depot=depot)
        stops = [Stop(rng.randrange(4), rng.randrange(8)) for _ in range(rng.randint(1, 9))]
        found = habit(policy, layout, stops)
        assert sorted(found.order) == list(range(len(stops)))
        assert found.length_mm >= Walker(layout).length([stops[i] for i in found.order]) - 1e-9
        assert found.length_mm >= route(layout, stops).length_mm - 1e-9


@pytest.mark.parametrize(("policy", "length"), [("s-shape", 46), ("return", 58), ("largest-gap", 38)])
def test_habits_are_as_long_as_on_paper(policy: str, length: float) -> None:
    """Aisles 9 long, 3 apart: S-shape 9 + 9 + 2 x 8 in the aisles, return 2 x (8 + 7 + 8), 2 x 6 across."""
    stops = [Stop(0, 7), Stop(1, 1), Stop(1, 6), Stop(2, 7)]
    assert habit(policy, FLOOR, stops).length_mm == length


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(0, 10**6))
def test_a_matrix_walk_of_few_stops_is_the_best_of_all_orders(stops: int, seed: int) -> None:
    points = np.random.default_rng(seed).random((stops + 1, 2))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    found = route_matrix(distances)
    assert found.method == "matrix, exact"
    assert sorted(found.order) == list(range(stops))
    legs = [0, *(i + 1 for i in found.order), 0]
    assert sum(distances[a, b] for a, b in pairwise(legs)) == pytest.approx(found.length_mm)
    assert found.length_mm == pytest.approx(best_by_trying(distances))


def best_by_trying(distances: np.ndarray) -> float:
    return min(
        sum(distances[a, b] for a, b in zip((0, *order), (*order, 0), strict=True))
        for order in permutations(range(1, len(distances)))
    )


def test_a_long_matrix_walk_says_that_it_is_not_exact() -> None:
    points = np.random.default_rng(1).random((40, 2))
    found = route_matrix(np.linalg.norm(points[:, None] - points[None], axis=2))
    assert found.method == "matrix, 2-opt"
    assert sorted(found.order) == list(range(39))
    assert found.length_mm < 6.5


def test_a_matrix_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="symmetric"):
        route_matrix(np.array([[0.0, 1.0], [2.0, 0.0]]))
