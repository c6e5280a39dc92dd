from datetime import timedelta

import pytest

from app import clock
from app.orders.models import Order
from app.people.models import SignIn
from app.picking import totes
from app.picking.models import FloorException
from app.picking.whole_walk import whole_walk
from app.timeline.models import Entry
from app.waves import dispatching
from app.waves.models import Pick, Task, TaskOrder
from tests import builders
from tests.waves.conftest import Shop


def start_walk(shop: Shop, *numbers: int) -> tuple[SignIn, Task]:
    """Ann has started a walk over these SKUs, her tote in place."""
    shop.order("A", *numbers)
    ann = shop.picker("Ann")
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == ann.operator_id)
    totes.make_totes(3)
    builders.send(ann, "task.start", task_id=task.id)
    builders.send(ann, "tote.scan", task_id=task.id, slot=1, barcode="T-0001")
    return ann, task


def pick_next(who: SignIn) -> dict:
    card = builders.send(who, "lang.choose", lang="en")["card"]
    return builders.send(
        who, "pick.scan", pick_id=card["pick_id"], barcode=card["barcodes"][0], qty=card["qty"]
    )


def test_a_started_task_moves_to_another_picker_and_what_is_picked_stays_picked(
    shop: Shop, pushed: list
) -> None:
    ann, task = start_walk(shop, 1, 2, 3)
    pick_next(ann)
    ben, lead = shop.picker("Ben"), shop.lead()
    pushed.clear()
    assert builders.send(lead, "task.assign", task_id=task.id, operator_id=ben.operator_id)["ok"]
    told = {room for room, body in pushed if "screen" in body["what"]}
    assert {f"operator:{ann.operator_id}", f"operator:{ben.operator_id}"} <= told
    offer = builders.send(ben, "lang.choose", lang="en")
    assert (offer["screen"], offer["card"]["from_operator"]) == ("offer", "Ann")
    assert offer["card"]["progress"] == {"done": 1, "of": 3}
    builders.send(ben, "task.start", task_id=task.id)
    assert pick_next(ben)["card"]["progress"] == {"done": 2, "of": 3}


def test_whose_task_was_taken_must_see_it_before_the_next_card(shop: Shop) -> None:
    ann, task = start_walk(shop, 1, 2)
    builders.send(shop.lead(), "task.take_back", task_id=task.id)
    seen = builders.send(ann, "lang.choose", lang="zh-CN")
    assert (seen["screen"], seen["card"]["title"]) == ("interrupt", "任务被组长收回")
    assert builders.send(ann, "interrupt.seen", interrupt_id=seen["card"]["interrupt_id"])["screen"] == "idle"


def test_a_scan_on_a_task_that_is_not_yours_is_refused(shop: Shop) -> None:
    _, task = start_walk(shop, 1, 2)
    ben = shop.picker("Ben")
    pick = Pick.get(Pick.task == task.id)
    answer = builders.send(ben, "pick.scan", pick_id=pick.id, barcode=pick.sku.code)
    assert (answer["ok"], answer["code"]) == (False, "refused")
    assert Pick.get_by_id(pick.id).done_qty == 0


def test_only_a_lead_may_move_work(shop: Shop) -> None:
    ann, task = start_walk(shop, 1)
    for kind in ("task.assign", "task.take_back", "order.pin", "order.hold", "order.cancel"):
        body = {"task_id": task.id, "operator_id": ann.operator_id, "order_id": 1}
        assert builders.send(ann, kind, **body)["code"] == "denied"


def test_a_pin_puts_an_order_before_everything(shop: Shop) -> None:
    shop.order("A", 1)
    last = shop.order("C", 2)
    builders.send(shop.lead(), "order.pin", order_id=last.id)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == ann.operator_id)
    assert [place.order_id for place in task.orders] == [last.id]
    assert Entry.select().where(Entry.what == "order:pinned").count() == 1


def test_a_held_order_leaves_the_walk_and_comes_back_when_released(shop: Shop) -> None:
    ann, task = start_walk(shop, 1, 2)
    order_id = task.orders[0].order_id
    lead = shop.lead()
    builders.send(lead, "order.hold", order_id=order_id, reason="address")
    stop = builders.send(ann, "lang.choose", lang="en")
    assert (stop["screen"], stop["card"]["kind"]) == ("interrupt", "stop")
    assert f"order {task.orders[0].order.order_no} (slot 1)" in stop["card"]["text"]
    assert (
        builders.send(ann, "interrupt.seen", interrupt_id=stop["card"]["interrupt_id"])["screen"] == "unload"
    )
    builders.send(lead, "order.unhold", order_id=order_id)
    assert builders.send(ann, "lang.choose", lang="en")["screen"] == "pick"


def test_a_cancelled_order_ends_a_walk_on_which_nothing_was_picked(shop: Shop) -> None:
    ann, task = start_walk(shop, 1, 2)
    builders.send(shop.lead(), "order.cancel", order_id=task.orders[0].order_id, reason="customer")
    stop = builders.send(ann, "lang.choose", lang="en")
    assert builders.send(ann, "interrupt.seen", interrupt_id=stop["card"]["interrupt_id"])["screen"] == "idle"
    assert Task.get_by_id(task.id).state == "cancelled"


def test_what_is_over_is_said_in_the_words_of_the_floor(shop: Shop) -> None:
    _, task = start_walk(shop, 1, 2)
    order, lead = Order.get_by_id(task.orders[0].order_id), shop.lead()
    assert builders.send(lead, "order.cancel", order_id=order.id)["ok"]
    again = builders.send(lead, "order.cancel", order_id=order.id)
    assert again["message"] == f"Order {order.order_no} has left or ended already"
    late = builders.send(lead, "task.take_back", task_id=task.id)
    assert (late["code"], late["message"]) == ("refused", f"Task {task.id} is over")


@pytest.mark.parametrize("in_place", [0, 1, 2])
def test_no_tote_is_asked_for_an_order_cancelled_on_the_way(shop: Shop, in_place: int) -> None:
    for number in (1, 2):
        shop.order("B", number)
    ann = shop.picker("Ann")
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == ann.operator_id)
    totes.make_totes(3)
    builders.send(ann, "task.start", task_id=task.id)
    for slot in range(1, in_place + 1):
        builders.send(ann, "tote.scan", task_id=task.id, slot=slot, barcode=f"T-000{slot}")
    gone, stays = (Order.get_by_id(place.order_id) for place in task.orders.order_by(TaskOrder.slot))
    builders.send(shop.lead(), "order.cancel", order_id=gone.id)
    stop = builders.send(ann, "lang.choose", lang="en")
    shown = builders.send(ann, "interrupt.seen", interrupt_id=stop["card"]["interrupt_id"])
    if in_place < 2:
        assert (shown["screen"], shown["card"]["next_slot"]) == ("totes", 2)
        shown = builders.send(ann, "tote.scan", task_id=task.id, slot=2, barcode="T-0003")
    assert (shown["screen"], shown["card"]["order_nos"]) == ("pick", [stays.order_no])
    assert [slot["slot"] for slot in whole_walk(ann)["walk"]["slots"]] == [2]


def test_an_order_held_before_its_walk_began_leaves_it_and_goes_again_later(shop: Shop) -> None:
    paid = clock.now()
    first, second = (shop.order("B", n, paid_at=paid - timedelta(minutes=n)) for n in (1, 2))
    ann, lead = shop.picker("Ann"), shop.lead()
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == ann.operator_id)
    builders.send(lead, "order.hold", order_id=first.id)
    assert [place.order_id for place in task.orders] == [second.id]
    assert Order.get_by_id(first.id).state == "ready"
    builders.send(lead, "order.hold", order_id=second.id)
    assert Task.get_by_id(task.id).state == "cancelled"
    assert not dispatching.dispatch_idle()
    builders.send(lead, "order.unhold", order_id=second.id)
    assert dispatching.dispatch_idle()


def test_the_lead_is_told_which_totes_of_a_cancelled_order_to_empty(shop: Shop) -> None:
    ann, task = start_walk(shop, 1, 2)
    pick_next(ann)
    order_id = task.orders[0].order_id
    builders.send(shop.lead(), "order.cancel", order_id=order_id)
    told = FloorException.get(FloorException.order_id == order_id)
    assert (told.text["units"], told.text["totes"]) == (1, "T-0001")


def test_an_order_held_while_nobody_walks_it_goes_on_where_it_stood(shop: Shop) -> None:
    ann, task = start_walk(shop, 1, 2)
    pick_next(ann)
    lead, order_id = shop.lead(), task.orders[0].order_id
    builders.send(lead, "task.take_back", task_id=task.id)
    builders.send(lead, "order.hold", order_id=order_id)
    builders.send(lead, "order.unhold", order_id=order_id)
    ben = shop.picker("Ben")
    dispatching.dispatch_idle()
    builders.send(ben, "task.start", task_id=task.id)
    assert pick_next(ben)["screen"] == "unload"
    builders.make_station()
    builders.send(ben, "task.unload", task_id=task.id, station="ST-1")
    assert Order.get_by_id(order_id).state == "picked"
