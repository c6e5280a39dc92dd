"""Benches and the printers on them: added, found, tested, told about."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import JOIN

from app import clock, push
from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.printing.addresses import check_address
from app.printing.jobs import Document, print_document
from app.printing.models import Printer, PrintJob, Station
from app.printing.moments import local_iso
from app.timeline.recording import record
from printers import PAPERS
from printers.connecting import NETWORK

VIRTUAL_HOST = "127.0.0.1"
ROLL_MM = 50_000
TEST_KEPT = timedelta(minutes=10)  # a test page of this morning is not wanted at noon


@dataclass(frozen=True)
class PrinterDraft:
    """A printer as an admin enters it; `station` is a bench's code and is made when it is new."""

    name: str
    host: str
    port: int = 9100
    station: str | None = None
    paper: str = "roll80"
    lang: str = "zh-CN"
    connector: str = "tcp"
    has_echo: bool = False
    path: str = ""


def add_printer(draft: PrinterDraft, allow_loopback: bool = False) -> Printer:
    """Keep a printer and put it on its bench. Invalid when its address or paper is not one."""
    if draft.paper not in PAPERS:
        raise Invalid("printing.no_such_paper", known=", ".join(PAPERS))
    host = VIRTUAL_HOST  # a virtual one runs inside the server, a device hangs on it
    if draft.connector == "tcp":
        host = check_address(draft.host, draft.port, allow_loopback)
    kept = {name: value for name, value in draft.__dict__.items() if name not in ("host", "station")}
    with transaction():
        made = Printer.create(host=host, dots=PAPERS[draft.paper].head_dots, left_mm=ROLL_MM, **kept)
        push.announce("printer", made.id, "lead")
        record("printer:added", made.id, data={"name": draft.name})
        if draft.station:
            station = add_station(draft.station)
            Station.update(printer=made.id).where(Station.id == station.id).execute()
    return made


def add_station(code: str, name: str = "") -> Station:
    """The bench with this code, made if it is new."""
    with transaction():
        found = find_station(code)
        if found is not None:
            return found
        made = Station.create(code=code.strip().upper(), name=name or code.strip().upper())
        record("station:added", made.id, data={"code": made.code})
    return made


def find_station(code: str) -> Station | None:
    return Station.get_or_none(Station.code == code.strip().upper())


def get_station(station_id: int) -> Station:
    found = Station.get_or_none(Station.id == station_id)
    if found is None:
        raise NotFound("printing.unknown_station")
    return found


def get_printer(printer_id: int) -> Printer:
    found = Printer.get_or_none(Printer.id == printer_id)
    if found is None:
        raise NotFound("printing.unknown_printer")
    return found


def list_stations() -> list[Station]:
    query = Station.select(Station, Printer).join(Printer, JOIN.LEFT_OUTER)
    return list(query.order_by(Station.code))


def tell_stations() -> list[dict[str, str]]:
    return [{"code": station.code, "name": station.name} for station in list_stations()]


def _address_of(printer: Printer) -> dict[str, str]:
    """Where it is reached, as its test page says it."""
    if printer.connector in NETWORK:
        return {"name": "IP", "value": f"{printer.host}:{printer.port}"}
    return {"name": printer.connector.upper(), "value": printer.path or printer.name}


def print_test(printer: Printer) -> PrintJob:
    """A test page from this printer; Refused while it stands on no bench."""
    station = Station.get_or_none(Station.printer == printer.id)
    if station is None:
        raise Refused("printing.no_station")
    now = clock.now()
    head = {"name": "dpi", "value": f"{printer.dots} / {printer.dpi}"}
    data: dict[str, Any] = {"printer": printer.name, "code": f"TEST-{printer.id}", "station": station.name}
    data |= {"facts": [_address_of(printer), head], "printed_at": local_iso(now)}
    key = f"test:{printer.id}:{clock.to_ms(now)}"
    return print_document(station.id, Document(key, "test_page", data, expires_at=now + TEST_KEPT))
