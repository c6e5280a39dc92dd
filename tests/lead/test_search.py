from collections.abc import Callable
from typing import Any

import pytest

from app.lead.search import find_hits
from app.orders.models import Order
from app.people.models import Operator
from app.stock.models import Barcode
from tests import builders
from tests.lead.floor import Floor


def only(text: str, lang: str = "en") -> dict[str, Any]:
    (hit,) = find_hits(text, lang)
    return hit


def test_an_order_is_found_by_our_number_its_beginning_and_the_channels_number(floor: Floor) -> None:
    order = floor.order(order_no="W900001", channel_ref="SHOP-77")
    floor.order(order_no="W800001")
    for text in ("W900001", " w900001 ", "W9", "SHOP-77"):
        assert (only(text)["id"], only(text)["kind"]) == (order.id, "order")


def test_the_last_digits_find_an_open_order(floor: Floor) -> None:
    order = floor.order(order_no="W654321")
    floor.order(order_no="W754321", state="shipped")
    assert only("4321")["id"] == order.id


def test_nothing_and_unknown_numbers_find_nothing(floor: Floor) -> None:
    floor.order()
    assert find_hits("   ", "en") == find_hits("Z-UNKNOWN", "en") == []


def test_a_search_is_never_a_pattern(floor: Floor) -> None:
    floor.order()
    assert find_hits("%%%%", "en") == find_hits("____", "en") == []


Stage = Callable[[Floor, Order, Operator], None]


def queued(floor: Floor, order: Order, ann: Operator) -> None:
    """As it was made: ready."""


def offered(floor: Floor, order: Order, ann: Operator) -> None:
    floor.task(order, operator=ann, state="offered")


def walking(floor: Floor, order: Order, ann: Operator) -> None:
    task = floor.task(order, operator=ann)
    floor.pick(task, order, floor.sku("S1", "A03-12-2"), 1)


def in_tote(floor: Floor, order: Order, ann: Operator) -> None:
    Order.update(state="picked").where(Order.id == order.id).execute()
    floor.tote("T-0001", order, station_id=floor.station.id)


def in_totes(floor: Floor, order: Order, ann: Operator) -> None:
    """Two at one bench, one at another."""
    in_tote(floor, order, ann)
    other = builders.make_station(code="ST-2")
    for code in ("T-0002", "T-0003"):
        floor.tote(code, order, station_id=other.id)


def on_bench(floor: Floor, order: Order, ann: Operator) -> None:
    Order.update(state="packing").where(Order.id == order.id).execute()
    floor.parcel(order, "SBX1", packer_id=ann.id)


def closed(floor: Floor, order: Order, ann: Operator) -> None:
    Order.update(state="packed").where(Order.id == order.id).execute()
    floor.parcel(order, "SBX1", packer_id=ann.id, state="closed")


def shipped(floor: Floor, order: Order, ann: Operator) -> None:
    Order.update(state="shipped").where(Order.id == order.id).execute()
    floor.parcel(order, "SBX1", state="handed_over")


@pytest.mark.parametrize(
    ("stage", "where", "who"),
    [
        (queued, "In the queue, waiting to be picked", None),
        (offered, "Offered to a picker, not started", "Ann"),
        (walking, "On a cart, next stop A03-12-2", "Ann"),
        (in_tote, "Tote T-0001 at 打包台 1", None),
        (in_totes, "Tote T-0001 at 打包台 1; Tote T-0002, T-0003 at 打包台 2", None),
        (on_bench, "At 打包台 1", "Ann"),
        (closed, "Closed, waits for Sandbox Express on the outgoing side", None),
        (shipped, "Handed over to Sandbox Express, tracking SBX1", None),
    ],
)
def test_an_order_says_where_it_is_and_who_has_it(
    floor: Floor, stage: Stage, where: str, who: str | None
) -> None:
    order = floor.order()
    stage(floor, order, floor.person("Ann"))
    hit = only(order.order_no)
    assert (hit["where"], hit["who"]) == (where, who)


def test_a_tracking_number_and_a_label_find_the_parcel_and_its_order(floor: Floor) -> None:
    order = floor.order(state="packed")
    parcel = floor.parcel(order, "SBX123")
    for text in ("SBX123", "sbx123", f"WL-{parcel.id}-1"):
        hit = only(text)
        assert (hit["kind"], hit["id"], hit["order_id"]) == ("parcel", parcel.id, order.id)


def test_a_pick_ticket_finds_its_walk_and_its_orders(floor: Floor) -> None:
    one, two, ann = floor.order(), floor.order(), floor.person("Ann")
    task = floor.task(one, two, operator=ann)
    floor.pick(task, one, floor.sku("S1", "A03-12-2"), 1)
    walk, *orders = find_hits(f"task-{task.id}", "en")
    assert (walk["kind"], walk["id"], walk["who"], walk["state"]) == ("task", task.id, "Ann", "started")
    assert walk["where"] == "On a cart, next stop A03-12-2"
    assert [order["id"] for order in orders] == [one.id, two.id]
    task.state = "done"
    task.save()
    assert find_hits(f"TASK-{task.id}", "en")[0]["where"] == "This walk is over"
    assert find_hits("TASK-999999", "en") == find_hits("TASK-x", "en") == []


def test_a_tote_says_whose_cart_it_is_on_or_that_it_is_free(floor: Floor) -> None:
    order, ann = floor.order(), floor.person("Ann")
    task = floor.task(order, operator=ann)
    floor.tote("T-0002", order, task_id=task.id, slot=3)
    floor.tote("T-0003")
    on_cart = only("T-0002")
    assert (on_cart["where"], on_cart["who"], on_cart["order_id"]) == ("On a cart, slot 3", "Ann", order.id)
    assert only("t-0003")["where"] == "Empty, not in use"


def test_a_sku_says_where_it_stands_who_picks_it_and_which_orders_want_it(floor: Floor) -> None:
    sku, ann = floor.sku("85123A", "A03-12-2", on_hand=40), floor.person("Ann")
    wants, has = floor.order(), floor.order()
    floor.line(wants, sku)
    line = floor.line(has, sku, qty=2)
    line.picked_qty = 2
    line.save()
    floor.pick(floor.task(wants, operator=ann), wants, sku, 1)
    Barcode.create(code="4006381333931", sku=sku)
    for text in ("85123a", "4006381333931"):
        found, order = find_hits(text, "en")
        assert (found["kind"], found["where"], found["who"]) == ("sku", "A03-12-2 × 40", "Ann")
        assert order["id"] == wants.id
