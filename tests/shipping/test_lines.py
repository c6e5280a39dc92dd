"""The lead's hand on carriers: which takes a parcel that has no number yet, and a number typed for one."""

from datetime import UTC, datetime, timedelta

import pytest

from app.contracts.tiers import get_site
from app.errors import Invalid, Unavailable
from app.lead.desk import read_desk
from app.lead.shipments import read_shipments
from app.shipping import lines, problems
from app.shipping.addresses import Address
from app.shipping.asking import readdress
from app.shipping.carriers import LINKS
from app.shipping.models import Carrier, Parcel, Waybill
from app.shipping.readdressing import Wish
from tests import builders
from tests.packing.conftest import ITEM, Bench

RATE = {"first_g": 1000, "next_g": 1000, "next_cents": 100}


@pytest.fixture
def priced(bench: Bench) -> Bench:
    for code, cents, hours in (("sandbox", 320, 48), ("manual", 450, 72)):
        rate = RATE | {"first_cents": cents, "hours": hours}
        Carrier.update(rates=[rate]).where(Carrier.code == code).execute()
    return bench


def test_price_and_time_stand_side_by_side_for_what_has_no_number(priced: Bench) -> None:
    parcel = priced.opened(priced.order())
    (row,) = read_shipments("en")["parcels"]
    assert (row["parcel_id"], row["state"], row["carrier"]) == (parcel.id, "open", None)
    offers = [(one["name"], one["cents"], one["hours"]) for one in row["offers"]]
    assert offers == [("Sandbox Express", 320, 48), ("Typed numbers", 450, 72)]
    lines.suspend("sandbox", "flood")
    shown = read_shipments("en")
    assert [one["carrier"] for one in shown["parcels"][0]["offers"]] == ["manual"]
    assert (shown["carriers"][0]["code"], shown["carriers"][0]["suspended_because"]) == ("sandbox", "flood")


def test_a_booked_parcel_is_not_offered_again_and_keeps_its_carrier(priced: Bench) -> None:
    parcel = priced.labelled(priced.order())
    assert read_shipments("en")["parcels"] == []
    told = priced.refused("parcel.carrier", priced.lead, parcel_id=parcel.id, carrier="manual")
    assert "has its number already" in told["message"]


def test_what_the_lead_chose_stays_chosen_at_the_gates_and_at_the_print(priced: Bench) -> None:
    parcel = priced.opened(priced.order())
    priced.do("parcel.carrier", priced.lead, parcel_id=parcel.id, carrier="manual")
    priced.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)
    card = priced.do("pack.print", parcel_id=parcel.id)["card"]
    assert (card["carrier"], card["carrier_because"]) == ("Typed numbers", "Chosen by the shift lead")
    assert Waybill.get().carrier == "manual"


def test_the_leads_choice_gives_way_when_its_line_is_suspended(priced: Bench) -> None:
    parcel = priced.opened(priced.order())
    priced.do("parcel.carrier", priced.lead, parcel_id=parcel.id, carrier="manual")
    priced.do("carrier.suspend", priced.lead, carrier="manual", reason="no truck")
    priced.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)
    assert Parcel.get_by_id(parcel.id).carrier == "sandbox"


def test_a_parcel_that_has_left_keeps_its_carrier(priced: Bench) -> None:
    parcel = priced.opened(priced.order())
    Parcel.update(state="handed_over").where(Parcel.id == parcel.id).execute()
    told = priced.refused("parcel.carrier", priced.lead, parcel_id=parcel.id, carrier="manual")
    assert "has left already" in told["message"]


def test_a_number_is_typed_for_the_carrier_without_an_interface(priced: Bench) -> None:
    parcel = priced.opened(priced.order())
    priced.do("parcel.carrier", priced.lead, parcel_id=parcel.id, carrier="manual")
    priced.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)
    priced.do("pack.print", parcel_id=parcel.id)
    priced.book()
    (row,) = read_shipments("zh-CN")["parcels"]
    assert row["wants_number"] and row["problem"] == "手工运单号用完了，请录入新的号段"
    assert read_shipments("en")["parcels"][0]["problem"] == "The typed waybill numbers are used up; add more"
    assert (
        "no waybill number"
        in priced.refused("waybill.type", priced.lead, parcel_id=parcel.id, barcode="**")["message"]
    )
    priced.do("waybill.type", priced.lead, parcel_id=parcel.id, barcode="m123")
    priced.work()
    assert (Waybill.get().tracking_no, Waybill.get().state) == ("M123", "active")
    told = priced.refused("waybill.type", priced.lead, parcel_id=parcel.id, barcode="M124")
    assert "waits for no typed number" in told["message"]


def test_a_carriers_own_words_are_kept_in_both_languages_and_within_the_column() -> None:
    kept = problems.keep(LINKS["zto"].said("S211 签名错误 " + "很长" * 200))
    assert len(kept) <= problems.LONGEST
    assert problems.tell(kept, "zh-CN").startswith("中通快递拒绝：S211 签名错误")
    assert problems.tell(kept, "en").startswith("ZTO Express refused: S211")
    assert problems.tell(problems.keep(Unavailable("carrier.no_answer")), "zh-CN").startswith("快递没有回应")
    assert problems.tell("as it was written once", "zh-CN") == "as it was written once"


def test_customer_service_sees_wishes_and_may_ask_but_not_approve(bench: Bench) -> None:
    service = builders.sign_in(builders.make_operator("customer_service"), "lead")
    order, other = bench.order(), bench.order()
    bench.labelled(order)
    readdress(order.id, Address(**builders.LI), Wish("customer"))
    (alert,) = read_desk("en")["alerts"]
    assert alert["actions"] == ["decline"] and "the customer asks" in alert["text"]
    told = bench.refused("readdress.approve", service, readdress_id=alert["readdress_id"])
    assert told["code"] == "denied"
    body = {"order_id": other.id, "address": builders.LI, "reason": "called"}
    assert bench.do("order.readdress", service, **body)["ok"]


def test_the_card_counts_to_the_last_truck_that_keeps_the_promise(bench: Bench) -> None:
    paid_at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
    lines.set_trucks("sandbox", ["17:30", "11:00"])
    lines.set_trucks("manual", ["19:00"])
    order = bench.order(paid_at=paid_at, promised_at=paid_at + timedelta(hours=8, minutes=30))
    card = bench.do("pack.open", barcode=order.order_no)["card"]
    assert card["cutoff_at"] == "2026-11-23T09:30:00.000Z"
    assert Carrier.get_by_id("sandbox").pick_up == "17:30"
    lines.set_trucks("sandbox", [])
    assert get_site().settings["pick_ups"] == ["19:00"]
    with pytest.raises(Invalid):
        lines.set_trucks("sandbox", ["5 pm"])
