"""A shelf that a pick leaves empty is looked at by whoever stands before it."""

import pytest
from flask import Flask

from app.clock import now
from app.contracts.settings import change_setting
from app.picking.models import FloorException, ZeroCheck
from app.stock import moving
from app.stock.models import StockCount
from tests.picking.conftest import Walk
from tests.picking.test_whole_walk import ask


@pytest.fixture(autouse=True)
def last_two(walk: Walk) -> None:
    """The first shelf of the walk holds no more than what is picked there."""
    pick = walk.picks()[0]
    moving.count(pick.location_id, pick.sku_id, pick.qty, None)


def test_the_picker_is_asked_before_the_next_stop_and_goes_on_when_it_is_empty(walk: Walk) -> None:
    pick = walk.picks()[0]
    asked = walk.scan(qty=2)
    assert (asked["screen"], asked["card"]["location"]) == ("zero_check", pick.location.code)
    answer = walk.send("location.empty", location_id=asked["card"]["location_id"], empty=True)
    assert (answer["screen"], answer["message"]) == ("pick", "Checked, thank you")
    assert FloorException.select().count() == 0


def test_what_is_left_is_counted(walk: Walk) -> None:
    asked = walk.scan(qty=2)["card"]
    answer = walk.send("location.empty", location_id=asked["location_id"], empty=False, left=3)
    assert answer["screen"] == "pick"
    told, count = FloorException.get(), StockCount.get()
    assert (told.text["left"], told.count_id, count.why) == (3, count.id, "not-empty")
    assert ZeroCheck.get().left == 3


def test_nobody_is_asked_about_a_shelf_with_units_left(walk: Walk) -> None:
    second = walk.picks()[1]
    walk.send("pick.skip", pick_id=walk.picks()[0].id)
    assert walk.scan(qty=2)["screen"] == "pick"
    assert second.location_id not in [row.location_id for row in ZeroCheck.select()]


def test_units_put_back_are_not_asked_about(walk: Walk) -> None:
    pick = walk.picks()[0]
    walk.scan(qty=2)
    assert walk.send("pick.undo", pick_id=pick.id)["card"]["pick_id"] == pick.id
    assert ZeroCheck.select().count() == 0


def test_one_look_answers_for_everybody_who_was_asked_about_the_shelf(walk: Walk) -> None:
    """A walk that ended meanwhile was asked first: the one who looks goes on all the same."""
    pick = walk.picks()[0]
    ZeroCheck.create(location=pick.location_id, sku=pick.sku_id, task_id=walk.task.id + 1000, at=now())
    walk.scan(qty=2)
    assert walk.send("location.empty", location_id=pick.location_id, empty=True)["screen"] == "pick"
    assert ZeroCheck.select().where(ZeroCheck.answered_at.is_null()).count() == 0


def test_a_house_may_leave_it_out(walk: Walk) -> None:
    change_setting("zero_check", False)
    assert walk.scan(qty=2)["screen"] == "pick"


def test_a_walk_without_a_network_knows_which_stop_leaves_a_shelf_empty(app: Flask, walk: Walk) -> None:
    told = ask(app, walk)["walk"]
    assert [pick["empties"] for pick in told["picks"]] == [True, False, False]
    walk.scan(qty=2)
    assert [one["location"] for one in ask(app, walk)["walk"]["asked"]] == [told["picks"][0]["location"]]
