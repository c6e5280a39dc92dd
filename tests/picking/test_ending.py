"""A walk that ends on the way because nothing is left on it: nobody unloads it."""

import pytest

from app import checking
from app.orders.models import Order
from app.people.models import SignIn
from app.picking import outcome, totes
from app.picking.models import Tote
from app.waves import dispatching
from app.waves.models import Pick, Task, TaskOrder
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop, shop
from tests.waves.walking import pick_next, screen, task_of

__all__ = ["shop"]


@pytest.fixture
def two(shop: Shop, clock: Clock) -> tuple[SignIn, Order, Order]:
    """Ann on a walk with two orders, each in its tote; nothing is picked."""
    outcome.ensure_rules()
    for number in (1, 2):
        shop.order("B", number)
    ann = shop.picker("Ann")
    dispatching.dispatch_idle()
    totes.make_totes(2)
    task = task_of(ann)
    builders.send(ann, "task.start", task_id=task.id)
    for slot in (1, 2):
        builders.send(ann, "tote.scan", task_id=task.id, slot=slot, barcode=f"T-000{slot}")
    first, second = (Order.get_by_id(row.order_id) for row in task.orders.order_by(TaskOrder.slot))
    return ann, first, second


def free_totes() -> int:
    return Tote.select().where(Tote.task_id.is_null(), Tote.order_id.is_null()).count()


def pick_order(pick_id: int) -> int:
    return int(Pick.get_by_id(pick_id).order_id)


def test_its_totes_travel_again_when_its_aisle_is_closed(
    shop: Shop, two: tuple[SignIn, Order, Order]
) -> None:
    builders.send(shop.lead(), "aisle.close", aisle=1)
    assert [task.state for task in Task.select()] == ["cancelled"]
    assert free_totes() == 2
    assert checking.list_problems() == []


def test_an_order_sought_in_vain_goes_on_when_the_other_one_is_cancelled(
    shop: Shop, two: tuple[SignIn, Order, Order]
) -> None:
    ann, first, second = two
    builders.send(ann, "pick.short", pick_id=screen(ann)["card"]["pick_id"], found=0)
    card = screen(ann)["card"]
    left = second if pick_order(card["pick_id"]) == second.id else first
    sought = first if left is second else second
    builders.send(shop.lead(), "order.cancel", order_id=left.id)
    assert [task.state for task in Task.select()] == ["cancelled"]
    assert Order.get_by_id(sought.id).state == "new"  # it waits for stock
    assert free_totes() == 2
    assert checking.list_problems() == []


def test_what_was_picked_is_unloaded_all_the_same(shop: Shop, two: tuple[SignIn, Order, Order]) -> None:
    ann, _, _ = two
    pick_next(ann)
    left = pick_order(screen(ann)["card"]["pick_id"])
    builders.send(shop.lead(), "order.cancel", order_id=left)
    assert task_of(ann).state == "started"
    assert free_totes() == 1


def test_an_empty_tote_is_free_when_the_cart_is_unloaded(
    shop: Shop, two: tuple[SignIn, Order, Order]
) -> None:
    """Scanned in a dead spot, where nobody had told that its order was cancelled."""
    ann, _, _ = two
    builders.make_station()
    left = Pick.get_by_id(pick_next(ann)["card"]["pick_id"])
    builders.send(shop.lead(), "order.cancel", order_id=left.order_id)
    builders.send(ann, "interrupt.seen", interrupt_id=screen(ann)["card"]["interrupt_id"])
    free = Tote.get(Tote.order_id.is_null())
    builders.send(ann, "tote.scan", task_id=left.task_id, slot=left.slot, barcode=free.code)
    assert builders.send(ann, "task.unload", task_id=left.task_id, station="ST-1")["ok"]
    assert [tote.code for tote in Tote.select().where(Tote.order_id.is_null())] == [free.code]
