import pytest

from app.orders import checks, holding
from app.orders.generating import generate
from app.orders.models import Block, Order, OrderLine
from app.orders.ordering import advance
from app.orders.taking_in import take_in
from app.stock.models import Reservation
from app.timeline.models import Entry
from tests.conftest import MONDAY_MORNING
from tests.orders.conftest import stock


@pytest.fixture(autouse=True)
def orders(house: None) -> None:
    stock(1, 500)
    take_in(generate(5, 1, ["T"], MONDAY_MORNING))
    advance(Order.get(Order.id == 1), "release")
    holding.hold(2, "", by=None)
    holding.cancel(3, "", by=None)
    assert checks.list_problems() == []


def only() -> str:
    found = checks.list_problems()
    assert len(found) == 1
    return found[0]


def test_a_flag_without_a_block_is_named() -> None:
    Order.update(blocked=True).where(Order.id == 1).execute()
    assert "W2611230001 blocked=True" in only()


def test_a_block_without_its_flag_is_named() -> None:
    Block.update(lifted_at=None).where(Block.kind == "cancel").execute()
    assert "W2611230003 blocked=False" in only()


def test_an_open_unit_that_nobody_promised_is_named() -> None:
    Reservation.update(qty=0).where(Reservation.line_id == 1).execute()
    assert "(released) line 1" in only()


def test_a_promise_to_a_cancelled_order_is_named() -> None:
    line = OrderLine.get(OrderLine.order == 3)
    Reservation.update(qty=1).where(Reservation.line_id == line.id).execute()
    assert "(cancelled)" in only()


def test_a_move_without_an_entry_is_named() -> None:
    Order.update(state="picking").where(Order.id == 1).execute()
    assert only() == "orders: W2611230001 is picking, its timeline says released"


def test_a_move_that_was_entered_twice_is_named() -> None:
    entry = Entry.select().where(Entry.what == "order:released").get()
    Entry.create(at=entry.at, what=entry.what, subject_id=1, order_id=1, data=entry.data, hash="0")
    assert "moves order 1 from ready, not released" in only()


def test_an_order_without_lines_is_named() -> None:
    OrderLine.delete().where(OrderLine.order == 3).execute()
    assert only() == "orders: W2611230003 has no lines"
