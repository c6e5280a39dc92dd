"""An address change after hand-over: pending at the carrier, and true only when it says so."""

from typing import Any

import pytest

from app.lead.readdresses import SHOWN, list_readdresses
from app.orders.models import Order
from app.shipping import checks, hearing, messages
from app.shipping.carriers.seen import News
from app.shipping.models import Message, Parcel, Readdress, TrackEvent, Voucher, Waybill
from app.shipping.sandbox.server import Courier
from tests import builders
from tests.conftest import Clock
from tests.packing.conftest import Bench, Papers
from tests.shipping.conftest import left


def answer(accepted: bool, said: str = "") -> bool:
    row = Readdress.select().order_by(Readdress.id.desc()).first()
    return hearing.hear("sandbox", News(ticket=row.ticket, accepted=accepted, said=said))


def test_nothing_is_true_before_the_carrier_agrees(
    bench: Bench, redirecting: Courier, capsys: pytest.CaptureFixture[str]
) -> None:
    order = bench.order()
    parcel = left(bench, order)
    assert "asked to take" in bench.readdress(order)["message"]
    assert Readdress.get().state == "pending" and Order.get_by_id(order.id).city == "杭州市"
    bench.work()
    assert Readdress.get().ticket == f"WC-R-{Readdress.get().id}"
    assert answer(True)
    assert (Readdress.get().state, Order.get_by_id(order.id).city) == ("closed", "苏州市")
    assert Waybill.get().recipient["city"] == "苏州市" and Parcel.get_by_id(parcel.id).state == "handed_over"
    assert TrackEvent.select().where(TrackEvent.what == "rerouted").count() == 1
    assert messages.send_next() and not messages.send_next()
    said = capsys.readouterr().out
    assert f"运单号 {Waybill.get().tracking_no} 不变" in said
    assert "https://track.example.com/t/" in said and builders.LI["phone"] not in said
    assert Message.get().sealed == ""
    assert checks.list_problems() == []


def test_the_answer_counts_once(bench: Bench, redirecting: Courier) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    bench.work()
    assert answer(True) and answer(True) and answer(False)
    assert Voucher.select().count() == 1 and Readdress.get().state == "closed"


def test_a_refusal_says_what_to_do_instead_and_waits_for_the_lead(bench: Bench, redirecting: Courier) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    bench.work()
    answer(False, "已在派送途中")
    assert Order.get_by_id(order.id).city == "杭州市"
    told = list_readdresses("en")[0]
    assert "recalled" in told["text"] and "已在派送途中" in told["text"]
    assert (told["level"], told["actions"]) == ("red", ["settle"])
    bench.do("readdress.settle", bench.lead, readdress_id=Readdress.get().id)
    assert list_readdresses("en") == []


def test_a_parcel_that_was_signed_is_refused_at_once(bench: Bench, redirecting: Courier) -> None:
    order = bench.order()
    left(bench, order)
    redirecting.house.scan(str(Waybill.get().tracking_no), "signed")
    bench.readdress(order)
    bench.work()
    assert Readdress.get().state == "refused"


def test_the_fee_is_shown_and_accepted_by_the_lead(
    bench: Bench, redirecting: Courier, configure: Any
) -> None:
    configure(url=redirecting.url, redirect=True, fee_cents=1200)
    order = bench.order()
    left(bench, order)
    body = {"order_id": order.id, "address": builders.LI, "reason": ""}
    assert "¥12.00" in bench.refused("order.readdress", bench.lead, **body)["message"]
    bench.do("order.readdress", bench.lead, **body, terms={"fee_cents": 1200})
    assert (Readdress.get().state, Readdress.get().fee_cents) == ("pending", 1200)


def test_what_costs_something_waits_for_the_lead(bench: Bench, redirecting: Courier, configure: Any) -> None:
    configure(url=redirecting.url, redirect=True, fee_cents=1200)
    order = bench.order()
    left(bench, order)
    service = builders.sign_in(builders.make_operator("customer_service"), "lead")
    told = bench.do("order.readdress", service, order_id=order.id, address=builders.LI, reason="来电")
    assert "waits for the shift lead" in told["message"]
    row = Readdress.get()
    assert (row.state, row.source) == ("asked", "customer_service")
    shown = list_readdresses("en")[0]
    assert shown["fee_cents"] == 1200 and shown["actions"] == ["approve", "decline"]
    assert bench.refused("readdress.approve", service, readdress_id=row.id)["code"] == "denied"
    bench.do("readdress.approve", bench.lead, readdress_id=row.id, fee_cents=1200)
    assert Readdress.select().count() == 1
    assert (Readdress.get().state, Readdress.get().approved_by) == ("pending", bench.lead.operator_id)


def test_two_in_a_row_the_later_wins_and_a_late_yes_to_the_first_changes_nothing(
    bench: Bench, redirecting: Courier
) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    bench.work()
    bench.readdress(order, city="无锡市", district="")
    bench.work()
    first, second = Readdress.select().order_by(Readdress.id)
    assert (first.state, first.replaced_by, second.state) == ("replaced", second.id, "pending")
    answer(True)
    assert Order.get_by_id(order.id).city == "无锡市"
    hearing.hear("sandbox", News(ticket=first.ticket, accepted=True))
    assert Order.get_by_id(order.id).city == "无锡市"


def test_the_lead_may_say_what_the_carrier_said_on_the_telephone(bench: Bench, redirecting: Courier) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    bench.do("readdress.answer", bench.lead, readdress_id=Readdress.get().id, accepted=True)
    assert Order.get_by_id(order.id).city == "苏州市"
    again = bench.refused("readdress.answer", bench.lead, readdress_id=Readdress.get().id, accepted=False)
    assert "answered already" in again["message"]


def test_silence_is_asked_again_and_is_one_request(bench: Bench, redirecting: Courier, clock: Clock) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    redirecting.house.faults.late = 1.0
    bench.work()
    assert Readdress.get().ticket is None and Readdress.get().problem
    redirecting.house.faults.late = 0.0
    clock.advance(seconds=5)
    bench.work()
    assert redirecting.house.asked["intercept"] == 2
    assert [sent.tickets for sent in redirecting.house.by_number.values()] == [[Readdress.get().ticket]]


def test_an_answer_that_overtakes_its_ticket_is_understood(bench: Bench, redirecting: Courier) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    assert hearing.hear("sandbox", News(ticket=f"WC-R-{Readdress.get().id}", accepted=True))
    assert Readdress.get().state == "closed"
    assert not hearing.hear("sandbox", News(ticket="nobody's", accepted=True))


def test_no_paper_is_printed_for_a_parcel_that_has_left(
    bench: Bench, redirecting: Courier, papers: Papers
) -> None:
    order = bench.order()
    left(bench, order)
    bench.readdress(order)
    bench.work()
    answer(True)
    assert papers.of("voucher") == [] and Voucher.select().count() == 1


def test_what_waits_for_the_lead_is_seen_however_many_carriers_were_asked(bench: Bench, clock: Clock) -> None:
    parcel = left(bench, bench.order())
    row = {"parcel": parcel, "order": parcel.order, "before": {}, "after": {}}
    for state in (*["pending"] * SHOWN, "relabelling", "refused", "asked"):
        Readdress.create(**row, state=state, because={"key": "nothing"}, asked_at=clock.now)
    clock.advance(minutes=3)
    found = [Readdress.get_by_id(told["readdress_id"]).state for told in list_readdresses("en")]
    assert sorted(found[:2]) == ["asked", "refused"] and found[2] == "relabelling" and len(found) == SHOWN


def test_halfway_for_two_minutes_is_on_the_leads_screen(bench: Bench, clock: Clock) -> None:
    order = bench.order()
    bench.closed(order)
    bench.readdress(order)
    assert list_readdresses("en") == []
    clock.advance(seconds=121)
    assert "over 2 min" in list_readdresses("en")[0]["text"]
