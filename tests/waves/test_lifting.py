"""Who may let an order go on, by hand."""

import pytest

from app.orders import holding
from app.orders.models import Block, Order
from app.people.models import SignIn
from app.words import Words
from tests import builders
from tests.waves.conftest import Shop

REVIEW = holding.Why("review", Words("order.lines_changed"), lifted_by_role="customer_service")


def of(role: str) -> SignIn:
    return builders.sign_in(builders.make_operator(role), work="lead")


def is_blocked(order: Order) -> bool:
    return bool(Order.get_by_id(order.id).blocked)


@pytest.mark.parametrize("role", ["customer_service", "admin"])
def test_what_an_import_left_to_a_person_goes_on_when_they_have_looked(shop: Shop, role: str) -> None:
    order = shop.order("B", 1)
    block = holding.block(order.id, REVIEW)
    answer = builders.send(of(role), "block.lift", block_id=block.id)
    assert (answer["message"], is_blocked(order)) == ("Goes on again", False)


@pytest.mark.parametrize("role", ["lead", "picker", "packer"])
def test_who_is_not_asked_cannot_end_a_review(shop: Shop, role: str) -> None:
    order = shop.order("B", 1)
    block = holding.block(order.id, REVIEW)
    assert builders.send(of(role), "block.lift", block_id=block.id)["code"] == "denied"
    assert is_blocked(order)


def test_customer_service_releases_its_own_hold_and_not_the_leads(shop: Shop) -> None:
    order, service, lead = shop.order("B", 1), of("customer_service"), of("lead")
    builders.send(lead, "order.hold", order_id=order.id)
    assert builders.send(service, "order.unhold", order_id=order.id)["code"] == "denied"
    held = {"block_id": Block.get().id}
    answer = builders.send(service, "block.lift", **held)
    assert (answer["code"], answer["message"]) == ("denied", "Only the shift lead may lift this")
    assert is_blocked(order)
    assert builders.send(lead, "order.unhold", order_id=order.id)["ok"]
    builders.send(service, "order.hold", order_id=order.id)
    assert builders.send(service, "order.unhold", order_id=order.id)["ok"]
    assert not is_blocked(order)


def test_a_parcel_stopped_for_a_new_label_goes_on_with_that_label_alone(shop: Shop) -> None:
    order = shop.order("B", 1)
    stop = holding.Why("stop", Words("readdress.why"), lifted_by_role="packer", parcel_id=1)
    block = holding.block(order.id, stop)
    answer = builders.send(of("admin"), "block.lift", block_id=block.id)
    assert (answer["code"], is_blocked(order)) == ("refused", True)
