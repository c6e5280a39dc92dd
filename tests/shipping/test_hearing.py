"""Carriers tell and are asked: each scan counts once, and what stands still is told."""

from datetime import timedelta

from flask import Flask

from app.orders.models import Order
from app.packing.defaults import ensure_rules
from app.picking.models import FloorException
from app.rules.keeping import forget
from app.shipping import hearing, polling
from app.shipping.carriers.calling import compact
from app.shipping.carriers.sandbox import SIGNED, sign
from app.shipping.carriers.seen import News, Scan
from app.shipping.models import Parcel, TrackEvent, Voucher, Waybill
from app.shipping.sandbox.server import Courier
from tests.conftest import Clock
from tests.packing.conftest import Bench
from tests.shipping.conftest import left


def test_scans_twice_and_out_of_order_end_the_same(bench: Bench, clock: Clock) -> None:
    left(bench, bench.order())
    number, now = Waybill.get().tracking_no, clock.now
    names = ("picked_up", "moving", "out_for_delivery", "signed")
    scans = [Scan(now + timedelta(hours=hour), what) for hour, what in enumerate(names)]
    for scan in [scans[3], scans[0], scans[3], scans[2], scans[1], scans[0]]:
        assert hearing.hear("sandbox", News(number, [scan]))
    assert TrackEvent.select().where(TrackEvent.digest.is_null(False)).count() == 4
    assert Order.get().state == "delivered" and Parcel.get().delivered_at == scans[3].at


def test_trouble_on_the_way_and_back_again(bench: Bench, clock: Clock) -> None:
    left(bench, bench.order())
    number = Waybill.get().tracking_no
    states = []
    for hour, what in enumerate(("problem", "moving", "problem", "returned")):
        hearing.hear("sandbox", News(number, [Scan(clock.now + timedelta(hours=hour), what)]))
        states.append(Order.get().state)
    assert states == ["exception", "shipped", "exception", "returned"]


def test_a_callback_counts_with_its_signature_alone(app: Flask, bench: Bench, courier: Courier) -> None:
    left(bench, bench.order())
    told = {"tracking_no": Waybill.get().tracking_no}
    told |= {"scans": [{"at": "2026-11-23T03:00:00+00:00", "what": "picked_up", "place": "", "said": ""}]}
    body, client = compact(told).encode(), app.test_client()
    assert client.post("/api/carriers/sandbox", data=body, headers={SIGNED: "0"}).status_code == 403
    assert client.post("/api/carriers/nobody", data=body).status_code == 404
    good = {SIGNED: sign(body, "sandbox")}
    for _ in range(2):
        assert client.post("/api/carriers/sandbox", data=body, headers=good).status_code == 200
    assert TrackEvent.select().where(TrackEvent.what == "picked_up").count() == 1
    other = compact(told | {"tracking_no": "NOBODYS"}).encode()
    odd = compact({"ticket": "WC-R-²", "accepted": True}).encode()  # a digit that is no number
    for late in (other, odd):
        answer = client.post("/api/carriers/sandbox", data=late, headers={SIGNED: sign(late, "sandbox")})
        assert answer.status_code == 503


def test_a_carrier_is_asked_until_the_parcel_is_there(bench: Bench, courier: Courier, clock: Clock) -> None:
    left(bench, bench.order())
    number = str(Waybill.get().tracking_no)
    assert not polling.poll_next("sandbox")
    courier.house.scan(number, "signed", clock.now)
    clock.advance(minutes=31)
    assert polling.poll_next("sandbox") and not polling.poll_next("sandbox")
    assert Order.get().state == "delivered" and Waybill.get().poll_at is None
    clock.advance(days=3)
    assert not polling.poll_next("sandbox") and not polling.watch_next()


def test_what_stands_still_is_told_after_a_day_and_after_two(bench: Bench, clock: Clock) -> None:
    ensure_rules()
    forget()
    left(bench, bench.order())
    clock.advance(hours=23)
    assert not polling.watch_next()
    clock.advance(hours=2)
    assert polling.watch_next() and not polling.watch_next()
    clock.advance(hours=24)
    assert polling.watch_next() and not polling.watch_next()
    assert [row.kind for row in FloorException.select().order_by(FloorException.id)] == ["stuck", "lost"]
    hearing.hear("sandbox", News(Waybill.get().tracking_no, [Scan(clock.now, "moving")]))
    assert Parcel.get().stuck_h == 0 and not polling.watch_next()


def test_a_void_number_that_moves_is_an_alarm(bench: Bench, clock: Clock) -> None:
    order = bench.order()
    bench.closed(order)
    bench.readdress(order)
    bench.work()
    old = Waybill.get(Waybill.version == 1).tracking_no
    hearing.hear("sandbox", News(old, [Scan(clock.now, "picked_up")]))
    assert FloorException.get().kind == "void-moves"


def test_links_stay_open_for_ninety_days_after_delivery(bench: Bench, clock: Clock) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    bench.readdress(order)
    bench.work()
    bench.do("label.destroyed", label_id=1)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    bench.do("work.choose", work="handover")
    bench.do("handover.scan", carrier="sandbox", barcode=f"WL-{parcel.id}-2")
    clock.advance(days=100)
    hearing.hear("sandbox", News(Waybill.get(Waybill.version == 2).tracking_no, [Scan(clock.now, "signed")]))
    assert Voucher.get().expires_at == clock.now + timedelta(days=90)
