"""A walk done from its paper ticket, entered by the lead: it ends as if the handheld had been there."""

from typing import Any

from app.orders.models import Order
from app.picking.models import Tote
from app.timeline.models import Entry
from app.waves import dispatching
from app.waves.models import Pick, Task
from tests import builders
from tests.picking.conftest import Walk, walk
from tests.waves.conftest import Shop, shop

__all__ = ["shop", "walk"]


def enter(walk: Walk, found: dict[int, int], **changed: Any) -> dict[str, Any]:
    body = {"task_id": walk.task.id, "found": {str(pick): units for pick, units in found.items()}}
    return builders.send(walk.shop.lead(), "ticket.enter", **body | {"station": "ST-1"} | changed)


def test_what_the_ticket_says_ends_the_walk_and_its_orders_wait_for_a_packer(walk: Walk) -> None:
    walk.scan()
    first, *others = walk.picks()
    answer = enter(walk, {first.id: 1} | {pick.id: 2 for pick in others})
    assert answer["ok"] and "wait at" in str(answer["message"])
    assert (Task.get_by_id(walk.task.id).state, Order.get_by_id(walk.order.id).state) == ("done", "picked")
    assert [pick.state for pick in walk.picks()] == ["picked"] * 3
    assert Tote.get(Tote.code == "T-0001").station_id is not None
    entered = Entry.get(Entry.what == "task:entered")
    assert (entered.by, Entry.get(Entry.what == "pick:picked").by) != (entered.by, entered.by)
    assert walk.screen()["screen"] == "idle"


def test_fewer_on_paper_is_booked_short(walk: Walk) -> None:
    first, *others = walk.picks()
    assert enter(walk, {first.id: 0} | {pick.id: 2 for pick in others})["ok"]
    assert Pick.get_by_id(first.id).state == "short"


def test_a_stop_that_the_ticket_does_not_have_keeps_the_walk_open(walk: Walk) -> None:
    first, second, third = walk.picks()
    answer = enter(walk, {first.id: 2, second.id: 2})
    assert answer["ok"] and third.location.code in str(answer["message"])
    assert Task.get_by_id(walk.task.id).state == "started"
    again = enter(walk, {second.id: 2})
    assert (again["code"], again["ok"]) == ("refused", False)


def test_an_offer_is_started_and_a_walk_of_nobody_or_of_the_past_is_refused(shop: Shop) -> None:
    order = shop.order("A", 3)
    builders.make_station()
    ann = shop.picker("Ann")
    dispatching.dispatch_idle()
    task = Task.get()
    told = Walk(shop, ann, task, order)
    stop = {Pick.get(Pick.task == task.id).id: 1}
    builders.send(shop.lead(), "task.take_back", task_id=task.id)
    assert enter(told, stop)["code"] == "refused"
    builders.send(shop.lead(), "task.assign", task_id=task.id, operator_id=ann.operator_id)
    assert enter(told, {**stop, 999_999: 1})["code"] == "not_found"
    assert Task.get_by_id(task.id).state == "offered"
    assert enter(told, stop)["ok"] and Task.get_by_id(task.id).state == "done"
    assert enter(told, stop)["code"] == "refused"
    assert builders.send(ann, "ticket.enter", task_id=task.id, found={}, station="ST-1")["code"] == "denied"
