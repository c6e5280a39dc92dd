"""What the printers page reads and does, over HTTP with a session."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.ops import leases
from app.printing import virtual
from app.printing.jobs import Document, print_document
from app.printing.models import Printer, Station
from app.printing.spooling import print_next
from app.printing.stations import PrinterDraft, add_printer, find_station
from printers.layouts import list_layouts
from tests import builders
from tests.conftest import Clock

OURS = {"X-Wavecard": "1"}
SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def signed_in(app: Flask) -> SignedIn:
    builders.make_site()

    def as_role(*roles: str) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["by"] = builders.sign_in(builders.make_operator(*roles)).token
        return client

    return as_role


@pytest.fixture
def printer(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Printer]:
    """A virtual printer at ST-1, running."""
    monkeypatch.setattr(leases, "_held", {})
    builders.make_site()
    draft = PrinterDraft("Bench 1", "127.0.0.1", 9100, "ST-1", connector="virtual", has_echo=True)
    made = add_printer(draft, allow_loopback=True)
    virtual.keep_virtual()
    yield Printer.get_by_id(made.id)
    virtual.stop_virtual()


def test_stations_printers_and_the_last_jobs_are_listed(signed_in: SignedIn, printer: Printer) -> None:
    station = find_station("ST-1")
    assert station is not None
    told = {"order_no": "WC-1", "tier": {"code": "A", "word": "A"}, "lines": []}
    print_document(station.id, Document("parcel:1:slip", "packing_slip", told))
    page = signed_in("packer").get("/api/printers").get_json()
    assert page["stations"][0]["printer"]["virtual"] is True
    assert (page["jobs"][0]["subject"], page["jobs"][0]["state"]) == ("WC-1", "waiting")


def test_a_test_page_comes_out_of_the_virtual_printer(signed_in: SignedIn, printer: Printer) -> None:
    lead = signed_in("lead")
    assert lead.post(f"/api/printers/{printer.id}/test", headers=OURS).get_json()["ok"]
    assert print_next(printer)
    virtual.get_virtual(printer.id).wait_for_papers(1)
    papers = lead.get(f"/api/printers/{printer.id}/papers").get_json()["papers"]
    assert [(paper["n"], paper["width"]) for paper in papers] == [(1, 576)]
    picture = Image.open(BytesIO(lead.get(papers[0]["url"]).data))
    assert picture.size == (576, papers[0]["height"])
    assert lead.get(papers[0]["url"].replace("/1.png", "/7.png")).status_code == 404


def test_faults_are_for_the_lead_and_stop_the_paper(signed_in: SignedIn, printer: Printer) -> None:
    path = f"/api/printers/{printer.id}/faults"
    assert signed_in("packer").post(path, json={"paper_out": True}, headers=OURS).status_code == 403
    assert signed_in("lead").post(path, json={"paper_out": True}, headers=OURS).get_json()["ok"]
    assert virtual.get_virtual(printer.id).faults.paper_out
    signed_in("admin").post(path, json={"paper_out": False}, headers=OURS)
    assert not virtual.get_virtual(printer.id).faults.paper_out


def test_changes_need_our_own_page(signed_in: SignedIn, printer: Printer) -> None:
    assert signed_in("lead").post(f"/api/printers/{printer.id}/test").status_code == 403


@pytest.mark.parametrize("path", ["/api/printers", "/api/printers/1/papers", "/printers/preview/voucher.png"])
def test_strangers_and_pickers_see_no_printers(app: Flask, signed_in: SignedIn, path: str) -> None:
    assert app.test_client().get(path).status_code == 401
    assert signed_in("picker").get(path).status_code == 403


@pytest.mark.parametrize("layout", [layout.name for layout in list_layouts()])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_layout_has_a_preview(signed_in: SignedIn, layout: str, lang: str) -> None:
    answer = signed_in("packer").get(f"/printers/preview/{layout}.png?lang={lang}&dots=576")
    assert answer.mimetype == "image/png"
    assert Image.open(BytesIO(answer.data)).width == 576


def test_an_unknown_layout_has_none(signed_in: SignedIn) -> None:
    assert signed_in("packer").get("/printers/preview/no_such.png").status_code == 404


def test_a_printer_that_is_not_virtual_has_no_papers(signed_in: SignedIn, app: Flask) -> None:
    real = builders.make_printer()
    assert signed_in("lead").get(f"/api/printers/{real.id}/papers").status_code == 404


def test_two_virtual_printers_on_one_port_find_places_for_both(printer: Printer) -> None:
    draft = PrinterDraft("Bench 2", "127.0.0.1", printer.port, "ST-2", connector="virtual")
    second = add_printer(draft, allow_loopback=True)
    virtual.keep_virtual()
    ports = {virtual.get_virtual(one.id).port for one in (printer, second)}
    assert len(ports) == 2
    assert {row.port for row in Printer.select()} == ports


def test_a_virtual_printer_taken_out_of_service_stops(printer: Printer) -> None:
    Printer.update(active=False).execute()
    virtual.keep_virtual()
    with pytest.raises(Exception, match="not a virtual printer"):
        virtual.get_virtual(printer.id)


def test_a_printer_without_a_bench_prints_no_test(signed_in: SignedIn, app: Flask) -> None:
    lonely: Any = builders.make_printer()
    assert not Station.select().exists()
    assert signed_in("lead").post(f"/api/printers/{lonely.id}/test", headers=OURS).status_code == 409
