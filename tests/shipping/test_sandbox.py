"""The sandbox carrier as a real server, with its faults: a number is never doubled and never lost."""

import urllib.request
from pathlib import Path
from typing import Any

import pytest

from app import clock as app_clock
from app import db
from app.db import transaction
from app.errors import Denied
from app.orders.models import Order
from app.shipping import amending, booking, messages, waybills
from app.shipping.carriers import LINKS, ensure_carriers
from app.shipping.models import Parcel, Waybill
from app.shipping.sandbox.server import Courier
from tests import builders
from tests.conftest import Clock
from tests.packing.conftest import Bench, Papers


def test_one_reference_is_one_number_for_ever(courier: Courier, bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    waybill = Waybill.get()
    wanted = booking.booking_of(waybill)
    assert LINKS["sandbox"].book(wanted).tracking_no == waybill.tracking_no
    LINKS["sandbox"].cancel(wanted, waybill.tracking_no)
    assert LINKS["sandbox"].book(wanted).tracking_no == waybill.tracking_no
    assert courier.house.living() == {} and parcel.state == "labelled"


def test_a_call_with_another_signature_is_refused(courier: Courier) -> None:
    request = urllib.request.Request(f"{courier.url}/book", b'{"reference":"x"}', method="POST")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)
    with pytest.raises(Denied):
        LINKS["sandbox"].read_callback({"X-Sandbox-Sign": "0"}, b"{}")


def test_late_after_success_is_asked_again_and_is_the_same_number(
    courier: Courier, bench: Bench, clock: Clock
) -> None:
    courier.house.faults.late = 1.0
    parcel = bench.checked(bench.order())
    bench.do("pack.print", parcel_id=parcel.id)
    bench.book()
    assert Waybill.get().state == "booking" and "carrier.no_answer" in Waybill.get().problem
    courier.house.faults.late = 0.0
    clock.advance(seconds=2)
    bench.book()
    assert list(courier.house.living().values()) == [Waybill.get().tracking_no]
    assert courier.house.asked["book"] == 2


def test_a_carrier_without_a_key_is_asked_what_it_has_first(
    courier: Courier, bench: Bench, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.shipping.carriers import Can
    from app.shipping.carriers.sandbox import Sandbox

    monkeypatch.setattr(Sandbox, "can", Can(cancel=True, key=False))
    courier.house.faults.late = 1.0
    parcel = bench.checked(bench.order())
    bench.do("pack.print", parcel_id=parcel.id)
    bench.book()
    courier.house.faults.late = 0.0
    clock.advance(seconds=2)
    bench.book()
    assert courier.house.asked == {"book": 1, "find": 1}
    assert Waybill.get().state == "active" and len(courier.house.living()) == 1


def test_the_number_stays_where_the_carrier_can_change_it(
    courier: Courier, bench: Bench, configure: Any, papers: Papers, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(url=courier.url, change="update")
    order = bench.order()
    parcel = bench.closed(order)
    before = Waybill.get().tracking_no
    bench.readdress(order)
    bench.work()
    waybill = Waybill.get()
    assert (waybill.tracking_no, waybill.version, waybill.recipient["city"]) == (before, 1, "苏州市")
    assert courier.house.by_number[before].recipient["city"] == "苏州市"
    assert papers.of("voucher")[0]["old_tracking_no"] == ""
    assert messages.send_next() and f"运单号 {before} 不变" in capsys.readouterr().out
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    told = bench.refused("handover.scan", porter, carrier="sandbox", barcode=before)
    assert f"WL-{parcel.id}-2" in told["message"]
    assert (
        "VOID"
        in bench.refused("handover.scan", porter, carrier="sandbox", barcode=f"WL-{parcel.id}-1")["message"]
    )


def test_too_late_for_a_change_takes_a_new_number(courier: Courier, bench: Bench, configure: Any) -> None:
    configure(url=courier.url, change="update")
    order = bench.order()
    bench.closed(order)
    first = Waybill.get().tracking_no
    courier.house.scan(first, "picked_up")
    bench.readdress(order)
    bench.work()
    assert [row.state for row in Waybill.select().order_by(Waybill.version)] == ["void", "active"]


def test_a_change_that_is_overtaken_by_another_ends_at_the_later_one(
    courier: Courier, bench: Bench, configure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(url=courier.url, change="update")
    order = bench.order()
    bench.closed(order)
    bench.readdress(order)
    link, real = LINKS["sandbox"], LINKS["sandbox"].change_address

    def meanwhile(*told: Any) -> Any:
        monkeypatch.setattr(link, "change_address", real)
        bench.readdress(order, city="无锡市", district="")
        return real(*told)

    monkeypatch.setattr(link, "change_address", meanwhile, raising=False)
    assert amending.change_next("sandbox")
    bench.work()
    number = Waybill.get().tracking_no
    assert Waybill.select().count() == 1
    assert courier.house.by_number[number].recipient["city"] == "无锡市"


def test_a_suspended_line_gives_its_parcels_to_the_next_carrier(
    courier: Courier, bench: Bench, clock: Clock
) -> None:
    from app.picking.models import FloorException
    from app.shipping.carriers.manual import add_numbers
    from app.shipping.models import Carrier
    from app.words import Words, say

    add_numbers(["M1", "M2"])
    rate = {"first_g": 1000, "first_cents": 450, "next_g": 1000, "next_cents": 100, "hours": 72}
    Carrier.update(rates=[rate]).where(Carrier.code == "manual").execute()
    courier.house.faults.suspended = "暴雨"
    parcel = bench.checked(bench.order())
    bench.do("pack.print", parcel_id=parcel.id)
    bench.work()
    old, new = Waybill.select().order_by(Waybill.version)
    assert (old.state, new.carrier, new.tracking_no) == ("void", "manual", "M1")
    told = say(Words.from_json(FloorException.get(FloorException.kind == "line").text), "en")
    assert "Typed numbers ¥4.50 / 72 h" in told and "1 parcels" in told
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=bench.label_of(parcel).code)
    bench.do("pack.close", parcel_id=parcel.id)
    assert bench.closed(bench.order()).carrier == "manual"
    bench.do("carrier.resume", bench.lead, carrier="sandbox")
    courier.house.faults.suspended = ""
    assert bench.checked(bench.order()).carrier == "sandbox"


def books(count: int, courier: Courier, clock: Clock) -> None:
    """`count` parcels booked by the loop's own steps through a carrier that is silent after 30 of 100
    calls.
    """
    builders.make_site()
    ensure_carriers()
    station = builders.make_station(builders.make_printer())
    order = builders.make_order((builders.make_sku("SOAK-1"), 1))
    courier.house.faults.late = 0.3
    for start in range(0, count, 500):
        wish(order, station.id, min(500, count - start))
        while Waybill.select().where(Waybill.state == "booking").exists():
            while booking.book_next("sandbox"):
                pass
            clock.advance(seconds=61)
        if start % 5000 == 4500:
            print(f"{start + 500} booked, {courier.house.asked['book']} asked", flush=True)


def wish(order: Order, station_id: int, count: int) -> None:
    with transaction():
        for _ in range(count):
            parcel = Parcel.create(
                order=order, state="checked", station_id=station_id, opened_at=app_clock.now()
            )
            waybills.ask(parcel)


def nothing_doubled_and_nothing_lost(count: int, courier: Courier) -> None:
    ours = {f"WC-{row.parcel_id}-{row.version}": row.tracking_no for row in Waybill.select()}
    assert len(ours) == count and None not in ours.values()
    assert ours == courier.house.living(), "their books and ours differ"
    assert len(set(ours.values())) == count
    assert courier.house.asked["book"] > count * 1.2, "nobody was silent"


def test_bookings_through_silence_are_neither_doubled_nor_lost(
    database: str, courier: Courier, clock: Clock
) -> None:
    books(150, courier, clock)
    nothing_doubled_and_nothing_lost(150, courier)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_bookings(
    sqlite_template: Path, tmp_path: Path, courier: Courier, clock: Clock
) -> None:
    import os
    import shutil

    count = int(os.environ.get("WAVECARD_SOAK_BOOKINGS") or 100_000)
    shutil.copy(sqlite_template, tmp_path / "wavecard.db")
    db.connect(f"sqlite:///{tmp_path}/wavecard.db?synchronous=off")
    try:
        books(count, courier, clock)
        nothing_doubled_and_nothing_lost(count, courier)
    finally:
        db.disconnect()
