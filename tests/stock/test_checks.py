import pytest

from app.stock import checks, reserving
from app.stock.models import Balance, LedgerRow, Reservation
from tests.stock.conftest import make_shelf


@pytest.fixture(autouse=True)
def stock(database: str) -> None:
    shelf = make_shelf()
    shelf.put(1, shelf.t, 5)
    shelf.put(2, shelf.u, 5)
    reserving.reserve(1, shelf.t.id, 3)
    assert checks.list_problems() == []


def test_a_balance_that_drifted_from_its_ledger_is_named() -> None:
    Balance.update(on_hand=Balance.on_hand + 1).where(Balance.id == 1).execute()
    assert checks.list_problems() == ["stock: location 1, SKU 1: balance 6, ledger sum 5"]


def test_a_ledger_without_a_balance_is_named() -> None:
    Balance.delete().where(Balance.id == 2).execute()
    assert checks.list_problems() == ["stock: location 2, SKU 2: balance 0, ledger sum 5"]


def test_a_lost_ledger_row_is_named() -> None:
    LedgerRow.delete().where(LedgerRow.sku == 2).execute()
    assert checks.list_problems() == ["stock: location 2, SKU 2: balance 5, ledger sum 0"]


def test_a_promise_without_a_reservation_is_named() -> None:
    Reservation.update(qty=2).execute()
    assert checks.list_problems() == ["stock: location 1, SKU 1: 3 reserved, reservations sum to 2"]
    Reservation.delete().execute()
    assert checks.list_problems() == ["stock: location 1, SKU 1: 3 reserved, reservations sum to 0"]
