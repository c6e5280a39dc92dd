"""kill -9 between any two transactions of an address change: the loops go on, and nothing happens twice."""

from collections.abc import Callable
from typing import Any

import pytest

from app.shipping import amending, booking, calls, checks, readdressing, rerouting
from app.shipping.models import Readdress, Voucher, Waybill
from app.shipping.sandbox.server import Courier
from tests.conftest import Clock
from tests.packing.conftest import Bench
from tests.shipping.conftest import destroy, left, states


class Killed(BaseException):
    """Nothing after this line runs."""


def killed(*_: Any, **__: Any) -> None:
    raise Killed


def dies(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, work: Callable[[], Any]) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed)
        with pytest.raises(Killed):
            work()


KILLS = [
    ("rebook", booking, "booking_of"),  # claimed, not called
    ("update", booking, "booking_of"),
    ("rebook", booking, "_save"),  # the carrier answered, nothing is saved
    ("update", amending, "_save_changed"),
    ("rebook", readdressing.vouchers, "make"),  # inside the save: all of it or nothing
    ("update", readdressing.vouchers, "make"),
    ("rebook", readdressing.labels, "make"),
    ("update", readdressing.labels, "make"),
]


@pytest.fixture(params=KILLS, ids=lambda kill: f"{kill[0]}-{kill[2]}")
def kill(request: pytest.FixtureRequest, courier: Courier, configure: Any) -> tuple[Any, str]:
    """Where the process dies, with a carrier that changes a number or gives a new one."""
    change, module, name = request.param
    configure(url=courier.url, change=change)
    return module, name


def test_a_change_before_hand_over_goes_on(
    bench: Bench, courier: Courier, clock: Clock, monkeypatch: pytest.MonkeyPatch, kill: tuple[Any, str]
) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    bench.readdress(order)
    dies(monkeypatch, *kill, bench.work)
    assert states(parcel)[0] == "booking" and not Voucher.select().exists()
    assert checks.list_problems() == []
    clock.advance(minutes=1)
    bench.work()
    assert states(parcel)[0] == "relabelling"
    destroy(bench, parcel)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=bench.label_of(parcel).code)
    assert states(parcel) == ("closed", "closed")
    assert Voucher.select().count() == 1
    living = {row.tracking_no for row in Waybill.select().where(Waybill.state.in_(("active", "printed")))}
    assert set(courier.house.living().values()) == living and len(living) == 1
    assert checks.list_problems() == []


@pytest.mark.parametrize(("module", "name"), [(amending, "_save_ticket"), (calls, "_claim")])
def test_a_change_after_hand_over_goes_on(
    bench: Bench, redirecting: Courier, clock: Clock, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    dies(monkeypatch, module, name, bench.work)
    assert Readdress.get().state == "pending"
    clock.advance(minutes=1)
    bench.work()
    ticket = Readdress.get().ticket
    assert [sent.tickets for sent in redirecting.house.by_number.values()] == [[ticket]]
    dies(monkeypatch, rerouting.vouchers, "make", lambda: rerouting.answered(Readdress.get().id, True, ""))
    assert Readdress.get().state == "pending"
    rerouting.answered(Readdress.get().id, True, "")
    assert Readdress.get().state == "closed" and Voucher.select().count() == 1


def test_from_asked_to_voucher_takes_less_than_two_seconds_of_the_machine(bench: Bench) -> None:
    import time

    order = bench.order()
    bench.closed(order)
    began = time.process_time()
    bench.readdress(order)
    bench.work()
    assert Voucher.select().count() == 1
    assert time.process_time() - began < 2
