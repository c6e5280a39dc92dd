"""One printer's work: take the next job, draw it, send it, and save what became of it.

Nothing is drawn or sent inside a transaction. A job is `sending` on disk before its first byte leaves, so
that after a crash nobody repeats what may be on paper.
"""

import logging
import threading
from datetime import timedelta
from typing import Any

from peewee import JOIN, fn

from app import clock, push
from app.contracts.models import Tier
from app.db import connection, transaction
from app.errors import Stale
from app.printing.jobs import change
from app.printing.models import Printer, PrintJob, Station
from app.printing.sealing import open_document
from app.printing.states import CLAIMABLE, PRINTS, STATUS
from app.timeline.recording import record
from app.writer import off_hub
from printers import DocumentError, escpos, get_paper, render, wire
from printers.status import Status

log = logging.getLogger(__name__)
LONGEST_WAIT_S = 30
LAST = 1_000_000
_drawing = threading.Semaphore(2)  # commits share the threads off the hub, and must not queue behind pictures


def print_next(printer: Printer) -> bool:
    """Print one waiting job of this printer's stations. True when the next one may follow at once."""
    job = _claim(printer)
    if job is None:
        return False
    try:
        with _drawing:
            payload = off_hub(draw, job, printer)
        change(job, "send")
        delivery = wire.deliver(printer.host, printer.port, payload, _echo_id(job, printer))
        settle(job, delivery, printer)
    except DocumentError as error:
        change(job, "fail", because=str(error)[:120])
    except Stale:
        log.info("print job %s was withdrawn on its way", job.id)
    except Exception:
        log.exception("print job %s broke", job.id)
        recover(printer.id)
    return job.state not in CLAIMABLE


def _claim(printer: Printer) -> PrintJob | None:
    """The oldest job of the highest tier, or None while it must wait: all wait for the same printer."""
    while True:
        job = _find_next(printer)
        if job is None or (job.not_before_at is not None and job.not_before_at > clock.now()):
            return None
        try:
            if job.expires_at is None or job.expires_at > clock.now():
                change(job, "claim", printer=printer.id)
                return job
            change(job, "expire")
        except Stale:
            continue


def _find_next(printer: Printer) -> PrintJob | None:
    with connection():
        query = PrintJob.select(PrintJob).join(Station)
        query = query.join(Tier, JOIN.LEFT_OUTER, on=(PrintJob.tier == Tier.code))
        query = query.where(Station.printer == printer.id, PrintJob.state.in_(CLAIMABLE))
        return query.order_by(fn.COALESCE(Tier.position, LAST), PrintJob.id).first()


def draw(job: PrintJob, printer: Printer) -> bytes:
    """The job as bytes for this printer's head; DocumentError when it cannot be drawn."""
    document = {"layout": job.layout, "lang": printer.lang, "copy": job.copy, "data": open_document(job.document)}
    return escpos.encode(render(document, get_paper(printer.paper, printer.dpi, printer.dots)))


def _echo_id(job: PrintJob, printer: Printer) -> str | None:
    return f"{job.id % 0x10000:04x}" if printer.has_echo else None


def settle(job: PrintJob, delivery: wire.Delivery, printer: Printer) -> None:
    """Save what became of the bytes, in one transaction with what the printer said of itself."""
    tries = job.tries + 1
    also: dict[str, Any] = {"bytes_taken": delivery.bytes_taken, "because": delivery.reason, "tries": tries}
    with transaction():
        if delivery.outcome == "confirmed":
            change(job, "confirm", **also)
        elif delivery.outcome == "sent":
            change(job, "take", **also)
        elif delivery.outcome == "blocked":
            change(job, "block", **also)
        elif delivery.outcome == "nothing_taken":
            wait = timedelta(seconds=min(2**tries, LONGEST_WAIT_S))
            change(job, "put_back", not_before_at=clock.now() + wait, **also)
        else:
            change(job, "lose", **also)
        if delivery.outcome != "unknown" or delivery.status.problem:
            keep_status(printer, delivery.status)


def keep_status(printer: Printer, status: Status) -> None:
    """Write down and tell what a printer says of itself, when it is something new."""
    said = STATUS.get(status.reason, status.reason)
    if said == printer.status:
        return
    with transaction():
        changed = Printer.update(status=said, status_at=clock.now())
        if changed.where(Printer.id == printer.id, Printer.status != said).execute():
            record("printer:changed", printer.id, data={"status": said})
            benches = Station.select().where(Station.printer == printer.id)
            push.announce("printer", printer.id, "lead", *(f"station:{bench.id}" for bench in benches))
    printer.status = said


def look_at(printer: Printer) -> bool:
    """Ask a printer how it is; whether it can print."""
    keep_status(printer, wire.query_status(printer.host, printer.port))
    return printer.status in PRINTS


def recover(printer_id: int) -> None:
    """After a crash: what was being sent may be on paper, and is asked about; what was not, waits again."""
    with transaction():
        for job in PrintJob.select().where(PrintJob.printer == printer_id, PrintJob.state == "claimed"):
            change(job, "put_back")
        for job in PrintJob.select().where(PrintJob.printer == printer_id, PrintJob.state == "sending"):
            change(job, "lose", because="no_proof")
