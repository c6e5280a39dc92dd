"""Aisles that are walked in one direction: walks, what joins them, and what is planned go with the arrows."""

from typing import Any

import pytest

from app.contracts.settings import change_setting
from app.errors import Refused
from app.orders.models import Order
from app.planner.layout import Layout
from app.planner.legs import length_in_order
from app.stock.marking import ONE_WAY
from app.waves import closing, floorplan, joining, planning, underway, urging
from app.waves.models import Pick, Task
from app.waves.pace import Pace
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.walking import LONG, ON_THE_WAY, bays, task_of, walking

AGAINST = 14  # bay 5 of the second aisle, which is walked from the back to the front


@pytest.fixture(autouse=True)
def arrows(shop: Shop) -> None:
    urging.forget()
    change_setting(ONE_WAY, {"up": [1, 3], "down": [2, 4]})


def walked_mm(task: Task, layout: Layout) -> float:
    picks = list(Pick.select().where(Pick.task == task.id).order_by(Pick.seq))
    places = floorplan.places_of([pick.location_id for pick in picks])
    return length_in_order(layout, None, [places[pick.location_id] for pick in picks])


def test_a_walk_is_released_in_the_direction_of_the_arrows(shop: Shop, clock: Clock) -> None:
    change_setting(ONE_WAY, {"up": [2, 4], "down": [1, 3]})
    ann = walking(shop, "Ann", 0, 2, 14, 18, done=0)
    assert bays(task_of(ann)) == ["A02-05-1", "A02-09-1", "A01-03-1", "A01-01-1"]
    task = task_of(ann)
    assert task.route_mm == walked_mm(task, floorplan.get_layout())


def test_an_urgent_order_joins_where_the_arrows_lead_past_it(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    shop.order("A", ON_THE_WAY)
    assert urging.join_urgent()
    assert bays(task_of(ann))[:3] == ["A01-05-1", "A01-06-1", "A01-07-1"]


def test_it_does_not_join_where_that_would_lead_round_the_block(shop: Shop, clock: Clock) -> None:
    """Two bays behind the picker: 4 m on a two-way floor, round by the second aisle here."""
    walking(shop, "Ann", *LONG)
    behind = shop.order("A", 2)
    assert considered(behind).key == "join.far"
    change_setting(ONE_WAY, {})
    assert considered(behind).extra_mm == 4_000


def considered(order: Order) -> Any:
    layout = floorplan.get_layout()
    load = joining.load_of(order, layout)
    assert load is not None
    return joining.consider(load, underway.list_walks()[0], layout, Pace())


def test_the_way_on_counts_the_metres_round(shop: Shop, clock: Clock) -> None:
    """To bay 5 of the first aisle, up and over, down the fourth, home."""
    walking(shop, "Ann", *LONG)
    [walk] = underway.list_walks()
    layout = floorplan.get_layout()
    way: list[Any] = underway.order_on(walk, layout, [])
    assert [stop.cell for stop in way] == [6, 8, 8, 6, 4, 2, 0]
    assert walk.going_mm(layout, way) == 2_000 + (5 + 2) * 1000 + 12_000 + (2 + 9 + 2) * 1000 + 12_000


def test_a_tier_is_planned_on_a_one_way_floor(shop: Shop, clock: Clock) -> None:
    for number in (0, 2, 12, 14, 22, 34):
        shop.order("C", number)
    assert planning.plan("C")
    [found] = planning.find_kept("C")
    assert len(found.order_ids) == 6


def test_the_last_aisle_that_leads_back_is_not_closed(shop: Shop, clock: Clock) -> None:
    change_setting(ONE_WAY, {"up": [1, 2, 3], "down": [4]})
    with pytest.raises(Refused, match="lead nobody back"):
        closing.close(4, shop.lead().operator_id)
    assert closing.list_closed() == []
