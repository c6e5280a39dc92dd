"""One printer's work: take the next job, draw it, send it, and save what became of it.

Nothing is drawn or sent inside a transaction. A job is `sending` on disk before its first byte leaves, so
that after a crash nobody repeats what may be on paper.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from peewee import JOIN, fn

from app import clock
from app.contracts.models import Tier
from app.db import connection, transaction
from app.errors import Stale
from app.prepared import Prepared, given
from app.printing import health
from app.printing.drawing import draw, draw_ahead, is_patched
from app.printing.jobs import change
from app.printing.models import Printer, PrintJob, Station
from app.printing.reaching import address_of, as_seen
from app.printing.states import CLAIMABLE, ON_PAPER_USED, PRINTS
from printers import DocumentError, connecting
from printers.connecting import Address
from printers.conversation import Patience
from printers.drawing import Drawn
from printers.status import Status
from printers.wire import Delivery, Sending

log = logging.getLogger(__name__)
LONGEST_WAIT_S = 30
LAST = 1_000_000
PATIENCE = Patience()
NEXT = Prepared(
    lambda: (
        PrintJob.select()
        .join(Station)
        .join(Tier, JOIN.LEFT_OUTER, on=(PrintJob.tier == Tier.code))
        .where(Station.printer == given("printer_id"), PrintJob.via == "", PrintJob.state.in_(CLAIMABLE))
        .order_by(fn.COALESCE(Tier.position, LAST), PrintJob.id)
        .limit(1)
    )
)
Deliver = Callable[[Address, Sending], Delivery]
Ask = Callable[[Address], Status]


def deliver_here(address: Address, sending: Sending) -> Delivery:
    return connecting.deliver(address, sending)


def ask_here(address: Address) -> Status:
    return connecting.query_status(address)


def print_next(printer: Printer, deliver: Deliver = deliver_here) -> bool:
    """Print one waiting job of this printer's stations. True when the next one may follow at once."""
    job = _claim(printer)
    if job is None:
        return False
    try:
        drawn = draw(job, printer)
        change(job, "send", missing=drawn.missing[:80])
        if is_patched():
            threading.Thread(target=_look_ahead, args=(printer,), daemon=True).start()
        settle(job, deliver(address_of(printer), _sending(job, printer, drawn)), printer, drawn.length_mm)
    except DocumentError as error:
        change(job, "fail", because=str(error)[:120])
    except Stale:
        log.info("print job %s was withdrawn on its way", job.id)
    except Exception:
        log.exception("print job %s broke", job.id)
        recover(printer.id)
    return job.state not in CLAIMABLE


def _look_ahead(printer: Printer) -> None:
    """Never raises: it only saves time."""
    try:
        with connection():
            upcoming = _find_next(printer)
            if upcoming is not None:
                draw_ahead(upcoming, printer)
    except Exception:
        log.exception("printer %s could not look ahead", printer.id)


def _sending(job: PrintJob, printer: Printer, drawn: Drawn) -> Sending:
    def watch(status: Status) -> None:
        health.keep(printer, status)

    return Sending(
        drawn.payload,
        _echo_id(job, printer),
        PATIENCE,
        watch=watch if printer.probed.get("automatic", True) else None,
        proof=printer.speaks == "escpos",
        answers=health.talks(printer),
        tag=f"{job.id}:{job.tries}",
    )


def _claim(printer: Printer) -> PrintJob | None:
    """The oldest job of the highest tier, or None while it must wait: all wait for the same printer.

    None, too, when the printer was switched off or is reached elsewhere by now: its worker reads it again.
    """
    while True:
        job = _find_next(printer)
        if job is None or (job.not_before_at is not None and job.not_before_at > clock.now()):
            return None
        try:
            if job.expires_at is None or job.expires_at > clock.now():
                _take(job, printer)
                return job
            change(job, "expire")
        except Stale:
            if not Printer.select().where(as_seen(printer)).exists():
                return None


def _take(job: PrintJob, printer: Printer) -> None:
    """Stale when the job went to another bench, the bench to another printer, or the printer elsewhere."""
    with transaction():
        change(job, "claim", printer=printer.id)
        mine = PrintJob.select().join(Station).join(Printer).where(PrintJob.id == job.id, as_seen(printer))
        if not mine.exists():
            job.state = "waiting"
            raise Stale("life.stale", thing="print job", id=job.id)


def _find_next(printer: Printer) -> PrintJob | None:
    with connection():
        found: PrintJob | None = NEXT.first(printer_id=printer.id)
        return found


def _echo_id(job: PrintJob, printer: Printer) -> str | None:
    return f"{job.id % 0x10000:04x}" if printer.has_echo and printer.speaks == "escpos" else None


def settle(job: PrintJob, delivery: Delivery, printer: Printer, length_mm: int = 0) -> None:
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
        if job.state in ON_PAPER_USED:
            health.use_paper(printer, length_mm)
        if delivery.outcome != "unknown" or delivery.status.problem:
            health.keep(printer, delivery.status)


def look_at(printer: Printer, ask: Ask = ask_here) -> bool:
    """Ask a printer how it is; whether it can print."""
    health.keep(printer, health.judged(printer, ask(address_of(printer))))
    return printer.status in PRINTS


def recover(printer_id: int | None = None) -> None:
    """After a crash: what was being sent may be on paper, and is asked about; what was not, waits again.

    Of one printer, or of all.
    """
    mine = (PrintJob.printer == printer_id) if printer_id else (PrintJob.via == "")
    with transaction():
        for job in PrintJob.select().where(mine, PrintJob.state == "claimed"):
            change(job, "put_back")
        for job in PrintJob.select().where(mine, PrintJob.state == "sending"):
            change(job, "lose", because="no_proof")
