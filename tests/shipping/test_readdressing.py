"""An address change before hand-over: the parcel stops, gets a new number, and goes on where it stood."""

import pytest

from app.orders.models import Block, Order
from app.packing import parking
from app.picking.models import FloorException
from app.printing import jobs
from app.printing.models import Printer, PrintJob
from app.shipping import checks, links, messages, vouchers
from app.shipping.models import Label, Message, Readdress, TrackEvent, Voucher, Waybill
from app.timeline.models import Entry
from tests import builders
from tests.packing.conftest import Bench, Papers
from tests.shipping.conftest import destroy, screen, states


def test_the_whole_way_of_a_labelled_parcel(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    before = Waybill.get().tracking_no
    assert bench.readdress(order)["screen"] == "lead"
    shown = screen(bench)
    assert (shown["screen"], shown["card"]["label"]["code"]) == ("stop", f"WL-{parcel.id}-1")
    assert shown["card"]["label"]["number"] == before
    assert not parking.park_next()
    bench.work()
    old, new = Waybill.select().order_by(Waybill.version)
    assert (old.state, old.tracking_no, new.state, new.version) == ("void", before, "active", 2)
    assert old.cancelled_at is not None and new.tracking_no != before
    assert new.recipient["city"] == "苏州市" and Order.get_by_id(order.id).name == builders.LI["name"]
    assert states(parcel) == ("relabelling", "labelled")
    assert destroy(bench, parcel)["card"]["label"] is None
    assert states(parcel) == ("vouchered", "labelled")
    done = bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    assert done["screen"] == "pack_close"
    assert states(parcel) == ("closed", "labelled")
    assert not Order.get_by_id(order.id).blocked
    bench.do("pack.close", parcel_id=parcel.id)
    assert checks.list_problems() == []


def test_asking_stops_everything_in_one_transaction(
    bench: Bench, pushed: list[tuple[str, dict[str, object]]]
) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    pushed.clear()
    bench.readdress(order)
    assert Waybill.select().where(Waybill.state == "void").count() == 1
    assert Label.get().state == "dead"
    assert Order.get_by_id(order.id).blocked
    block = Block.get()
    assert (block.kind, block.parcel_id, block.lifted_by_role) == ("stop", parcel.id, "packer")
    rooms = {room for room, _ in pushed}
    assert {"lead", f"station:{bench.station.id}", f"operator:{bench.packer.operator_id}"} <= rooms
    assert checks.list_problems() == []


def test_a_closed_parcel_goes_on_to_the_truck_with_its_new_label_alone(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    old = bench.label_of(parcel)
    bench.readdress(order)
    bench.work()
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    for code in (old.code, old.waybill.tracking_no):
        assert "VOID" in bench.refused("handover.scan", porter, carrier="sandbox", barcode=code)["message"]
    new = bench.label_of(parcel)
    assert "STOP" in bench.refused("handover.scan", porter, carrier="sandbox", barcode=new.code)["message"]
    destroy(bench, parcel)
    assert bench.do("pack.label_scan", parcel_id=parcel.id, barcode=new.code)["screen"] == "pack_open"
    bench.do("handover.scan", porter, carrier="sandbox", barcode=new.code)
    assert Order.get_by_id(order.id).state == "shipped"
    assert checks.list_problems() == []


@pytest.mark.parametrize("by", ["code", "tracking_no"])
def test_an_old_waybill_is_void_wherever_it_is_scanned(bench: Bench, by: str) -> None:
    order = bench.order()
    parcel = bench.labelled(order)
    label = bench.label_of(parcel)
    code = label.code if by == "code" else label.waybill.tracking_no
    bench.readdress(order)
    for kind, body in (
        ("pack.open", {}),
        ("pack.label_scan", {"parcel_id": parcel.id}),
        ("handover.scan", {"carrier": "sandbox"}),
    ):
        answer = bench.refused(kind, barcode=code, **body)
        assert answer["code"] == "refused" and "VOID LABEL" in answer["message"], kind


def test_the_new_label_does_not_count_while_an_old_one_is_about(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    bench.work()
    answer = bench.refused("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    assert answer["details"] == {"code": f"WL-{parcel.id}-1"}


@pytest.mark.parametrize(("lang", "words"), [("en", "address of your parcel"), ("zh-CN", "已更改收件地址")])
def test_the_text_to_the_customer_speaks_as_the_paper_does(
    bench: Bench, lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Printer.update(lang=lang).execute()
    order = bench.order()
    bench.closed(order)
    bench.readdress(order)
    bench.work()
    assert messages.send_next() and words in capsys.readouterr().out


def test_a_lost_label_goes_on_and_the_lead_is_told(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    bench.work()
    old = Label.get(Label.version == 1)
    bench.do("label.lost", label_id=old.id)
    assert states(parcel)[0] == "vouchered"
    assert FloorException.get().kind == "label-lost"


def test_a_living_label_is_not_to_be_destroyed(bench: Bench) -> None:
    parcel = bench.applied(bench.order())
    label = bench.label_of(parcel)
    assert "not void" in bench.refused("label.destroyed", label_id=label.id)["message"]
    assert bench.refused("label.lost", label_id=999_999)["code"] == "not_found"


def test_the_voucher_prints_with_a_link_that_only_its_paper_knows(bench: Bench, papers: Papers) -> None:
    order = bench.order()
    bench.applied(order)
    bench.readdress(order)
    bench.book()
    told, voucher, job = papers.of("voucher")[0], Voucher.get(), PrintJob.get(PrintJob.layout == "voucher")
    token = told["url"].rsplit("/", 1)[1]
    assert told["url"] == f"https://track.example.com/t/{token}" and len(token) == 22
    assert token not in voucher.token_hash and token not in str(job.document)
    assert told["code"] == voucher.short_code
    assert told["old_tracking_no"] != told["tracking_no"]
    assert told["address"].startswith("浙江省 杭州市 **** → 江苏省 苏州市 **** · 李")
    assert told["address"].count("*") >= 8 + 1 + 6
    said = str(told)
    assert not any(part in said for part in (builders.LI["name"], builders.LI["phone"], "绿地大道"))


def test_what_was_printed_is_kept_no_longer(bench: Bench, papers: Papers) -> None:
    order = bench.order()
    bench.applied(order)
    bench.readdress(order)
    bench.work()
    for layout in ("voucher", "parcel_label"):
        for job in PrintJob.select().where(PrintJob.layout == layout):
            assert job.document == {"order_no": order.order_no, "wiped": True}


def test_a_reprinted_voucher_has_a_fresh_token_and_the_old_one_is_dead(bench: Bench, papers: Papers) -> None:
    order = bench.order()
    bench.applied(order)
    bench.readdress(order)
    bench.work()
    jobs.repeat(PrintJob.get(PrintJob.layout == "voucher"))
    first, second = papers.of("voucher")
    assert first["url"] != second["url"] and first["code"] != second["code"]
    tokens = [told["url"].rsplit("/", 1)[1] for told in (first, second)]
    assert [vouchers.find_by_token(token) is not None for token in tokens] == [False, True]


def test_a_reprinted_label_says_the_same_again(bench: Bench, papers: Papers) -> None:
    bench.labelled(bench.order())
    jobs.repeat(PrintJob.get(PrintJob.layout == "parcel_label"))
    first, second = papers.of("parcel_label")
    assert first == second and PrintJob.select().where(PrintJob.layout == "parcel_label").count() == 2


def test_without_a_public_address_the_voucher_has_no_link(
    bench: Bench, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "_given", {})
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    order = bench.order()
    bench.applied(order)
    bench.readdress(order)
    bench.work()
    assert papers.of("voucher")[0]["url"] is None and papers.of("voucher")[0]["old_tracking_no"]
    assert PrintJob.get(PrintJob.layout == "voucher").state == "confirmed"
    assert not Message.select().exists()


def test_before_the_label_only_the_order_changes(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.checked(order)
    assert "no label existed" in bench.readdress(order)["message"]
    assert not Readdress.select().exists() and not Block.select().exists()
    bench.do("pack.print", parcel_id=parcel.id)
    assert Waybill.get().recipient["name"] == builders.LI["name"]


def test_an_order_not_yet_packed_is_just_changed(bench: Bench) -> None:
    order = bench.order(state="ready")
    bench.readdress(order)
    assert Order.get_by_id(order.id).city == "苏州市"
    assert Entry.get(Entry.what == "order:address_changed").data["fields"][0] == "name"


def test_a_change_while_the_carrier_is_asked_books_once_more(bench: Bench, papers: Papers) -> None:
    """The first number was asked for and never printed: nothing is left to destroy."""
    order = bench.order()
    parcel = bench.checked(order)
    bench.do("pack.print", parcel_id=parcel.id)
    bench.readdress(order)
    assert Waybill.get(Waybill.version == 1).state == "superseded"
    bench.work()
    assert [told["label_code"] for told in papers.of("parcel_label")] == [f"WL-{parcel.id}-1"]
    assert states(parcel) == ("vouchered", "labelled")
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-1")
    assert states(parcel)[0] == "closed"
    assert checks.list_problems() == []


def test_two_changes_in_a_row_the_later_wins(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    bench.work()
    bench.readdress(order, city="南京市", district="鼓楼区")
    first, second = Readdress.select().order_by(Readdress.id)
    assert (first.state, first.replaced_by, first.closed_at is not None) == ("replaced", second.id, True)
    assert second.block_id == first.block_id and Block.select().count() == 1
    bench.work()
    assert [waybill.state for waybill in Waybill.select().order_by(Waybill.version)] == [
        "void",
        "void",
        "active",
    ]
    shown = screen(bench)
    assert [step["done"] for step in shown["card"]["steps"][:2]] == [False, False]
    destroy(bench, parcel, 1)
    assert states(parcel)[0] == "relabelling"
    destroy(bench, parcel, 2)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-3")
    assert states(parcel) == ("closed", "labelled")
    assert Waybill.get(Waybill.version == 3).recipient["city"] == "南京市"
    assert not Order.get_by_id(order.id).blocked
    assert checks.list_problems() == []


def test_two_changes_before_the_carrier_was_asked_book_once(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    bench.readdress(order, city="无锡市")
    bench.work()
    waybills = Waybill.select().order_by(Waybill.version)
    assert [waybill.state for waybill in waybills] == ["void", "superseded", "active"]
    assert Voucher.select().count() == 1
    destroy(bench, parcel)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    assert states(parcel) == ("closed", "labelled")
    assert checks.list_problems() == []


def test_a_label_that_never_came_out_need_not_be_destroyed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = bench.order()
    parcel = bench.checked(order)
    bench.do("pack.print", parcel_id=parcel.id)
    bench.book()
    bench.readdress(order)
    assert Label.get().state == "unprinted"
    assert PrintJob.get(PrintJob.layout == "parcel_label").state == "cancelled"
    bench.work()
    assert states(parcel) == ("vouchered", "labelled")
    assert [
        job.version
        for job in PrintJob.select().where(PrintJob.layout == "parcel_label", PrintJob.state == "confirmed")
    ] == [2]


def test_once_more_on_the_same_parcel_after_the_first_is_closed(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    for version, city in ((2, "苏州市"), (3, "无锡市")):
        bench.readdress(order, city=city)
        bench.work()
        destroy(bench, parcel, version - 1)
        bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-{version}")
    assert [event.what for event in TrackEvent.select().order_by(TrackEvent.id)] == [
        "packed",
        "readdressed",
        "readdressed",
    ]
    assert states(parcel) == ("closed", "closed")
    assert checks.list_problems() == []
