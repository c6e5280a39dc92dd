"""The red strip over a picker's card: urgent orders that nobody has, and one that joined the walk."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.clock import iso
from app.waves import assigning, dispatching, urging
from app.waves.ranking import RESCUE_BEFORE
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.walking import FAR, LONG, ON_THE_WAY, pick_next, screen, walking


@pytest.fixture(autouse=True)
def forget() -> None:
    urging.forget()


def urgent(shop: Shop, clock: Clock, hours: int) -> Any:
    return shop.order("A", FAR, start_by_at=clock.now + timedelta(hours=hours))


def finish_in(text: str) -> datetime:
    return datetime.strptime(text.rsplit(" ", 1)[1], "%H:%M")


def test_a_strip_names_every_urgent_order_that_waits_the_most_pressing_first(
    shop: Shop, clock: Clock
) -> None:
    ann = walking(shop, "Ann", *LONG)
    assert screen(ann)["strip"] is None
    later, sooner = urgent(shop, clock, 9), urgent(shop, clock, 2)
    strip = screen(ann)["strip"]
    assert (strip["kind"], strip["order_no"]) == ("waiting", sooner.order_no)
    assert [one["order_no"] for one in strip["more"]] == [later.order_no]
    assert strip["near"]["at"] == iso(sooner.start_by_at - RESCUE_BEFORE)
    assert "nearly late" in strip["near"]["text"] and "waiting" in strip["text"]


def test_a_strip_is_gone_when_somebody_has_taken_the_order(
    shop: Shop, clock: Clock, pushed: list[Any]
) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent(shop, clock, 2)
    assert screen(ann)["strip"]
    ben = shop.picker("Ben")
    pushed.clear()
    dispatching.dispatch_idle()
    assert "floor" in {room for room, _ in pushed}, "who was told is told now, not at the next scan"
    assert screen(ben)["screen"] == "offer"
    assert screen(ann)["strip"] is None


def test_a_walk_that_was_declined_is_told_until_somebody_takes_it(
    shop: Shop, clock: Clock, pushed: list[Any]
) -> None:
    ann = walking(shop, "Ann", *LONG)
    order = urgent(shop, clock, 2)
    ben = shop.picker("Ben")
    dispatching.dispatch_idle()
    task = dispatching.find_task_of(ben.operator.id)
    pushed.clear()
    assigning.decline(task.id, ben.operator.id)
    assert "floor" in {room for room, _ in pushed}
    assert screen(ann)["strip"]["order_no"] == order.order_no
    pushed.clear()
    assigning.assign(task.id, shop.picker("Cid").operator.id, by=1)
    assert "floor" in {room for room, _ in pushed}
    assert screen(ann)["strip"] is None


def test_the_finish_of_a_walk_that_was_joined_is_told_as_of_now(
    shop: Shop, clock: Clock, pushed: list[Any]
) -> None:
    ann = walking(shop, "Ann", *LONG)
    joining = shop.order("A", ON_THE_WAY)
    pushed.clear()
    urging.join_urgent()
    assert "floor" in {room for room, _ in pushed}
    waiting = urgent(shop, clock, 2)
    first = screen(ann)["strip"]
    assert (first["kind"], first["order_no"]) == ("joined", joining.order_no)
    assert [one["order_no"] for one in first["more"]] == [waiting.order_no], "what waits comes after it"
    clock.advance(seconds=1200)  # she has stood still
    told = [finish_in(strip["text"]) for strip in (first, screen(ann)["strip"])]
    assert told[1] - told[0] == timedelta(seconds=1200)
    asked = pick_next(ann)["card"]["slots"][1]["joined"]["text"]
    assert asked.endswith("+0 m"), "its tote is asked for later: nothing is said of when"


def test_an_ordinary_order_that_goes_out_wakes_no_busy_picker(shop: Shop, pushed: list[Any]) -> None:
    walking(shop, "Ann", *LONG)
    shop.order("B", FAR)
    shop.picker("Ben")
    pushed.clear()
    dispatching.dispatch_idle()
    assert {room for room, _ in pushed} >= {"lead"}
    assert "floor" not in {room for room, _ in pushed}
