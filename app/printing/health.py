"""How a printer is: what it says, since when, how much paper is left, how many papers wait for it."""

from dataclasses import replace
from typing import Any

from app import clock, push
from app.db import transaction
from app.prepared import update
from app.printing.models import Printer, PrintJob, Station
from app.printing.reaching import as_seen
from app.printing.states import CLAIMABLE, PRINTS, STATUS
from app.timeline.recording import record
from app.words import Words
from printers.status import Status

LOW_SHARE = 0.06  # of a roll: three metres of fifty


def keep(printer: Printer, status: Status) -> None:
    """Write down and tell what a printer says of itself, when it is something new."""
    said = STATUS.get(status.reason, status.reason)
    if said in ("ok", "silent") and is_low(printer):
        said = "paper_near_end"
    if said == printer.status:
        return
    with transaction():
        changed = Printer.update(status=said, status_at=clock.now())
        if changed.where(as_seen(printer), Printer.status != said).execute():
            record("printer:changed", printer.id, data={"status": said})
            tell(printer)
        if printer.status == "paper_out" and said in PRINTS:
            new_roll(printer)
            said = "ok" if said == "paper_near_end" else said
    printer.status = said


def talks(printer: Printer) -> bool:
    """It has told its status, or an echo, when it was asked what it can."""
    return printer.speaks == "escpos" and bool(printer.has_echo or printer.probed.get("status"))


def judged(printer: Printer, status: Status) -> Status:
    """Silence of a printer that talks is no silence: it is busy with somebody else, or hangs."""
    if status.reachable and not status.answered and talks(printer):
        return replace(status, busy=True)
    return status


def tell(printer: Printer) -> None:
    benches = Station.select(Station.id).where(Station.printer == printer.id)
    push.announce("printer", printer.id, "lead", *(f"station:{bench.id}" for bench in benches))


def is_low(printer: Printer) -> bool:
    """By what was printed since the roll was put in; the printer's own sensor counts beside it."""
    return printer.left_mm is not None and printer.left_mm < printer.roll_mm * LOW_SHARE


def use_paper(printer: Printer, length_mm: int) -> None:
    left = printer.roll_mm if printer.left_mm is None else printer.left_mm
    printer.left_mm = max(0, left - length_mm)
    update(Printer, printer.id, left_mm=printer.left_mm)


def new_roll(printer: Printer) -> None:
    """Somebody put a new roll in: after "paper out" without being told so."""
    printer.left_mm = printer.roll_mm
    with transaction():
        Printer.update(left_mm=printer.roll_mm).where(Printer.id == printer.id).execute()
        if printer.status == "paper_near_end":
            Printer.update(status="unknown", status_at=clock.now()).where(Printer.id == printer.id).execute()
        tell(printer)


def count_waiting(station: Station) -> int:
    mine = (PrintJob.station == station.id) & (PrintJob.via == "") & PrintJob.state.in_(CLAIMABLE)
    return int(PrintJob.select().where(mine).count())


def sentence(station: Station, printer: Printer) -> Words | None:
    """`station 2: paper out since 3 min, 14 labels waiting`; None while the printer prints."""
    if printer.status in PRINTS:
        return None
    since = printer.status_at or clock.now()
    told: dict[str, Any] = {
        "station": station.name or station.code,
        "what": Words(f"printer.is_{printer.status}"),
    }
    told["minutes"] = max(0, int((clock.now() - since).total_seconds() // 60))
    return Words("printing.health", told | {"count": count_waiting(station)})


def warning(station: Station, printer: Printer) -> Words | None:
    """Before the roll ends; with what is left where that, not the sensor, is what we go by."""
    if printer.status != "paper_near_end":
        return None
    at = {"station": station.name or station.code}
    if not is_low(printer):
        return Words("printing.low", at)
    return Words("printing.low_left", at | {"metres": f"{(printer.left_mm or 0) / 1000:.1f}"})
