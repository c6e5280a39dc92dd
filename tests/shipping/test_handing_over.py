import pytest

from app.orders import holding
from app.orders.models import Order
from app.people.models import SignIn
from app.shipping import checks, withdrawing
from app.shipping.models import Label, Parcel, TrackEvent
from tests import builders
from tests.packing.conftest import Bench


@pytest.fixture
def porter(bench: Bench) -> SignIn:
    return builders.sign_in(builders.make_operator("packer"), "handover")


def scan(bench: Bench, porter: SignIn, parcel: Parcel, carrier: str = "sandbox") -> dict[str, object]:
    return builders.send(porter, "handover.scan", carrier=carrier, barcode=bench.label_of(parcel).code)


def test_a_closed_parcel_leaves_and_its_order_is_shipped(bench: Bench, porter: SignIn) -> None:
    parcel = bench.closed(bench.order())
    before = builders.send(porter, "lang.choose", lang="en")["card"]
    assert [one["waiting"] for one in before["carriers"]] == [1, 0]
    answer = scan(bench, porter, parcel)
    number = bench.label_of(parcel).waybill.tracking_no
    assert answer["card"]["last"] == {"tracking_no": number, "ok": True}
    assert answer["card"]["carrier"] == "sandbox"
    assert Order.get_by_id(parcel.order_id).state == "shipped"
    assert [event.what for event in TrackEvent.select().order_by(TrackEvent.id)] == ["packed", "handed_over"]
    assert checks.list_problems() == []


def test_scanned_twice_it_has_left_once(bench: Bench, porter: SignIn) -> None:
    parcel = bench.closed(bench.order())
    scan(bench, porter, parcel)
    again = scan(bench, porter, parcel)
    assert again["ok"] and "already" in str(again["message"])
    assert TrackEvent.select().where(TrackEvent.what == "handed_over").count() == 1


def test_the_wrong_carrier_is_told_the_right_one(bench: Bench, porter: SignIn) -> None:
    answer = scan(bench, porter, bench.closed(bench.order()), "manual")
    assert answer["details"] == {"expected": "Sandbox Express"}
    assert Parcel.get().state == "closed"


def test_an_open_box_does_not_leave(bench: Bench, porter: SignIn) -> None:
    answer = scan(bench, porter, bench.applied(bench.order()))
    assert not answer["ok"] and "not closed" in str(answer["message"])


def test_an_unknown_number_is_put_aside(bench: Bench, porter: SignIn) -> None:
    answer = builders.send(porter, "handover.scan", carrier="sandbox", barcode="SF1234567890")
    assert answer["code"] == "refused" and "SF1234567890" in answer["message"]


def test_a_held_parcel_does_not_leave(bench: Bench, porter: SignIn) -> None:
    parcel = bench.closed(bench.order())
    holding.hold(parcel.order_id, "核对", None)
    assert "核对" in str(scan(bench, porter, parcel)["message"])
    holding.unhold(parcel.order_id, None)
    assert scan(bench, porter, parcel)["ok"]


def test_a_cancelled_parcel_does_not_leave_before_or_after_its_withdrawal(
    bench: Bench, porter: SignIn
) -> None:
    parcel = bench.closed(bench.order())
    holding.cancel(parcel.order_id, "不要了", None)
    assert "cancelled" in str(scan(bench, porter, parcel)["message"])
    withdrawing.withdraw_next()
    assert Label.get().state == "dead" and Parcel.get().state == "cancelled"
    assert "VOID" in str(scan(bench, porter, parcel)["message"])


def test_handing_over_is_by_the_carriers_number_too(bench: Bench, porter: SignIn) -> None:
    parcel = bench.closed(bench.order())
    number = bench.label_of(parcel).waybill.tracking_no
    assert builders.send(porter, "handover.scan", carrier="sandbox", barcode=number.lower())["ok"]
