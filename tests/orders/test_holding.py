import pytest

from app.errors import Denied, NotFound, Refused
from app.orders import holding, ordering
from app.orders.models import Block, Order
from app.stock import checks, reserving
from app.timeline.models import Change, Entry
from app.words import Words, say
from tests.orders.conftest import MakeOrder, balance, stock

REVIEW = holding.Why("review", Words("order.held_no_reason"), lifted_by_role="customer_service")


def is_blocked(order: Order) -> bool:
    return bool(Order.get_by_id(order.id).blocked)


def happened(order: Order) -> list[str]:
    return [entry.what for entry in Entry.select().where(Entry.order_id == order.id).order_by(Entry.id)]


def test_a_held_order_says_why_and_goes_on_where_it_stood(make_order: MakeOrder) -> None:
    order = make_order("ready")
    holding.hold(order.id, "客户来电", by=5)
    found = holding.list_blocks(order.id)[0]
    assert is_blocked(order) and (found.kind, found.by) == ("hold", 5)
    assert say(Words.from_json(found.why), "zh-CN") == "暂停：客户来电"
    holding.unhold(order.id, by=6)
    assert not is_blocked(order) and Order.get_by_id(order.id).state == "ready"
    assert happened(order) == ["order:held", "order:unheld"]
    assert {row.what for row in Change.select()} == {"order", "queue"}


def test_the_customers_words_stay_out_of_the_timeline(make_order: MakeOrder) -> None:
    order = make_order("ready")
    holding.hold(order.id, "Ms Li, 13800000000", by=5)
    holding.cancel(order.id, "Ms Li, 13800000000", by=5)
    assert "13800000000" not in str([entry.data for entry in Entry.select()])
    reasons = [(block.kind, block.why["reason"]) for block in Block.select().order_by(Block.id)]
    assert reasons == [("hold", "Ms Li, 13800000000"), ("cancel", "Ms Li, 13800000000")]


def test_a_second_hold_and_a_second_unhold_are_refused(make_order: MakeOrder) -> None:
    order = make_order("ready")
    holding.hold(order.id, "", by=5)
    with pytest.raises(Refused):
        holding.hold(order.id, "", by=5)
    holding.unhold(order.id, by=5)
    with pytest.raises(Refused):
        holding.unhold(order.id, by=5)
    assert Block.select().count() == 1


@pytest.mark.parametrize("state", ["shipped", "cancelled", "delivered"])
def test_what_has_left_cannot_be_held(make_order: MakeOrder, state: str) -> None:
    with pytest.raises(Refused):
        holding.hold(make_order(state).id, "", by=5)


def test_an_order_stays_blocked_while_any_block_is_open(make_order: MakeOrder) -> None:
    order = make_order("ready")
    review = holding.block(order.id, REVIEW)
    holding.hold(order.id, "", by=5)
    holding.unhold(order.id, by=5)
    assert is_blocked(order)
    holding.lift(review.id, by=7)
    assert not is_blocked(order)


def test_only_the_role_a_block_names_may_lift_it(make_order: MakeOrder) -> None:
    order = make_order("ready")
    review = holding.block(order.id, REVIEW)
    with pytest.raises(Denied):
        holding.lift(review.id, by=5, roles=["lead"])
    assert is_blocked(order)
    holding.lift(review.id, by=5, roles=["customer_service"])
    with pytest.raises(NotFound):
        holding.lift(99, by=5)


@pytest.mark.parametrize("state", ["new", "ready", "released", "picking", "picked", "packing", "packed"])
def test_cancelling_frees_what_is_promised_and_lifts_what_blocked(make_order: MakeOrder, state: str) -> None:
    order = make_order(state, lines={1: 3})
    stock(1, 10)
    reserving.reserve(ordering.line_ids_of(order.id)[0], 1, 3)
    holding.hold(order.id, "", by=5)
    holding.cancel(order.id, "changed their mind", by=5)
    assert balance(1) == (10, 0)
    assert Order.get_by_id(order.id).state == "cancelled" and not is_blocked(order)
    assert happened(order)[1:] == ["order:cancelled", "order:unheld"]
    assert ("queue", ",lead,floor,") in [(row.what, row.rooms) for row in Change.select()]
    assert checks.list_problems() == []


def test_cancelling_twice_is_refused(make_order: MakeOrder) -> None:
    order = make_order("ready")
    holding.cancel(order.id, "", by=5)
    with pytest.raises(Refused):
        holding.cancel(order.id, "", by=5)
