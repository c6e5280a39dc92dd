"""What a lead or an admin sets of a printer, a bench, a bench PC's agent."""

from dataclasses import asdict
from typing import Any

from app import clock
from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.people import pins
from app.printing import health
from app.printing.failing_over import FAILOVERS
from app.printing.models import PrintAgent, Printer, Station
from app.printing.stations import PrinterDraft, add_printer, get_printer, get_station
from app.timeline.recording import record
from printers import PAPERS, DocumentError
from printers.connecting import NETWORK
from printers.encoding import LANGUAGES
from printers.escpos import Encoding
from printers.probing import probe

PLAIN = ("name", "paper", "lang", "dpi", "dots", "speaks", "roll_mm", "active")


def set_printer(printer_id: int, given: dict[str, Any], by: int) -> Printer:
    """Columns of PLAIN, and `encoding`: band_rows, feed_dots, cut, density, drawer_lock."""
    printer = get_printer(printer_id)
    columns = {name: value for name, value in given.items() if name in PLAIN and value is not None}
    if columns.get("paper", printer.paper) not in PAPERS:
        raise Invalid("printing.no_such_paper", known=", ".join(PAPERS))
    if columns.get("speaks", "escpos") not in LANGUAGES:
        raise Invalid("printing.bad_profile", why=", ".join(LANGUAGES))
    if given.get("encoding") is not None:
        columns["profile"] = _profile(printer.profile | given["encoding"])
    with transaction():
        if columns:
            Printer.update(**columns).where(Printer.id == printer.id).execute()
        record("printer:set", printer.id, by=by, data={"set": sorted(columns)})
        health.tell(printer)
    return get_printer(printer_id)


def _profile(given: dict[str, Any]) -> dict[str, Any]:
    try:
        return asdict(Encoding(**given))
    except (DocumentError, TypeError) as error:
        raise Invalid("printing.bad_profile", why=str(error)) from None


def probe_printer(printer_id: int, by: int | None = None) -> Printer:
    """Ask what it can, and believe its answers; one that is away or stopped keeps what it answered before."""
    printer = get_printer(printer_id)
    if printer.connector not in NETWORK:
        raise Refused("printing.not_asked", printer=printer.name)
    found = probe(printer.host, printer.port)
    with transaction():
        if found.status.reachable and not found.status.problem:
            columns = {"probed": found.to_json(), "has_echo": found.echo}
            Printer.update(**columns).where(Printer.id == printer.id).execute()
            record("printer:set", printer.id, by=by, data={"set": ["probed"]})
        health.keep(printer, found.status)
    return get_printer(printer_id)


def set_station(station_id: int, neighbour_id: int | None, failover: str, by: int) -> None:
    """Who helps out when this bench's printer stops, and whether by itself."""
    station = get_station(station_id)
    if failover not in FAILOVERS or neighbour_id == station.id:
        raise Invalid("printing.bad_neighbour")
    if neighbour_id is not None:
        get_station(neighbour_id)
    with transaction():
        columns = {"neighbour_id": neighbour_id, "failover": failover}
        Station.update(**columns).where(Station.id == station.id).execute()
        record("station:set", station.id, by=by, data=columns)


def make_agent(station_id: int, name: str, by: int | None = None) -> tuple[PrintAgent, str]:
    """A bench PC's agent and its token, to be read once. A bench without a printer gets the PC's."""
    station, token = get_station(station_id), pins.new_token()
    with transaction():
        made = PrintAgent.create(
            station=station.id, name=name[:80], token_hash=pins.digest(token), made_at=clock.now()
        )
        record("print_agent:made", made.id, by=by, data={"station": station.code})
        if station.printer_id is None:
            add_printer(PrinterDraft(name[:80], "", station=station.code, connector="agent"))
    return made, token


def revoke_agent(agent_id: int, by: int | None = None) -> None:
    fresh = (PrintAgent.id == agent_id) & PrintAgent.revoked_at.is_null()
    with transaction():
        if not PrintAgent.update(revoked_at=clock.now()).where(fresh).execute():
            raise NotFound("printing.unknown_agent")
        record("print_agent:revoked", agent_id, by=by)


def list_agents() -> list[PrintAgent]:
    living = PrintAgent.select(PrintAgent, Station).join(Station).where(PrintAgent.revoked_at.is_null())
    return list(living.order_by(PrintAgent.id))
