import pytest

from app.db import database, transaction
from app.errors import NotFound, Refused, Stale
from app.stock import moving, reserving
from app.stock.models import LedgerRow
from tests.stock.conftest import Shelf


def ledger() -> list[tuple[int, str, int | None]]:
    return list(
        LedgerRow.select(LedgerRow.qty, LedgerRow.reason, LedgerRow.by).order_by(LedgerRow.id).tuples()
    )


@pytest.fixture
def reservation_id(shelf: Shelf) -> int:
    """Five of ten at location 1 are promised."""
    shelf.put(1, shelf.t, 10)
    return int(reserving.reserve(1, shelf.t.id, 5)[0].id)


def test_arriving_stock_adds_up(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 10)
    shelf.put(1, shelf.t, 5)
    assert shelf.at(1, shelf.t) == (15, 0)
    assert ledger() == [(10, "loaded", None), (5, "loaded", None)]


@pytest.mark.parametrize(("place", "sku", "qty"), [(99, 1, 1), (1, 99, 1), (1, 1, 0), (1, 1, -5)])
def test_nothing_arrives_nowhere(shelf: Shelf, place: int, sku: int, qty: int) -> None:
    with pytest.raises((NotFound, Refused)):
        moving.load(place, sku, qty)
    assert ledger() == []


def test_taking_lowers_stock_promise_and_reservation_together(shelf: Shelf, reservation_id: int) -> None:
    moving.take(reservation_id, 3, pick_id=7, by=4)
    assert shelf.at(1, shelf.t) == (7, 2)
    assert reserving.get_reservation(reservation_id).qty == 2
    assert ledger()[-1] == (-3, "picked", 4)


def test_more_than_promised_is_never_taken(shelf: Shelf, reservation_id: int) -> None:
    with pytest.raises(Stale):
        moving.take(reservation_id, 6, pick_id=7, by=4)
    with pytest.raises(Stale):
        moving.take(999, 1, pick_id=7, by=4)
    assert shelf.at(1, shelf.t) == (10, 5)


def test_putting_back_undoes_taking(shelf: Shelf, reservation_id: int) -> None:
    moving.take(reservation_id, 3, pick_id=7, by=4)
    moving.put_back(reservation_id, 3, pick_id=7, by=4)
    assert shelf.at(1, shelf.t) == (10, 5)
    assert reserving.get_reservation(reservation_id).qty == 5
    assert ledger()[-1] == (3, "undone", 4)


@pytest.mark.parametrize("reason", ["short", "damaged"])
def test_missing_units_leave_the_balance_with_their_reason(
    shelf: Shelf, reservation_id: int, reason: str
) -> None:
    moving.write_off(reservation_id, 2, pick_id=7, by=4, reason=reason)
    assert shelf.at(1, shelf.t) == (8, 3)
    assert ledger()[-1] == (-2, reason, 4)


def test_an_unknown_reason_is_a_bug(reservation_id: int) -> None:
    with pytest.raises(ValueError, match="stolen"):
        moving.write_off(reservation_id, 2, pick_id=7, by=4, reason="stolen")


def test_a_count_books_the_difference(shelf: Shelf, reservation_id: int) -> None:
    place = shelf.locations[0].id
    assert moving.count(place, shelf.t.id, 8, by=4) == -2
    assert moving.count(place, shelf.t.id, 8, by=4) == 0
    assert shelf.at(1, shelf.t) == (8, 5)
    assert ledger()[-1] == (-2, "counted", 4)


def test_a_count_below_the_promise_is_refused(shelf: Shelf, reservation_id: int) -> None:
    with pytest.raises(Refused):
        moving.count(shelf.locations[0].id, shelf.t.id, 4, by=4)
    assert shelf.at(1, shelf.t) == (10, 5)


def test_taking_joins_the_callers_transaction(shelf: Shelf, reservation_id: int) -> None:
    with pytest.raises(RuntimeError), transaction():
        moving.take(reservation_id, 3, pick_id=7, by=4)
        raise RuntimeError("the verb broke later")
    assert shelf.at(1, shelf.t) == (10, 5)


def test_taking_costs_three_statements(reservation_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    execute = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda sql, values=None: said.append(sql) or execute(sql, values)
    )
    with transaction():
        said.clear()
        moving.take(reservation_id, 1, pick_id=7, by=4)
        assert len(said) == 3
