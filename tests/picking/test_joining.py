"""What a picker sees when an urgent order joins their walk."""

import pytest

from app.orders.models import Order
from app.picking import totes
from app.picking.whole_walk import whole_walk
from app.timeline.models import Entry
from app.waves import checks, urging
from app.waves.models import TaskOrder
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.walking import LONG, ON_THE_WAY, pick_next, screen, task_of, walking


@pytest.fixture(autouse=True)
def forget() -> None:
    urging.forget()


def test_the_picker_is_told_and_keeps_the_stop_on_the_card(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    before = screen(ann)["card"]
    urgent = shop.order("A", ON_THE_WAY)
    urging.join_urgent()
    shown = screen(ann)
    assert (shown["screen"], shown["card"]["pick_id"]) == ("pick", before["pick_id"])
    assert shown["strip"]["text"].startswith(f"{urgent.order_no} joins: +1 stop, +0 m")
    finish = Entry.get(Entry.what == "task:joined").data["finish"]
    assert shown["strip"]["text"].endswith(f", done about {finish}")
    assert shown["card"]["progress"]["of"] == before["progress"]["of"] + 1
    chinese = screen(ann, "zh-CN")["strip"]["text"]
    assert chinese.startswith(f"{urgent.order_no} 加入这一趟：多 1 站，多走 0 米")


def test_its_tote_is_asked_for_when_its_first_stop_comes(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent = shop.order("A", ON_THE_WAY)
    urging.join_urgent()
    asked = pick_next(ann)
    assert (asked["screen"], asked["card"]["next_slot"]) == ("totes", 2)
    assert [slot["joined"] and slot["joined"]["order_id"] for slot in asked["card"]["slots"]] == [
        None,
        urgent.id,
    ]
    assert whole_walk(ann)["walk"]["slots"] == asked["card"]["slots"]
    totes.make_totes(9)
    taken = builders.send(ann, "tote.scan", task_id=task_of(ann).id, slot=2, barcode="T-0009")
    assert (taken["screen"], taken["card"]["location"], taken["card"]["tote"]) == (
        "pick",
        "A01-06-1",
        "T-0009",
    )
    assert taken["strip"] is None


def test_both_orders_are_picked_when_the_walk_is_unloaded(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent = shop.order("A", ON_THE_WAY)
    urging.join_urgent()
    totes.make_totes(9)
    task, first = task_of(ann), TaskOrder.get(TaskOrder.slot == 1).order_id
    while (shown := screen(ann))["screen"] != "unload":
        if shown["screen"] == "totes":
            builders.send(ann, "tote.scan", task_id=task.id, slot=2, barcode="T-0009")
        else:
            assert pick_next(ann)["ok"]
    builders.make_station()
    builders.send(ann, "task.unload", task_id=task.id, station="ST-1")
    assert {Order.get_by_id(order_id).state for order_id in (first, urgent.id)} == {"picked"}
    assert checks.list_problems() == []


def test_no_room_after_all_puts_it_back_and_never_asks_this_walk_again(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent, task = shop.order("A", ON_THE_WAY), task_of(ann)
    urging.join_urgent()
    pick_next(ann)
    answer = builders.send(ann, "join.leave", task_id=task.id, order_id=urgent.id)
    assert (answer["screen"], answer["strip"] and answer["strip"]["order_no"]) == ("pick", urgent.order_no)
    assert "waits" in answer["strip"]["text"] or "waiting" in answer["strip"]["text"]
    assert Order.get_by_id(urgent.id).state == "ready"
    clock.advance(seconds=30)
    assert not urging.join_urgent()
    assert checks.list_problems() == []


def test_a_picked_joined_order_cannot_be_left(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent, task = shop.order("A", ON_THE_WAY), task_of(ann)
    urging.join_urgent()
    totes.make_totes(9)
    pick_next(ann)
    builders.send(ann, "tote.scan", task_id=task.id, slot=2, barcode="T-0009")
    pick_next(ann)
    assert builders.send(ann, "join.leave", task_id=task.id, order_id=urgent.id)["code"] == "stale"
    assert builders.send(ann, "join.leave", task_id=task.id, order_id=1)["code"] == "not_found"
