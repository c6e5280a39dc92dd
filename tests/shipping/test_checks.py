"""`wavecard check` names what is broken: each invariant is broken once by hand."""

from collections.abc import Callable

import pytest

from app import clock
from app.orders.models import Block, Order
from app.packing import checks as packing_checks
from app.packing.models import Add, ItemCheck
from app.shipping import checks
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.timeline.models import Entry
from tests.packing.conftest import Bench


@pytest.fixture
def closed(bench: Bench) -> Parcel:
    return bench.closed(bench.order())


BREAKS: list[tuple[str, Callable[[Parcel], object]]] = [
    ("dead label", lambda parcel: Label.update(state="dead").execute()),
    ("dead label", lambda parcel: Waybill.update(state="void").execute()),
    ("nobody owns", lambda parcel: _stop(parcel)),
    ("stops nothing", lambda parcel: _change(parcel)),
    ("is shipped", lambda parcel: Order.update(state="shipped").execute()),
    ("without a parcel", lambda parcel: _orphan()),
    ("exactly one entry", lambda parcel: Entry.delete().where(Entry.what == "parcel:closed").execute()),
]


def _stop(parcel: Parcel) -> None:
    Block.create(kind="stop", order=parcel.order_id, parcel_id=parcel.id, why={}, at=clock.now())


def _change(parcel: Parcel) -> None:
    Readdress.create(
        parcel=parcel, order=parcel.order_id, state="booking", before={}, after={}, asked_at=clock.now()
    )


def _orphan() -> None:
    from tests import builders

    builders.make_order(state="packed")


@pytest.mark.parametrize(("named", "spoil"), BREAKS)
def test_what_is_broken_is_named(closed: Parcel, named: str, spoil: Callable[[Parcel], object]) -> None:
    assert checks.list_problems() == []
    spoil(closed)
    assert any(named in problem for problem in checks.list_problems())


def test_two_active_waybills_of_a_parcel_are_impossible(bench: Bench, closed: Parcel) -> None:
    from peewee import IntegrityError

    from app.db import transaction

    with pytest.raises((IntegrityError, Exception), match=r"(?i)unique"), transaction():
        Waybill.create(parcel=closed, version=2, carrier="sandbox", recipient={}, asked_at=clock.now())


def test_two_active_waybills_would_be_named(bench: Bench, closed: Parcel) -> None:
    from app.db import database

    database.execute_sql("DROP INDEX waybill_one_living")
    Waybill.create(parcel=closed, version=2, carrier="sandbox", recipient={}, asked_at=clock.now())
    assert f"shipping: parcel {closed.id} has 2 active waybills" in checks.list_problems()


def test_what_packing_missed_is_named(bench: Bench, closed: Parcel) -> None:
    assert packing_checks.list_problems() == []
    ItemCheck.update(checked_qty=1).execute()
    Add.create(parcel=closed, what="remark", text={})
    problems = packing_checks.list_problems()
    assert any("was not checked" in problem for problem in problems)
    assert any("without remark" in problem for problem in problems)
    ItemCheck.update(qty=1).execute()
    assert any("not what was picked" in problem for problem in packing_checks.list_problems())
