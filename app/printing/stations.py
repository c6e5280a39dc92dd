"""Benches and the printers on them: added, found, tested, told about."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import JOIN

from app import clock, push
from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.printing.jobs import Document, print_document
from app.printing.models import Printer, PrintJob, Station
from app.printing.moments import local_iso
from app.printing.reaching import address_of, check_free, check_reach, spell
from app.timeline.recording import record
from printers import PAPERS
from printers.connecting import NETWORK, Address

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
    given = Address(draft.connector, draft.host, draft.port, draft.path)
    address = check_reach(given, allow_loopback)
    kept = {name: value for name, value in draft.__dict__.items() if name != "station"} | address.__dict__
    with transaction():
        check_free(address)
        made = Printer.create(dots=PAPERS[draft.paper].head_dots, left_mm=ROLL_MM, **kept)
        push.announce("printer", made.id, "lead")
        record("printer:added", made.id, data={"name": draft.name})
        put_on(made, draft.station or "")
    return made


def put_on(printer: Printer, code: str) -> None:
    """Stand it on this bench alone, made when it is new; "" takes it off. Papers stay with their bench."""
    Station.update(printer=None).where(Station.printer == printer.id).execute()
    if code.strip():
        station = add_station(code)
        Station.update(printer=printer.id).where(Station.id == station.id).execute()


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


def find_bench(printer: Printer) -> Station | None:
    return Station.get_or_none(Station.printer == printer.id)


def _tell_address(printer: Printer) -> dict[str, str]:
    """Where it is reached, as its test page says it."""
    name = "IP" if printer.connector in NETWORK else printer.connector.upper()
    return {"name": name, "value": spell(address_of(printer)) or printer.name}


def print_test(printer: Printer) -> PrintJob:
    """A test page from this printer; Refused while it stands on no bench, or is switched off."""
    station = find_bench(printer)
    if station is None:
        raise Refused("printing.no_station")
    if not printer.active:
        raise Refused("printing.switched_off", printer=printer.name)
    now = clock.now()
    head = {"name": "dpi", "value": f"{printer.dots} / {printer.dpi}"}
    data: dict[str, Any] = {"printer": printer.name, "code": f"TEST-{printer.id}", "station": station.name}
    data |= {"facts": [_tell_address(printer), head], "printed_at": local_iso(now)}
    key = f"test:{printer.id}:{clock.to_ms(now)}"
    return print_document(station.id, Document(key, "test_page", data, expires_at=now + TEST_KEPT))
