"""A bench whose printer does not print: its papers go to the neighbour's printer, by a tap or by rule.

Only jobs of which no byte has left us move, and claiming checks the bench again in its own transaction, so
that a job is never live on two printers.
"""

from typing import Any

from app import push
from app.db import connection, transaction
from app.errors import Refused
from app.people.interrupts import interrupt
from app.people.models import Interrupt, SignIn
from app.prepared import Prepared
from app.printing.jobs import change
from app.printing.models import Printer, PrintJob, Station
from app.printing.states import CLAIMABLE, PRINTS
from app.words import Words

FAILOVERS = ("never", "offer", "auto")
AUTOMATIC = Prepared(
    lambda: Station.select(Station.id).where(Station.failover == "auto", Station.neighbour_id.is_null(False))
)


def find_helper(station: Station) -> Station | None:
    """The neighbour that can print what this bench cannot now; None while there is no need, or no help."""
    if station.failover == "never" or station.neighbour_id is None or _prints(station.printer_id):
        return None
    helper = Station.get_or_none(Station.id == station.neighbour_id)
    return helper if helper is not None and _prints(helper.printer_id) else None


def _prints(printer_id: int | None) -> bool:
    printer = Printer.get_or_none(Printer.id == printer_id)
    return printer is not None and printer.active and printer.status in PRINTS


def move_all(station_id: int, by: int | None = None) -> int:
    """Every paper that waits at this bench goes to its helper; how many. Refused when there is none."""
    with transaction():
        station = Station.get_by_id(station_id)
        helper = find_helper(station)
        if helper is None:
            raise Refused("printing.no_helper", station=station.name)
        waiting = list(PrintJob.select().where(_stuck_at(station.id)))
        for job in waiting:
            _move(job, station, helper, by)
        if waiting:
            _tell_helpers(station, helper, len(waiting))
    return len(waiting)


def _stuck_at(station_id: int) -> Any:
    """What a vendor's component prints does not need the printer of this bench, nor another's."""
    return (PrintJob.station == station_id) & (PrintJob.via == "") & PrintJob.state.in_(CLAIMABLE)


def _move(job: PrintJob, station: Station, helper: Station, by: int | None) -> None:
    source = job.moved_from_id or station.id
    change(job, "move", by, station=helper.id, printer=None, moved_from_id=source, not_before_at=None)
    push.announce("print", job.id, f"station:{station.id}")


def _tell_helpers(station: Station, helper: Station, count: int) -> None:
    """Whoever packs at the helping bench hears it once, before papers of somebody else lie there."""
    told = {"station": station.name, "count": count}
    at_helper = SignIn.select(SignIn.operator).where(
        SignIn.station_id == helper.id, SignIn.ended_at.is_null()
    )
    for operator_id in {row.operator_id for row in at_helper}:
        title, text = Words("printing.helping_title", told), Words("printing.helping", told)
        mine = (Interrupt.operator == operator_id) & Interrupt.seen_at.is_null()
        if not any(one.title.get("key") == title.key for one in Interrupt.select().where(mine)):
            interrupt(operator_id, "changed", title, text)


def step() -> None:
    """Benches whose lead chose `auto`: what waits there moves as soon as the neighbour can print it."""
    with connection():
        stations = [row.id for row in AUTOMATIC.list()]
    for station_id in stations:
        station = Station.get_by_id(station_id)
        if find_helper(station) is not None and PrintJob.select().where(_stuck_at(station_id)).exists():
            move_all(station_id)
