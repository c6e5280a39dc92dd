"""A parcel at the bench, one operation at a time, as the handheld sends them."""

import pytest

from app import clock
from app.orders import holding
from app.orders.models import Order, OrderLine
from app.packing import checks, parking
from app.packing.models import ItemCheck
from app.picking.models import Tote
from app.printing.models import PrintJob
from app.shipping.models import Label, Parcel, Waybill
from app.timeline.models import Entry
from app.waves.models import Task, TaskOrder
from tests import builders
from tests.packing.conftest import ITEM, SECOND, Bench


def state_of(parcel: Parcel) -> str:
    return str(Parcel.get_by_id(parcel.id).state)


def test_a_whole_parcel_from_tote_to_closed(bench: Bench) -> None:
    order = bench.order()
    tote = Tote.get(Tote.order_id == order.id)
    opened = bench.do("pack.open", barcode=tote.code)
    parcel_id = opened["card"]["parcel_id"]
    assert (opened["screen"], opened["card"]["items"][0]["qty"]) == ("pack_check", 2)
    assert bench.do("pack.check", parcel_id=parcel_id, barcode=ITEM)["card"]["progress"] == {
        "done": 1,
        "of": 2,
    }
    ready = bench.do("pack.check", parcel_id=parcel_id, barcode=ITEM)
    assert (ready["screen"], ready["card"]["carrier"]) == ("pack_print", "Sandbox Express")
    assert bench.do("pack.print", parcel_id=parcel_id)["card"]["printing"]["state"] == "booking"
    bench.work()
    shown = builders.send(bench.packer, "lang.choose", lang="en")
    assert (shown["screen"], shown["card"]["printing"]["state"]) == ("pack_label", "confirmed")
    code = shown["card"]["label"]["code"]
    assert code == f"WL-{parcel_id}-1"
    assert bench.do("pack.label_scan", parcel_id=parcel_id, barcode=code)["screen"] == "pack_close"
    assert bench.do("pack.close", parcel_id=parcel_id)["screen"] == "pack_open"
    assert Order.get_by_id(order.id).state == "packed"
    assert Tote.get_by_id(tote.id).order_id is None
    assert {job.layout for job in PrintJob.select()} == {"packing_slip", "parcel_label"}


def test_the_label_waits_for_both_gates(bench: Bench) -> None:
    order = bench.order(wants=["贺卡"], remark="请放充电线")
    parcel = bench.opened(order)
    for _ in range(2):
        assert "First scan every item" in bench.refused("pack.print", parcel_id=parcel.id)["message"]
        builders.send(bench.packer, "pack.check", parcel_id=parcel.id, barcode=ITEM)
    assert "First scan every item" in bench.refused("pack.print", parcel_id=parcel.id)["message"]
    bench.do("pack.add", parcel_id=parcel.id, what="want-1")
    assert bench.refused("pack.print", parcel_id=parcel.id)["code"] == "refused"
    assert not Waybill.select().exists()
    assert bench.do("pack.add", parcel_id=parcel.id, what="remark")["screen"] == "pack_print"
    bench.do("pack.print", parcel_id=parcel.id)
    assert Waybill.select().count() == 1


def test_adds_wait_for_the_items(bench: Bench) -> None:
    parcel = bench.opened(bench.order(wants=["贺卡"]))
    assert bench.refused("pack.add", parcel_id=parcel.id, what="want-1")["code"] == "refused"


def test_adds_are_the_wishes_the_care_and_the_remark(bench: Bench) -> None:
    order = builders.make_order((bench.lamp, 1), wants=["贺卡", {"text": "礼盒"}], remark="送妈妈的")
    bench.do("pack.open", barcode=order.order_no)
    parcel = Parcel.get(Parcel.order == order)
    shown = bench.do("pack.check", parcel_id=parcel.id, barcode=SECOND)
    assert shown["screen"] == "pack_add"
    assert [add["what"] for add in shown["card"]["adds"]] == ["want-1", "want-2", "fragile", "remark"]
    assert shown["card"]["adds"][-1]["text"] == "The customer asks: 送妈妈的"


def test_a_wrong_item_is_refused_with_what_is_expected(bench: Bench) -> None:
    parcel = bench.opened(bench.order())
    answer = bench.refused("pack.check", parcel_id=parcel.id, barcode=SECOND)
    assert answer["details"] == {"expected": "Mug"}
    assert "Mug" in answer["message"]


def test_too_many_of_an_item_are_refused(bench: Bench) -> None:
    order = builders.make_order((bench.mug, 2), (bench.lamp, 1))
    parcel = bench.opened(order)
    assert bench.refused("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=3)["details"] == {"left": 2}
    bench.do("pack.check", parcel_id=parcel.id, barcode="mug-1", qty=2)
    assert "enough" in bench.refused("pack.check", parcel_id=parcel.id, barcode=ITEM)["message"]


def test_a_repeated_scan_changes_nothing(bench: Bench) -> None:
    parcel = bench.opened(bench.order())
    body = {"parcel_id": parcel.id, "barcode": ITEM}
    first = builders.send(bench.packer, "pack.check", "same-tap-1", **body)
    again = builders.send(bench.packer, "pack.check", "same-tap-1", **body)
    assert again["card"] == first["card"] and again["repeated"]
    assert ItemCheck.get().checked_qty == 1


def test_a_short_line_packs_what_was_picked(bench: Bench) -> None:
    order = builders.make_order((bench.mug, 3), (bench.lamp, 1))
    OrderLine.update(picked_qty=1, short_qty=2).where(OrderLine.sku_id == bench.mug.id).execute()
    OrderLine.update(picked_qty=0, short_qty=1).where(OrderLine.sku_id == bench.lamp.id).execute()
    parcel = bench.opened(order)
    assert [(item.sku.code, item.qty) for item in ItemCheck.select()] == [("MUG-1", 1)]
    assert bench.do("pack.check", parcel_id=parcel.id, barcode=ITEM)["screen"] == "pack_print"


def test_nothing_picked_is_nothing_to_pack(bench: Bench) -> None:
    order = bench.order()
    OrderLine.update(picked_qty=0, short_qty=2).execute()
    assert "Nothing" in bench.refused("pack.open", barcode=order.order_no)["message"]


def test_all_totes_of_an_order_must_be_there(bench: Bench) -> None:
    order = bench.order()
    away = builders.make_tote(order)
    assert away.code in bench.refused("pack.open", barcode=order.order_no)["message"]
    Tote.update(station_id=bench.station.id).where(Tote.id == away.id).execute()
    assert bench.do("pack.open", barcode=order.order_no)["screen"] == "pack_check"


@pytest.mark.parametrize("state", ["new", "ready", "released", "picking", "packed", "shipped", "cancelled"])
def test_only_a_picked_order_is_opened(bench: Bench, state: str) -> None:
    bench.refused("pack.open", barcode=bench.order(state=state).order_no)


def test_a_pick_ticket_opens_the_next_order_of_its_walk(bench: Bench) -> None:
    first, second = (builders.make_order((bench.mug, 1)) for _ in range(2))
    now = {"promised_at": first.promised_at, "start_by_at": first.start_by_at, "created_at": clock.now()}
    task = Task.create(state="done", tier="A", because={}, **now)
    for slot, order in enumerate((first, second), start=1):
        TaskOrder.create(task=task, order=order, slot=slot)
    for order in (first, second):
        assert bench.do("pack.open", barcode=f"task-{task.id}")["card"]["order_no"] == order.order_no
        Parcel.update(state="cancelled", packer_id=None).execute()
        Order.update(state="packed").where(Order.id == order.id).execute()
    bench.refused("pack.open", barcode=f"TASK-{task.id}")
    assert bench.refused("pack.open", barcode="TASK-999")["code"] == "not_found"


def test_unknown_codes_and_empty_totes_are_named(bench: Bench) -> None:
    assert "no order" in bench.refused("pack.open", barcode=builders.make_tote().code)["message"]
    assert "99999" in bench.refused("pack.open", barcode="99999")["message"]
    assert bench.refused("pack.open", barcode="WL-99-1")["code"] == "not_found"


def test_a_packer_has_one_parcel_in_hand(bench: Bench) -> None:
    first, second = bench.order(), bench.order()
    bench.opened(first)
    assert first.order_no in bench.refused("pack.open", barcode=second.order_no)["message"]
    assert bench.do("pack.open", barcode=first.order_no)["screen"] == "pack_check"
    assert Parcel.select().count() == 1


def test_a_parcel_has_one_packer_until_they_go_home(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.opened(order)
    other = builders.sign_in(builders.make_operator("packer"), "packing", bench.station)
    assert bench.packer.operator.name in bench.refused("pack.open", other, barcode=order.order_no)["message"]
    bench.refused("pack.check", other, parcel_id=parcel.id, barcode=ITEM)
    bench.do("work.choose", bench.packer, work="handover")
    assert bench.do("pack.open", other, barcode=order.order_no)["screen"] == "pack_check"
    assert Parcel.get_by_id(parcel.id).packer_id == other.operator_id


def test_no_station_no_packing(bench: Bench) -> None:
    order = bench.order()
    homeless = builders.sign_in(builders.make_operator("packer"), "packing")
    bench.refused("pack.open", homeless, barcode=order.order_no)
    shown = bench.do("work.choose", homeless, work="packing", station="st-1")
    assert shown["screen"] == "pack_open"
    assert [waiting["order_no"] for waiting in shown["card"]["waiting"]] == [order.order_no]


def test_what_waits_is_urgent_first(bench: Bench) -> None:
    later, urgent = bench.order(tier="C"), bench.order(tier="A")
    bench.order(tier="A", state="picking")
    shown = bench.do("work.choose", work="packing", station="ST-1")
    assert [waiting["order_no"] for waiting in shown["card"]["waiting"]] == [urgent.order_no, later.order_no]


def test_closing_needs_the_label_on_the_box(bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    assert "scan it first" in bench.refused("pack.close", parcel_id=parcel.id)["message"]
    assert state_of(parcel) == "labelled"


def test_another_parcels_label_does_not_fit(bench: Bench) -> None:
    first = bench.closed(bench.order())
    second = bench.labelled(bench.order())
    answer = bench.refused("pack.label_scan", parcel_id=second.id, barcode=bench.label_of(first).code)
    assert answer["details"] == {"expected": bench.label_of(second).code}
    assert bench.refused("pack.label_scan", parcel_id=second.id, barcode=ITEM)["code"] == "refused"


def test_the_carriers_number_on_the_label_counts_too(bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    number = Waybill.get(Waybill.parcel == parcel.id).tracking_no
    assert bench.do("pack.label_scan", parcel_id=parcel.id, barcode=number)["screen"] == "pack_close"
    assert (Label.get().state, Waybill.get().state) == ("applied", "printed")


def test_the_scanned_label_is_the_printers_proof(bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    PrintJob.update(state="sent").where(PrintJob.layout == "parcel_label").execute()
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=bench.label_of(parcel).code)
    assert PrintJob.get(PrintJob.layout == "parcel_label").state == "confirmed"


def test_a_held_order_stops_at_once_and_its_box_is_put_aside(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.opened(order)
    holding.hold(order.id, "付款核对", bench.lead.operator_id)
    answer = bench.refused("pack.check", parcel_id=parcel.id, barcode=ITEM)
    assert "付款核对" in answer["message"] and "STOP" in answer["message"]
    assert parking.park_next() and not parking.park_next()
    shown = builders.send(bench.packer, "lang.choose", lang="en")
    assert shown["screen"] == "interrupt" and order.order_no in shown["card"]["text"]
    seen = builders.send(bench.packer, "interrupt.seen", interrupt_id=shown["card"]["interrupt_id"])
    assert seen["screen"] == "pack_open" and seen["card"]["waiting"] == []
    holding.unhold(order.id, bench.lead.operator_id)
    assert bench.do("pack.open", barcode=order.order_no)["card"]["parcel_id"] == parcel.id


def test_a_label_that_could_not_be_printed_is_printed_again(bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    assert "already" in bench.refused("pack.print", parcel_id=parcel.id)["message"]
    PrintJob.update(state="failed").where(PrintJob.layout == "parcel_label").execute()
    assert bench.do("work.choose", work="packing", station="ST-1")["card"]["printing"]["state"] == "failed"
    assert bench.do("pack.print", parcel_id=parcel.id)["screen"] == "pack_label"
    assert sorted(job.copy for job in PrintJob.select().where(PrintJob.layout == "parcel_label")) == [0, 1]


def test_a_paper_nobody_is_sure_of_is_asked_about_on_the_card(bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    slip = PrintJob.get(PrintJob.layout == "packing_slip")
    PrintJob.update(state="unknown").where(PrintJob.id == slip.id).execute()
    shown = bench.do("work.choose", work="packing", station="ST-1")
    assert shown["card"]["printing"]["job_id"] == slip.id
    assert bench.do("print.answer", job_id=slip.id, came_out=True)["screen"] == "pack_label"
    assert bench.label_of(parcel).code == shown["card"]["label"]["code"]


def test_the_scale_is_kept_and_only_sensible_weights(bench: Bench) -> None:
    parcel = bench.opened(bench.order())
    bench.do("pack.weigh", parcel_id=parcel.id, grams=1250)
    assert Parcel.get_by_id(parcel.id).weight_g == 1250
    assert bench.refused("pack.weigh", parcel_id=parcel.id, grams=0)["code"] == "invalid"


def test_a_lead_lets_a_parcel_through_and_says_why(bench: Bench) -> None:
    parcel = bench.opened(bench.order(wants=["贺卡"]))
    assert bench.refused("pack.override", parcel_id=parcel.id, reason="x")["code"] == "denied"
    assert "Say why" in bench.refused("pack.override", bench.lead, parcel_id=parcel.id, reason=" ")["message"]
    bench.do("pack.override", bench.lead, parcel_id=parcel.id, reason="条码全坏")
    assert Entry.get(Entry.what == "parcel:overridden").data == {"reason": "条码全坏"}
    assert bench.do("pack.print", parcel_id=parcel.id)["screen"] == "pack_print"
    assert ItemCheck.get().checked_qty == 0
    assert checks.list_problems() == []
    assert bench.refused("pack.override", bench.lead, parcel_id=parcel.id, reason="x")["code"] == "refused"


def test_every_step_is_one_timeline_entry(bench: Bench) -> None:
    parcel = bench.closed(bench.order())
    told = [
        entry.what for entry in Entry.select().where(Entry.order_id == parcel.order_id).order_by(Entry.id)
    ]
    steps = [what for what in told if what.split(":")[0] in ("parcel", "waybill", "label", "order")]
    assert steps == [
        "order:packing_started",
        "parcel:opened",
        "parcel:item_checked",
        "parcel:checked",
        "waybill:asked",
        "waybill:booked",
        "label:made",
        "parcel:labelled",
        "label:applied",
        "waybill:printed",
        "parcel:closed",
        "order:packed",
    ]


def test_no_timeline_entry_says_who_the_customer_is(bench: Bench) -> None:
    order = bench.order(remark="电话 13812345678")
    parcel = bench.opened(order)
    bench.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)
    bench.do("pack.add", parcel_id=parcel.id, what="remark")
    told = "".join(str(entry.data) for entry in Entry.select())
    assert not any(word in told for word in (builders.WANG["name"], builders.WANG["phone"], "文三路"))


@pytest.mark.parametrize("kind", ["pack.open", "pack.check", "pack.print", "pack.close", "handover.scan"])
def test_a_picker_is_not_a_packer(bench: Bench, kind: str) -> None:
    picker = builders.sign_in(builders.make_operator("picker"), "packing", bench.station)
    assert bench.refused(kind, picker, parcel_id=1, barcode="x", carrier="sandbox")["code"] == "denied"
