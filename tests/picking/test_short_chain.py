"""A short pick is one chain: there, elsewhere, somebody else's, another item, the tier's rule."""

from typing import Any

import pytest

from app.lead.troubles import list_exceptions
from app.orders import checks as order_checks
from app.orders.models import Order, OrderLine
from app.people.models import Interrupt
from app.picking import outcome
from app.picking.models import FloorException
from app.rules import keeping
from app.stock import checks as stock_checks
from app.stock import moving, skus
from app.stock.models import Balance, Location, Reservation, StockCount
from app.waves import checks, dispatching
from app.waves.models import Pick, Task
from tests import builders
from tests.picking.conftest import Walk, start_walk
from tests.waves.conftest import Shop


@pytest.fixture(autouse=True)
def rules(shop: Shop) -> None:
    keeping.forget()
    outcome.ensure_rules()


def problems() -> list[str]:
    return [*stock_checks.list_problems(), *order_checks.list_problems(), *checks.list_problems()]


def elsewhere(walk: Walk, sku_id: int, qty: int) -> int:
    """Units of a SKU at another shelf."""
    other = Balance.select().where(Balance.sku != sku_id).order_by(Balance.id.desc()).first().location_id
    moving.load(other, sku_id, qty)
    return int(other)


def finish(walk: Walk) -> dict[str, Any]:
    while (shown := walk.screen())["screen"] in ("pick", "zero_check"):
        if shown["screen"] == "pick":
            walk.scan(qty=shown["card"]["qty"] - shown["card"]["done_qty"])
        else:
            walk.send("location.empty", location_id=shown["card"]["location_id"], empty=True)
    return walk.send("task.unload", task_id=walk.task.id, station="ST-1")


def empty(pick: Pick) -> None:
    """Nothing of the SKU is free anywhere: what is not promised is gone."""
    for row in Balance.select().where(Balance.sku == pick.sku_id):
        moving.count(row.location_id, row.sku_id, row.reserved, None)


def test_the_shelf_is_out_of_use_until_somebody_has_counted_it(walk: Walk) -> None:
    pick = walk.picks()[0]
    walk.send("pick.short", pick_id=pick.id, found=1)
    count = StockCount.get()
    assert (count.location_id, count.why, Location.get_by_id(pick.location_id).to_count) == (
        pick.location_id,
        "short",
        True,
    )
    later = builders.make_order((walk.shop.skus[1], 1), tier="C", state="new")
    assert (
        Reservation.select().where(Reservation.location == pick.location_id, Reservation.qty > 0).count() == 0
    )
    told = list_exceptions("en")[0]
    assert told["count"]["count_id"] == count.id and told["place"] == pick.location.code
    answer = builders.send(walk.shop.lead(), "count.close", count_id=count.id, found=7)
    assert answer["ok"], answer
    assert Balance.get(Balance.location == pick.location_id).on_hand == 7
    assert not Location.get_by_id(pick.location_id).to_count
    assert list_exceptions("en") == []
    later.delete_instance(recursive=True)
    assert problems() == []


def test_a_shelf_is_not_counted_below_what_others_are_picking_now(walk: Walk) -> None:
    pick = walk.picks()[0]
    walk.send("location.empty", location_id=pick.location_id, empty=True)
    answer = builders.send(walk.shop.lead(), "count.close", count_id=StockCount.get().id, found=0)
    assert (answer["code"], answer["details"]["promised"]) == ("refused", 2)


def test_the_lead_sees_a_short_pick_with_its_slack_and_what_becomes_of_it(walk: Walk) -> None:
    pick = walk.picks()[0]
    elsewhere(walk, pick.sku_id, 5)
    walk.send("pick.short", pick_id=pick.id, found=0)
    told = list_exceptions("en")[0]
    assert told["kind"] == "short" and "Fetched at" in told["text"]
    assert isinstance(told["slack_s"], int) and told["promised_at"]


def test_an_order_nobody_walks_for_yet_gives_its_units_to_a_more_urgent_one(walk: Walk) -> None:
    pick = walk.picks()[0]
    other = elsewhere(walk, pick.sku_id, 2)
    moving.count(pick.location_id, pick.sku_id, 2, None)  # only what Ann is to pick
    waiting = walk.shop.order("C", 1, qty=2)
    assert Reservation.get(Reservation.line_id == waiting.lines.get().id).location_id == other
    answer = walk.send("pick.short", pick_id=pick.id, found=0)
    assert answer["message"].startswith("Noted. The rest is at ")
    assert Order.get_by_id(waiting.id).state == "new"
    assert (walk.picks()[-1].location_id, walk.picks()[-1].qty) == (other, 2)
    assert problems() == []


def test_another_pickers_reserve_goes_to_the_more_urgent_order_and_they_are_told(shop: Shop) -> None:
    other = moving_shelf(shop)
    slow = shop.order("C", 5, 1, qty=2)
    ben = shop.picker("Ben")
    give(ben)
    walk = start_walk(shop, 1, qty=2)
    pick = walk.picks()[0]
    assert pick.location_id != other
    empty(pick)
    assert walk.send("pick.short", pick_id=pick.id, found=0)["message"].startswith("Noted. The rest is at ")
    taken = Pick.get(Pick.order == slow.id, Pick.sku == pick.sku_id)
    assert (taken.state, walk.picks()[-1].location_id) == ("cancelled", other)
    assert (
        Interrupt.select().where(Interrupt.operator == ben.operator_id, Interrupt.kind == "changed").count()
    )
    assert OrderLine.get(OrderLine.order == slow.id, OrderLine.sku_id == pick.sku_id).short_qty == 2
    assert problems() == []


def moving_shelf(shop: Shop) -> int:
    """SKU 1 stands at two shelves, the other one far off, so that the first order is given that one."""
    sku = shop.skus[1]
    far = Location.create(code="A04-10-9", aisle=4, bay=10, level=9)
    moving.load(far.id, sku.id, 2)
    return int(far.id)


def give(who: Any) -> None:
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == who.operator_id)
    builders.send(who, "task.start", task_id=task.id)


def test_an_order_that_leaves_sooner_lends_nothing(walk: Walk) -> None:
    pick = walk.picks()[0]
    elsewhere(walk, pick.sku_id, 2)
    moving.count(pick.location_id, pick.sku_id, 2, None)
    urgent = walk.shop.order("A", 1, qty=2, promised_at=walk.order.promised_at.replace(year=2020))
    walk.send("pick.short", pick_id=pick.id, found=0)
    assert Order.get_by_id(urgent.id).state == "ready"


def test_another_item_goes_where_the_order_allows_it(shop: Shop) -> None:
    walk = start_walk(shop, 1, qty=2)
    Order.update(tags=["substitute"]).where(Order.id == walk.order.id).execute()
    pick = walk.picks()[0]
    skus.allow_instead("S01", "S02")
    empty(pick)
    answer = walk.send("pick.short", pick_id=pick.id, found=1)
    assert answer["message"].startswith("Noted. Take ") and answer["card"]["sku"] == "S02"
    finish(walk)
    lines = {line.sku_id: (line.picked_qty, line.short_qty) for line in OrderLine.select()}
    assert lines == {shop.skus[1].id: (1, 1), shop.skus[2].id: (1, 0)}
    assert not Order.get_by_id(walk.order.id).blocked, "nothing is missing"
    assert problems() == []


def test_an_order_that_does_not_allow_it_gets_no_other_item(walk: Walk) -> None:
    skus.allow_instead("S01", "S02")
    empty(walk.picks()[0])
    walk.send("pick.short", pick_id=walk.picks()[0].id, found=1)
    assert OrderLine.select().count() == 3


def test_an_urgent_order_waits_for_the_lead_once_it_is_picked(walk: Walk) -> None:
    empty(walk.picks()[0])
    answer = walk.send("pick.short", pick_id=walk.picks()[0].id, found=1)
    assert (answer["screen"], "held for you" in list_exceptions("en")[0]["text"]) == ("pick", True)
    finish(walk)
    order = Order.get_by_id(walk.order.id)
    assert (order.state, order.blocked) == ("picked", True)
    assert builders.send(walk.shop.lead(), "order.unhold", order_id=order.id)["ok"]
    assert not Order.get_by_id(order.id).blocked
    assert problems() == []


def ordinary(walk: Walk) -> None:
    Order.update(tier="C").where(Order.id == walk.order.id).execute()


def test_what_is_missing_of_an_ordinary_order_follows_in_a_backorder(walk: Walk) -> None:
    ordinary(walk)
    pick = walk.picks()[0]
    empty(pick)
    walk.send("pick.short", pick_id=pick.id, found=1)
    finish(walk)
    made = Order.select().order_by(Order.id.desc()).first()
    assert (Order.get_by_id(walk.order.id).state, made.state, made.units) == ("picked", "new", 1)
    assert made.channel_ref == f"{walk.order.channel_ref}-B1" and made.promised_at == walk.order.promised_at
    assert problems() == []


def test_an_ordinary_order_of_which_nothing_is_found_waits_for_stock_again(shop: Shop) -> None:
    walk = start_walk(shop, 1, qty=2)
    ordinary(walk)
    empty(walk.picks()[0])
    walk.send("pick.short", pick_id=walk.picks()[0].id, found=0)
    finish(walk)
    assert (Order.get_by_id(walk.order.id).state, OrderLine.get().short_qty) == ("new", 0)
    assert Order.select().count() == 1
    assert problems() == []


@pytest.mark.parametrize("kind", ["damaged", "wrong_label"])
def test_what_is_broken_or_wrongly_labelled_goes_the_same_way(walk: Walk, kind: str) -> None:
    pick = walk.picks()[0]
    elsewhere(walk, pick.sku_id, 5)
    answer = walk.send(f"pick.{kind}", pick_id=pick.id, found=1)
    assert answer["message"].startswith("Noted. The rest is at ")
    assert FloorException.get().kind == kind.replace("_", "-")
    assert StockCount.get().why == kind.replace("_", "-")
    assert problems() == []
