"""Which cart a walk is pushed on, and a cart that goes on to another zone."""

from app.people import operators
from app.people.models import Operator
from app.stock.models import Location
from app.waves import checks, dispatching, suiting
from tests import builders
from tests.picking.conftest import start_walk
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


def test_what_lies_in_another_zone_is_handed_on_with_its_totes(shop: Shop) -> None:
    Location.update(zone="Z2").where(Location.aisle > 1).execute()
    suiting.forget()
    walk = start_walk(shop, 1, 15, qty=2)
    Operator.update(zones=["Z1"]).where(Operator.id == walk.ann.operator_id).execute()
    card = walk.scan(qty=2)["card"]
    assert card["other_zone"] == "Z2"
    assert walk.send("task.hand_on", task_id=walk.task.id)["screen"] == "idle"
    ben = shop.picker("Ben")
    Operator.update(zones=["Z2"]).where(Operator.id == ben.operator_id).execute()
    dispatching.dispatch_idle()
    offer = builders.send(ben, "lang.choose", lang="en")
    assert (offer["screen"], offer["card"]["from_operator"], offer["card"]["cart_at"]) == (
        "offer",
        "Ann",
        "A01-02-1",
    )
    answer = builders.send(ben, "task.start", task_id=walk.task.id)
    assert (answer["screen"], answer["card"]["totes"], answer["card"]["other_zone"]) == (
        "pick",
        ["T-0001"],
        None,
    )
    assert checks.list_problems() == []
    suiting.forget()
