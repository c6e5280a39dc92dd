"""A printer that is changed where it stands: reached elsewhere, at another bench, switched off and on."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.lead.troubles import list_alerts
from app.printing import failing_over, jobs, scanning, spooling
from app.printing.models import Printer, PrintJob, Station
from app.printing.spool import Spool, Worker
from app.printing.spooling import print_next
from app.printing.telling import tell_job
from app.timeline.models import Entry
from printers.status import Status
from printers.virtual import VirtualPrinter
from tests import builders
from tests.conftest import Clock
from tests.printing.conftest import Bench, Wire, state_of
from tests.printing.test_printers_page import SignedIn, signed_in
from tests.printing.test_setting_up import send
from tests.printing.test_spool import on, spool, until

__all__ = ["signed_in", "spool"]
ELSEWHERE = {"connector": "tcp", "host": "192.168.1.41", "port": 9100}


@pytest.fixture
def admin(signed_in: SignedIn, bench: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Of a house that may have printers on this very machine, and `bench` with its printer."""
    object.__setattr__(app.config["WAVECARD"], "allow_loopback_printers", True)
    monkeypatch.setattr("app.printing.addresses.PORTS", range(1, 65536))
    return signed_in("admin")


@pytest.fixture
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Who was dialled to be asked what it can: there is nobody."""
    dialled: list[tuple[str, int]] = []

    def probe(host: str, port: int) -> Any:
        dialled.append((host, port))
        return type("Probed", (), {"status": Status(reachable=False)})

    monkeypatch.setattr("app.printing.setting_up.probe", probe)
    return dialled


def change(client: FlaskClient, printer: Printer, **body: Any) -> Any:
    return send(client, "PUT", f"/api/printing/printers/{printer.id}", body)


def told() -> list[tuple[str, Any]]:
    entries = Entry.select().where(Entry.what.startswith("printer:")).order_by(Entry.id)
    return [(entry.what, entry.data.get("set")) for entry in entries]


def test_a_changed_address_is_asked_anew_and_what_waits_is_printed_there(
    admin: FlaskClient, bench: Bench, virtual: VirtualPrinter, clock: Clock
) -> None:
    Printer.update(probed={"model": "OLD"}, has_echo=False, status="unreachable").execute()
    job = bench.ask()
    PrintJob.update(not_before_at=clock.now).execute()
    clock.advance(minutes=-5)
    body = {"connector": "tcp", "host": virtual.host, "port": virtual.port}
    changed = change(admin, bench.printer, **body).json["printer"]
    assert (changed["port"], changed["status"], changed["probed"]["model"]) == (virtual.port, "ok", "VIRTUAL")
    assert print_next(Printer.get_by_id(bench.printer.id))
    assert (state_of(job), len(virtual.wait_for_papers(1))) == ("confirmed", 1)
    assert told()[0] == ("printer:set", ["host", "port"])


def test_what_another_machine_answered_is_not_believed_of_the_new_one(
    admin: FlaskClient, bench: Bench, nobody_there: list[Any]
) -> None:
    Printer.update(probed={"echo": True}, has_echo=True, status="ok").execute()
    changed = change(admin, bench.printer, **ELSEWHERE).json["printer"]
    assert (changed["probed"], changed["has_echo"], changed["status"]) == ({}, False, "unreachable")
    assert nobody_there == [("192.168.1.41", 9100)]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"host": "203.0.113.7"}, 400, "Outside the networks"),
        ({"host": "printer.local"}, 400, "IP address in digits"),
        ({"host": "169.254.169.254"}, 400, "cannot be a printer's"),
        ({"host": "127.0.0.1"}, 400, "not a printer"),
        ({"host": "192.168.1.41", "port": 22}, 400, "The port must be"),
        ({"connector": "usb", "path": " "}, 400, "Say where"),
        ({"host": "192.168.1.40"}, 409, "192.168.1.40:9100 is where “Other” is already"),
        ({"connector": "usb", "path": "04b8:0202"}, 409, "04b8:0202 is where “Label” is already"),
    ],
)
def test_where_no_printer_may_be_is_refused_in_the_same_words_when_added_and_when_changed(
    signed_in: SignedIn, nobody_there: list[Any], body: dict[str, Any], status: int, words: str
) -> None:
    builders.make_printer(name="Other", host="192.168.1.40")
    builders.make_printer(name="Label", host="127.0.0.1", connector="usb", path="04b8:0202")
    printer, admin = builders.make_printer(), signed_in("admin")
    before = dict(Printer.get_by_id(printer.id).__data__)
    added = send(admin, "POST", "/api/printing/printers", {"name": "New", **body})
    changed = change(admin, printer, **body)
    assert (added.status_code, changed.status_code) == (status, status)
    assert words in changed.json["message"] and added.json["message"] == changed.json["message"]
    assert Printer.get_by_id(printer.id).__data__ == before and Printer.select().count() == 3
    assert nobody_there == [] and told() == []


def test_its_own_address_is_not_taken_and_nothing_changed_is_not_recorded(
    admin: FlaskClient, bench: Bench, nobody_there: list[Any]
) -> None:
    Printer.update(host="192.168.1.40").execute()
    same = {"connector": "tcp", "host": "192.168.1.40", "port": 9100, "station": "st-1", "dots": 576}
    assert change(admin, bench.printer, **same).status_code == 200
    assert told() == [] and nobody_there == []
    assert change(admin, bench.printer, **same, name="Bench 1").json["printer"]["name"] == "Bench 1"
    assert told() == [("printer:set", ["name"])] and nobody_there == []


def test_a_printer_goes_from_the_network_to_a_cable_and_leaves_its_address_free(
    admin: FlaskClient, bench: Bench, nobody_there: list[Any]
) -> None:
    Printer.update(host="192.168.1.41").execute()
    changed = change(admin, bench.printer, connector="usb", path="04b8:0202").json["printer"]
    assert (changed["connector"], changed["path"], changed["host"]) == ("usb", "04b8:0202", "127.0.0.1")
    other = builders.make_printer(host="192.168.1.42")
    assert change(admin, other, **ELSEWHERE).status_code == 200
    assert nobody_there == [("192.168.1.41", 9100)]


def test_a_printer_that_went_to_a_bench_pc_is_left_to_its_agent(
    admin: FlaskClient, bench: Bench, faked: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worker, "run", lambda self: None)
    job, worker = bench.ask(), Worker(bench.printer.id)
    change(admin, bench.printer, connector="agent")
    assert not worker.round() and (state_of(job), faked.delivered) == ("waiting", [])


def test_a_printer_goes_to_another_bench_and_papers_stay_with_theirs(
    admin: FlaskClient, bench: Bench, faked: Wire
) -> None:
    job = bench.ask()
    assert change(admin, bench.printer, station="st-9").json["printer"]["station"] == "ST-9"
    assert Station.get_by_id(bench.station.id).printer_id is None
    assert not print_next(Printer.get_by_id(bench.printer.id))
    assert "no printer" in tell_job(jobs.get_job(job.id), "en")["text"]
    assert told() == [("printer:set", ["station"])]
    assert change(admin, bench.printer, station="").json["printer"]["station"] == ""
    change(admin, bench.printer, station="ST-1")
    assert print_next(Printer.get_by_id(bench.printer.id)) and state_of(job) == "confirmed"


def test_a_printer_that_moved_on_the_way_to_it_gets_no_paper_at_its_old_address(
    bench: Bench, faked: Wire
) -> None:
    job, seen = bench.ask(), bench.printer
    Printer.update(host="192.168.1.41").execute()
    assert not print_next(seen) and (state_of(job), faked.delivered) == ("waiting", [])
    assert print_next(Printer.get_by_id(seen.id)) and state_of(job) == "confirmed"


def test_what_the_old_machine_says_too_late_is_not_said_of_the_new_one(bench: Bench, faked: Wire) -> None:
    seen, faked.status = bench.printer, Status(answered=True, paper_out=True)
    Printer.update(host="192.168.1.41").execute()
    spooling.look_at(seen)
    assert Printer.get_by_id(seen.id).status == "unknown"


def test_what_waits_for_a_printer_that_is_off_says_so_and_prints_when_it_is_on(
    admin: FlaskClient, bench: Bench, clock: Clock, faked: Wire, nobody_there: list[Any]
) -> None:
    job = bench.ask()
    assert list_alerts([], [], "en") == []
    shown = change(admin, bench.printer, active=False).json["printer"]
    assert (shown["active"], shown["status"], told()) == (False, "off", [("printer:switched_off", None)])
    clock.advance(minutes=3)
    card = tell_job(jobs.get_job(job.id), "zh-CN")
    assert "打包台 1：打印机停用已 3 分钟，1 张在等。已停用" in card["text"] and card["problem"] == "off"
    (alert,) = list_alerts([], [], "en")
    assert (alert["level"], alert["text"]) == (
        "orange",
        "打包台 1: printer switched off since 3 min, 1 labels waiting",
    )
    assert not print_next(Printer.get_by_id(bench.printer.id)) and faked.delivered == []
    change(admin, bench.printer, active=True)
    assert nobody_there == [("192.0.2.9", 9100)] and told()[1] == ("printer:switched_on", None)
    assert print_next(Printer.get_by_id(bench.printer.id)) and state_of(job) == "confirmed"


def test_what_waits_for_a_printer_that_is_off_goes_to_the_neighbours(
    admin: FlaskClient, bench: Bench, faked: Wire
) -> None:
    other = Bench(builders.make_printer(status="ok"), "ST-2")
    Station.update(neighbour_id=other.station.id, failover="auto").where(
        Station.id == bench.station.id
    ).execute()
    job = bench.ask()
    failing_over.step()
    assert jobs.get_job(job.id).station_id == bench.station.id
    change(admin, bench.printer, active=False)
    assert tell_job(jobs.get_job(job.id), "en")["helper"] == other.station.name
    failing_over.step()
    assert list_alerts([], [], "en") == []
    assert print_next(other.printer) and state_of(job) == "confirmed"


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    """Where a printer would listen: `accept` raises when nobody has dialled."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.setblocking(False)
        yield made


def test_a_printer_that_is_off_is_not_dialled(
    admin: FlaskClient, bench: Bench, ear: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, port = ear.getsockname()
    Printer.update(host=host, port=port, status="unreachable").execute()
    change(admin, bench.printer, active=False)
    monkeypatch.setattr(scanning, "_addresses", lambda _: iter([(host, port)]))
    monkeypatch.setattr(Worker, "run", lambda self: None)
    assert not Worker(bench.printer.id).round()
    assert send(admin, "POST", "/api/printing/scan", {"network": "127.0.0.0/28"}).json["found"] == []
    for asked in ("/api/printing/printers/{}/probe", "/api/printers/{}/test"):
        answer = send(admin, "POST", asked.format(bench.printer.id), {})
        assert answer.status_code == 409 and "switched off: switch it on first" in answer.json["message"]
    with socket.create_server((host, 0)) as other:
        other.setblocking(False)
        changed = change(admin, bench.printer, port=other.getsockname()[1]).json["printer"]
        assert (changed["host"], changed["status"]) == (host, "off")
        for listening in (ear, other):
            with pytest.raises(BlockingIOError):
                listening.accept()


def test_a_printer_switched_off_and_on_while_it_prints_prints_once(
    spool: Spool, virtual: VirtualPrinter
) -> None:
    bench = on(virtual)
    virtual.faults.slow = 80_000
    job = bench.ask()
    spool.step()
    until(lambda: state_of(job) == "sending" and virtual.received > 1000)
    for active in (False, True):
        Printer.update(active=active).execute()
        spool.step()
    until(lambda: state_of(job) not in ("claimed", "sending"))
    assert (state_of(job), len(virtual.papers)) == ("confirmed", 1)
    until(lambda: spool.step() or any(not one.stopping.is_set() for one in spool.workers.values()))
