import pytest

from app.errors import NotFound, Refused, Stale
from app.orders import holding, ordering
from app.orders.models import Order
from app.orders.states import HAPPENED, ORDER, STOPPED_BY_BLOCK
from app.stock import reserving
from app.timeline.models import Change, Entry
from app.words import Words
from tests.orders.conftest import MakeOrder, stock


@pytest.mark.parametrize(("state", "action"), sorted(ORDER.moves))
def test_every_move_of_the_life_is_one_entry_and_one_poke(
    make_order: MakeOrder, state: str, action: str
) -> None:
    order = make_order(state)
    ordering.advance(order, action, by=3, note="x")
    assert Order.get_by_id(order.id).state == order.state == ORDER.moves[state, action]
    entry = Entry.select().order_by(Entry.id.desc()).first()
    assert (entry.what, entry.order_id, entry.by) == (f"order:{HAPPENED[action]}", order.id, 3)
    assert entry.data == {"from": state, "to": order.state, "note": "x"}
    assert Entry.select().where(Entry.order_id == order.id).count() == 1
    assert [(row.what, row.ref_id) for row in Change.select()] == [("order", order.id)]


def test_every_action_has_its_past_tense() -> None:
    assert {action for _, action in ORDER.moves} == set(HAPPENED)


@pytest.mark.parametrize("state", ["shipped", "delivered", "returned", "exception", "cancelled"])
def test_what_has_left_or_ended_cannot_be_cancelled(make_order: MakeOrder, state: str) -> None:
    with pytest.raises(Refused):
        ordering.advance(make_order(state), "cancel")


def test_who_saw_an_older_state_is_told_to_look_again(make_order: MakeOrder) -> None:
    seen = make_order("ready")
    ordering.advance(Order.get_by_id(seen.id), "release")
    with pytest.raises(Stale):
        ordering.advance(seen, "release")


@pytest.mark.parametrize(("state", "action"), [("ready", "release"), ("picked", "pack"), ("packed", "ship")])
def test_a_block_stops_what_is_decided_next(make_order: MakeOrder, state: str, action: str) -> None:
    assert action in STOPPED_BY_BLOCK
    order = make_order(state)
    holding.block(order.id, holding.Why("stop", Words("order.held_no_reason")))
    with pytest.raises(Refused):
        ordering.advance(order, action)
    assert Order.get_by_id(order.id).state == state


def test_a_block_does_not_deny_a_fact_of_the_floor(make_order: MakeOrder) -> None:
    order = make_order("picking")
    holding.hold(order.id, "", by=None)
    ordering.advance(order, "finish_picking")
    assert order.state == "picked"


def test_what_is_still_promised_is_still_to_be_walked_for(make_order: MakeOrder) -> None:
    order = make_order(lines={1: 2})
    assert not ordering.has_reserved(order.id)
    stock(1, 2)
    reserving.reserve(ordering.line_ids_of(order.id)[0], 1, 2)
    assert ordering.has_reserved(order.id)


def test_an_unknown_order_is_not_found(house: None) -> None:
    with pytest.raises(NotFound):
        ordering.get_order(99)
