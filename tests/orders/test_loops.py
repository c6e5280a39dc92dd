import pytest

from app.orders import loops
from app.orders.generating import generate
from app.orders.models import Order
from app.orders.taking_in import take_in
from tests.conftest import MONDAY_MORNING
from tests.orders.conftest import stock


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "EVERY_S", 0)
    monkeypatch.setattr(loops, "_next_at", 0)


def test_stock_that_arrives_by_any_process_readies_what_waited(house: None) -> None:
    take_in(generate(3, 1, ["T"], MONDAY_MORNING))
    assert [step() for step in loops.steps()] == [False]
    assert Order.select().where(Order.state == "new").count() == 3
    stock(1, 100)
    loops.ready_orders()
    assert Order.select().where(Order.state == "ready").count() == 3


def test_a_long_queue_is_readied_in_short_rounds(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "MOST", 2)
    take_in(generate(3, 1, ["T"], MONDAY_MORNING))
    stock(1, 100)
    assert [loops.ready_orders(), loops.ready_orders()] == [True, False]
    assert Order.select().where(Order.state == "ready").count() == 3


def test_it_does_not_look_all_the_time(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "EVERY_S", 60)
    loops.ready_orders()
    monkeypatch.setattr(loops, "restock", lambda most: pytest.fail("looked again at once"))
    loops.ready_orders()
