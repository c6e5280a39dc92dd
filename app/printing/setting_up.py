"""What a lead or an admin sets of a printer, a bench, a bench PC's agent."""

from dataclasses import asdict, replace
from typing import Any

from app import clock
from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.people import pins
from app.printing import health
from app.printing.failing_over import FAILOVERS
from app.printing.jobs import hurry
from app.printing.models import PrintAgent, Printer, Station
from app.printing.reaching import REACH, address_of, as_seen, can_be_asked, check_free, check_reach
from app.printing.stations import PrinterDraft, add_printer, find_bench, get_printer, get_station, put_on
from app.timeline.recording import record
from printers import PAPERS, DocumentError
from printers.connecting import NETWORK
from printers.encoding import LANGUAGES
from printers.escpos import Encoding
from printers.probing import Probed, probe

PLAIN = ("name", "paper", "lang", "dpi", "dots", "speaks", "roll_mm", "active")


def set_printer(printer_id: int, given: dict[str, Any], by: int, allow_loopback: bool = False) -> Printer:
    """Columns of PLAIN and REACH, its bench's code as `station` ("" for none), and what `encoding` holds:
    band_rows, feed_dots, cut, density, drawer_lock.

    A machine that may be another one now is asked what it can before it prints; what waits goes there.
    """
    before = get_printer(printer_id)
    columns = _plain(before, given) | _reach(before, given, allow_loopback)
    columns = {name: value for name, value in columns.items() if value != getattr(before, name)}
    afresh, bench = _afresh(before, columns), _other_bench(before, given.get("station"))
    after = Printer(**before.__data__ | columns | afresh)
    found = probe(after.host, after.port) if afresh and can_be_asked(after) else None
    with transaction():
        _keep(after, columns | afresh, bench)
        _record(after, columns, bench, by)
        if found:
            _learn(after, found, by)
        health.tell(after)
    return get_printer(printer_id)


def _plain(before: Printer, given: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in given.items() if name in PLAIN and value is not None}
    if columns.get("paper", before.paper) not in PAPERS:
        raise Invalid("printing.no_such_paper", known=", ".join(PAPERS))
    if columns.get("speaks", "escpos") not in LANGUAGES:
        raise Invalid("printing.bad_profile", why=", ".join(LANGUAGES))
    if given.get("encoding") is not None:
        columns["profile"] = _profile(before.profile | given["encoding"])
    return columns


def _profile(given: dict[str, Any]) -> dict[str, Any]:
    try:
        return asdict(Encoding(**given))
    except (DocumentError, TypeError) as error:
        raise Invalid("printing.bad_profile", why=str(error)) from None


def _reach(before: Printer, given: dict[str, Any], allow_loopback: bool) -> dict[str, Any]:
    """Nothing while it stays where it is; a virtual one finds its place by itself."""
    here = address_of(before)
    wanted = replace(here, **{name: given[name] for name in REACH if name in given})
    if wanted == here or wanted.connector == "virtual":
        return {}
    wanted = check_reach(wanted, allow_loopback)
    check_free(wanted, before.id)  # before it is dialled; again where it is kept
    return asdict(wanted)


def _afresh(before: Printer, columns: dict[str, Any]) -> dict[str, Any]:
    """What is no longer known of a printer that is elsewhere, or was switched off or on."""
    moved = any(name in columns for name in REACH)
    if not moved and "active" not in columns:
        return {}
    status = "unknown" if columns.get("active", before.active) else "off"
    known = {"probed": {}, "has_echo": False} if moved else {}
    return {"status": status, "status_at": clock.now()} | known


def _other_bench(before: Printer, code: str | None) -> str | None:
    """The code of the bench it goes to, "" for none; None while it stays."""
    if code is None:
        return None
    here, wanted = find_bench(before), code.strip().upper()
    return wanted if wanted != (here.code if here else "") else None


def _keep(after: Printer, columns: dict[str, Any], bench: str | None) -> None:
    if columns.keys() & {*REACH}:
        check_free(address_of(after), after.id)
    if columns:
        Printer.update(**columns).where(Printer.id == after.id).execute()
    if bench is not None:
        health.tell(after)  # to who packs where it stood
        put_on(after, bench)
    if "status" in columns:
        hurry(after.id)


def _record(after: Printer, columns: dict[str, Any], bench: str | None, by: int) -> None:
    named = sorted({*columns, *(["station"] if bench is not None else [])} - {"active"})
    if "active" in columns:
        record("printer:switched_on" if after.active else "printer:switched_off", after.id, by=by)
    if named:
        record("printer:set", after.id, by=by, data={"set": named})


def probe_printer(printer_id: int, by: int | None = None) -> Printer:
    """Ask what it can, and believe its answers; one that is away or stopped keeps what it answered before."""
    printer = get_printer(printer_id)
    if printer.connector not in NETWORK:
        raise Refused("printing.not_asked", printer=printer.name)
    if not printer.active:
        raise Refused("printing.switched_off", printer=printer.name)
    found = probe(printer.host, printer.port)
    with transaction():
        _learn(printer, found, by)
    return get_printer(printer_id)


def _learn(printer: Printer, found: Probed, by: int | None) -> None:
    if found.status.reachable and not found.status.problem:
        columns = {"probed": found.to_json(), "has_echo": found.echo}
        if Printer.update(**columns).where(as_seen(printer)).execute():
            record("printer:set", printer.id, by=by, data={"set": ["probed"]})
    health.keep(printer, found.status)


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
