"""Which cart a walk is pushed on, and a cart that goes on to another zone."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.orders.models import Order
from app.people import operators
from app.people.models import Operator, SignIn
from app.picking import totes
from app.stock.models import Location
from app.waves import checks, dispatching, suiting
from tests import builders
from tests.waves.conftest import Shop


def test_a_cart_scanned_on_the_offer_is_the_one_that_is_pushed(shop: Shop) -> None:
    shop.order("A", 1, 5)
    ann = shop.picker("Ann")
    operators.set_equipment("CART-12", "cart", 12)
    dispatching.dispatch_idle()
    offer = builders.send(ann, "lang.choose", lang="en")["card"]
    assert offer["carts"] == ["CART-12"]
    answer = builders.send(ann, "task.start", task_id=offer["task_id"], cart="cart-99")
    assert answer["code"] == "not_found"
    assert builders.send(ann, "task.start", task_id=offer["task_id"], cart="cart-12")["screen"] == "totes"
    assert Operator.get_by_id(ann.operator_id).equipment == "CART-12"


@pytest.fixture
def two_zones(shop: Shop) -> Iterator[Shop]:
    """Aisle 1 is zone Z1, all others are Z2; numbers below 10 lie in Z1."""
    Location.update(zone="Z1").where(Location.aisle == 1).execute()
    Location.update(zone="Z2").where(Location.aisle > 1).execute()
    suiting.forget()
    yield shop
    suiting.forget()


def works_in(shop: Shop, name: str, zone: str) -> SignIn:
    who = shop.picker(name)
    Operator.update(zones=[zone]).where(Operator.id == who.operator_id).execute()
    return who


def told(who: SignIn) -> dict[str, Any]:
    return builders.send(who, "lang.choose", lang="en")


def pick(who: SignIn) -> dict[str, Any]:
    card = told(who)["card"]
    body = {"pick_id": card["pick_id"], "barcode": card["barcodes"][0], "qty": card["qty"]}
    return builders.send(who, "pick.scan", **body)


@pytest.mark.parametrize(("first", "second"), [("Z1", "Z2"), ("Z2", "Z1")])
def test_a_walk_over_two_zones_goes_from_one_picker_to_the_next(
    two_zones: Shop, first: str, second: str
) -> None:
    order = two_zones.order("A", 1, 15, 8, 19)
    totes.make_totes(1)
    builders.make_station()
    ann = works_in(two_zones, "Ann", first)
    dispatching.dispatch_idle()
    task = builders.send(ann, "task.start", task_id=told(ann)["card"]["task_id"])["card"]["task_id"]
    builders.send(ann, "tote.scan", task_id=task, slot=1, barcode="T-0001")
    assert pick(ann)["card"]["other_zone"] is None, "both stops of her zone come first"
    answer = pick(ann)
    assert (answer["card"]["other_zone"], answer["card"]["progress"]) == (second, {"done": 2, "of": 4})
    assert builders.send(ann, "task.hand_on", task_id=task)["screen"] == "idle"
    dispatching.dispatch_idle()
    assert told(ann)["screen"] == "idle", "the rest is none of her zone's"
    ben = works_in(two_zones, "Ben", second)
    dispatching.dispatch_idle()
    offer = told(ben)
    assert (offer["screen"], offer["card"]["from_operator"]) == ("offer", "Ann")
    assert offer["card"]["cart_at"].startswith("A01" if first == "Z1" else "A02")
    answer = builders.send(ben, "task.start", task_id=task)
    assert (answer["screen"], answer["card"]["totes"]) == ("pick", ["T-0001"])
    assert (pick(ben)["screen"], pick(ben)["screen"]) == ("pick", "unload")
    builders.send(ben, "task.unload", task_id=task, station="ST-1")
    assert Order.get_by_id(order.id).state == "picked"
    assert checks.list_problems() == []
