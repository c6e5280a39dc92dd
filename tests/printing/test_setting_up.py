"""The station's set-up and the layouts, over HTTP with a session."""

import base64
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from app.lead import troubles
from app.printing import health, stations
from app.printing.jobs import get_job
from app.printing.models import Printer, PrintJob, Station
from app.printing.spooling import print_next
from app.printing.telling import tell_job
from printers import get_paper, render
from printers.virtual import VirtualPrinter
from tests import builders
from tests.printing.conftest import Bench
from tests.printing.test_printers_page import OURS, SignedIn, signed_in

__all__ = ["signed_in"]
ADMIN_ONLY = [
    ("POST", "/api/printing/scan", {"network": "192.168.1.0/30"}),
    ("PUT", "/api/printing/networks", {"networks": ["192.168.1.0/24"]}),
    ("POST", "/api/printing/printers", {"name": "P", "host": "192.168.1.1"}),
    ("POST", "/api/printing/printers/1/probe", {}),
    ("PUT", "/api/printing/printers/1", {"name": "Q"}),
    ("POST", "/api/printing/agents", {"station_id": 1, "name": "PC"}),
    ("POST", "/api/printing/agents/1/revoke", {}),
]


def send(client: FlaskClient, method: str, path: str, body: Any) -> Any:
    return client.open(path, method=method, json=body, headers=OURS)


@pytest.mark.parametrize(("method", "path", "body"), ADMIN_ONLY)
def test_addresses_profiles_and_tokens_are_an_admins(
    signed_in: SignedIn, method: str, path: str, body: Any
) -> None:
    for roles in (("packer",), ("lead",), ("picker",)):
        assert send(signed_in(*roles), method, path, body).status_code == 403
    assert signed_in("admin").open(path, method=method, json=body).status_code == 403


def test_a_printer_is_found_added_probed_and_set(
    app: Flask, signed_in: SignedIn, virtual: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = signed_in("admin")
    monkeypatch.setattr("app.printing.scanning._addresses", lambda _: iter([("127.0.0.1", virtual.port)]))
    object.__setattr__(app.config["WAVECARD"], "allow_loopback_printers", True)
    found = send(admin, "POST", "/api/printing/scan", {"network": "127.0.0.0/28"}).json["found"]
    assert found == [
        {"host": "127.0.0.1", "port": virtual.port, "known": False, "status": True}
        | {"echo": True, "fence": True, "automatic": True, "model": "VIRTUAL"}
    ]
    monkeypatch.setattr("app.printing.addresses.PORTS", range(1, 65536))
    body = {"name": "Bench 1", "host": "127.0.0.1", "port": virtual.port, "station": "ST-1"}
    added = send(admin, "POST", "/api/printing/printers", body).json["printer"]
    assert (added["has_echo"], added["status"], added["probed"]["model"]) == (True, "ok", "VIRTUAL")
    questions = virtual.questions
    again = send(admin, "POST", "/api/printing/scan", {"network": "127.0.0.0/28"}).json["found"]
    assert again[0]["known"] and again[0]["model"] == "VIRTUAL" and virtual.questions == questions
    path = f"/api/printing/printers/{added['id']}"
    settings = {"encoding": {"band_rows": 24, "cut": False}, "paper": "76x130", "speaks": "zpl"}
    told = send(admin, "PUT", path, settings).json["printer"]
    assert (told["encoding"]["band_rows"], told["encoding"]["cut"]) == (24, False)
    assert (told["paper"], told["speaks"]) == ("76x130", "zpl")
    assert send(admin, "PUT", path, {"encoding": {"band_rows": 999}}).status_code == 400
    assert send(admin, "PUT", path, {"encoding": {"lasers": 1}}).status_code == 400


@pytest.mark.parametrize(
    ("connector", "path"),
    [("usb", "04b8:0202"), ("serial", "/dev/ttyS0"), ("cups", "Q"), ("file", "/srv/papers"), ("agent", "")],
)
def test_a_printer_that_no_scan_finds_is_added_by_hand(
    signed_in: SignedIn, connector: str, path: str
) -> None:
    body = {"name": "P", "station": "ST-5", "connector": connector, "path": path}
    added = send(signed_in("admin"), "POST", "/api/printing/printers", body).json["printer"]
    assert (added["connector"], added["path"]) == (connector, path)
    (station,) = signed_in("lead").get("/api/printers").json["stations"]
    assert (station["code"], station["printer"]["where"]) == ("ST-5", path)
    told = send(signed_in("admin"), "POST", f"/api/printing/printers/{added['id']}/probe", {})
    assert told.status_code == 409 and Printer.get_by_id(added["id"]).status == "unknown"
    stations.print_test(Printer.get_by_id(added["id"]))
    assert "127.0.0.1" not in str(PrintJob.get().document)


def test_a_bench_without_a_printer_gets_its_pcs_and_another_keeps_its_own(signed_in: SignedIn) -> None:
    bare, admin = builders.make_station(None, "ST-6"), signed_in("admin")
    own = Bench(builders.make_printer(), "ST-7")
    for station in (bare, own.station):
        body = {"station_id": station.id, "name": "PC"}
        assert len(send(admin, "POST", "/api/printing/agents", body).json["token"]) > 20
    assert Station.get_by_id(bare.id).printer.connector == "agent"
    assert Station.get_by_id(own.station.id).printer_id == own.printer.id


@pytest.mark.parametrize("network", ["8.8.8.0/24", "127.0.0.0/28", "169.254.0.0/24", "10.0.0.0/8", "home"])
def test_only_the_allowed_networks_are_scanned(signed_in: SignedIn, network: str) -> None:
    assert send(signed_in("admin"), "POST", "/api/printing/scan", {"network": network}).status_code == 400


def test_a_printer_that_is_silent_is_added_all_the_same(bench: Bench, virtual: VirtualPrinter) -> None:
    from app.printing.setting_up import probe_printer

    virtual.faults.silent = True
    Printer.update(host=virtual.host, port=virtual.port).execute()
    probed = probe_printer(bench.printer.id, 0)
    assert (probed.has_echo, probed.probed["status"], probed.status) == (False, False, "silent")


def test_a_bench_has_a_neighbour_that_helps(signed_in: SignedIn, app: Flask) -> None:
    one, two = (Bench(builders.make_printer(), code).station for code in ("ST-1", "ST-2"))
    lead = signed_in("lead")
    body = {"neighbour_id": two.id, "failover": "auto"}
    assert send(lead, "PUT", f"/api/printing/stations/{one.id}", body).json["ok"]
    assert (Station.get_by_id(one.id).neighbour_id, Station.get_by_id(one.id).failover) == (two.id, "auto")
    own = {"neighbour_id": one.id, "failover": "auto"}
    assert send(lead, "PUT", f"/api/printing/stations/{one.id}", own).status_code == 400
    shown = lead.get("/api/printing/setup").json
    assert shown["stations"][0]["failover"] == "auto" and "192.168.0.0/16" in shown["networks"]


def test_the_roll_is_counted_and_warned_of(bench: Bench, virtual: VirtualPrinter) -> None:
    Printer.update(host=virtual.host, port=virtual.port, roll_mm=2000, left_mm=300).execute()
    printer = Printer.get_by_id(bench.printer.id)
    bench.ask()
    print_next(printer)
    left = Printer.get_by_id(printer.id).left_mm
    assert left is not None and 60 < 300 - left < 250
    Printer.update(left_mm=80).execute()
    bench.ask("two")
    print_next(Printer.get_by_id(printer.id))
    assert Printer.get_by_id(printer.id).status == "paper_near_end"
    told = "about 0.0 m of paper left, have a new roll ready"
    (alert,) = troubles._low("en")
    assert (alert["level"], alert["problem"]) == ("orange", "paper_near_end") and told in alert["text"]
    assert told in tell_job(PrintJob.select().order_by(PrintJob.id.desc()).get(), "en")["text"]
    health.new_roll(Printer.get_by_id(printer.id))
    assert (Printer.get_by_id(printer.id).left_mm, Printer.get_by_id(printer.id).status) == (2000, "unknown")


def logo() -> str:
    picture, out = Image.new("RGB", (200, 60), "white"), BytesIO()
    ImageDraw.Draw(picture).rectangle((10, 10, 190, 50), fill="black")
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def test_the_lead_edits_words_logo_and_fields_and_sees_it_live(signed_in: SignedIn, app: Flask) -> None:
    lead = signed_in("lead")
    edits = {"lang": "en", "words": {"title": "Your parcel"}, "hidden": ["remark", "extras"], "logo": logo()}
    live = send(lead, "POST", "/api/printing/preview/packing_slip", {**edits, "paper": "roll80"})
    assert live.mimetype == "image/png"
    before = lead.get("/printers/preview/packing_slip?lang=en").data
    assert before != live.data
    assert send(lead, "PUT", "/api/printing/layouts/packing_slip", edits).json["ok"]
    assert lead.get("/printers/preview/packing_slip?lang=en").data == live.data
    assert lead.get("/printers/preview/packing_slip?lang=zh-CN").data != live.data
    told = lead.get("/api/printing/layouts?lang=en").json["layouts"][0]
    assert told["edits"]["words"] == {"title": "Your parcel"} and "remark" in told["fields"]
    assert send(signed_in("packer"), "PUT", "/api/printing/layouts/voucher", {}).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": {"no_such": "x"}},
        {"words": {"total": "{secret}"}},
        {"words": {"total": "{lines.__class__}"}},
        {"words": {"total": "{"}},
        {"words": {"title": "x" * 201}},
        {"hidden": ["order_no"]},
        {"logo": "bm90IGEgcGljdHVyZQ=="},
        {"logo": "***"},
    ],
)
def test_what_cannot_be_printed_is_refused_in_one_line(signed_in: SignedIn, wrong: Any) -> None:
    lead = signed_in("lead")
    for method, path in (("PUT", "/api/printing/layouts/"), ("POST", "/api/printing/preview/")):
        answer = send(lead, method, f"{path}packing_slip", wrong)
        assert answer.status_code in (400, 422)


def test_edits_are_on_the_next_paper(bench: Bench, virtual: VirtualPrinter) -> None:
    from app.printing import layouts

    Printer.update(host=virtual.host, port=virtual.port).execute()
    edits = {"words": {"title": "打印机自检"}, "hidden": [], "logo": logo()}
    layouts.save("test_page", "zh-CN", edits, 0)
    job = bench.ask()
    print_next(Printer.get_by_id(bench.printer.id))
    document = {"layout": "test_page", "lang": "zh-CN", "data": get_job(job.id).document, "edits": edits}
    wanted = render(document, get_paper("roll80")).image
    printed = virtual.wait_for_papers(1)[0].image
    assert printed.crop((0, 0, *wanted.size)).tobytes() == wanted.tobytes()


def test_a_character_that_no_font_has_is_told_to_the_lead(
    bench: Bench, virtual: VirtualPrinter, signed_in: SignedIn
) -> None:
    Printer.update(host=virtual.host, port=virtual.port).execute()
    bench.ask("🙂🙂")
    print_next(Printer.get_by_id(bench.printer.id))
    shown = signed_in("lead").get("/api/printers").json["jobs"][0]
    assert "No font has 🙂" in shown["text"]
    (alert,) = signed_in("lead").get("/api/lead/board").get_json()["alerts"]
    assert (alert["level"], alert["kind"]) == ("orange", "boxed") and "No font has 🙂" in alert["text"]


def test_labels_and_badges_come_on_sheets(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    body = {"lines": [f"A{n:02d}-01-1,Shelf {n}" for n in range(1, 13)]}
    answer = send(lead, "POST", "/api/printing/sheets/location_label", body)
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert send(lead, "POST", "/api/printing/sheets/voucher", body).status_code == 404


def test_every_code_of_a_sheet_reads() -> None:
    from printers.sheets import GRIDS, sheets

    data = [{"location": f"A{n:02d}-01-1", "barcode": f"A{n:02d}-01-1"} for n in range(1, 13)]
    documents = [{"layout": "location_label", "lang": "en", "data": one} for one in data]
    pages = sheets(documents, GRIDS["location_label"])
    read = [{code.text for code in zxingcpp.read_barcodes(page.convert("L"))} for page in pages]
    assert [len(found) for found in read] == [10, 2]
    assert read[0] | read[1] == {one["barcode"] for one in data}


def test_labels_come_one_after_the_other_from_a_roll(bench: Bench, signed_in: SignedIn) -> None:
    body = {"station_id": bench.station.id, "lines": ["A01-01-1,Shelf 1", "A01-01-2"]}
    assert send(signed_in("lead"), "POST", "/api/printing/rolls/location_label", body).json["count"] == 2
    names = [job.document["location"] for job in PrintJob.select().order_by(PrintJob.id)]
    assert names == ["A01-01-1", "A01-01-2"]
    assert send(signed_in("lead"), "POST", "/api/printing/rolls/voucher", body).status_code == 404
    assert send(signed_in("packer"), "POST", "/api/printing/rolls/badge", body).status_code == 403


def test_a_printer_that_is_out_of_paper_keeps_what_it_answered_before(
    bench: Bench, virtual: VirtualPrinter
) -> None:
    from app.printing.setting_up import probe_printer

    Printer.update(host=virtual.host, port=virtual.port).execute()
    virtual.faults.paper_out = True
    probed = probe_printer(bench.printer.id)
    assert (probed.has_echo, probed.probed, probed.status) == (True, {}, "paper_out")
