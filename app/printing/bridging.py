"""Platform waybills that only the vendor's own component may print (CAINIAO, PDD, Douyin).

The packer's browser drives the component; the job and what became of it are kept here, on the same ladder of
truth as every other paper: saved as `sending` before the component is told, never repeated by itself.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from app import clock
from app.db import connection, transaction
from app.errors import NotFound, Refused, Stale
from app.prepared import Prepared, given
from app.printing.jobs import Document, change, get_job, print_document
from app.printing.models import PrintJob
from app.printing.sealing import open_document

COMPONENTS = ("cainiao", "pdd", "douyin")
Outcome = Literal["printed", "refused", "failed", "lost"]
SILENT_S = 90
UNHEARD = Prepared(
    lambda: PrintJob.select(PrintJob.id).where(
        PrintJob.via != "", PrintJob.state == "sending", PrintJob.not_before_at < given("now")
    )
)


@dataclass(frozen=True)
class VendorPaper:
    """`contents`: what the platform gave us to hand on (template address, encrypted data), as it came."""

    key: str
    component: str
    contents: list[dict[str, Any]]
    version: int = 1
    order_no: str = ""


def print_by_vendor(station_id: int, paper: VendorPaper, **about: Any) -> PrintJob:
    """Ask for it at a bench; `about` is tier, order_id, parcel_id. Twice is once, as for every document."""
    if paper.component not in COMPONENTS:
        raise NotFound("printing.no_component", known=", ".join(COMPONENTS))
    data = {"contents": paper.contents, "order_no": paper.order_no}
    ask = {"version": paper.version, "via": paper.component, "sealed": True, **about}
    return print_document(station_id, Document(paper.key, layout_of(paper.component), data, **ask))


def layout_of(component: str) -> str:
    return f"waybill_{component}"


def take(station_id: int, component: str) -> dict[str, Any] | None:
    """The next one for the component at this bench, `sending` from now on; None when there is none."""
    query = PrintJob.select().where(PrintJob.station == station_id, PrintJob.via == component)
    for job in query.where(PrintJob.state == "waiting").order_by(PrintJob.id).limit(5):
        try:
            if job.expires_at is not None and job.expires_at <= clock.now():
                change(job, "expire")
                continue
            return _hand_out(job)
        except Stale:
            continue
    return None


def _hand_out(job: PrintJob) -> dict[str, Any]:
    contents = open_document(job.document)["contents"]
    with transaction():
        change(job, "claim")
        change(job, "send", not_before_at=clock.now() + timedelta(seconds=SILENT_S))
    task_id = f"{job.document_key}:{job.version}:{job.copy}"
    return {"job_id": job.id, "task_id": task_id, "copy": job.copy, "contents": contents}


def settle(job_id: int, outcome: Outcome, by: int | None = None) -> str:
    """What the component said. `refused`: before it began, so it waits again; else the packer is asked."""
    with transaction():
        job = get_job(job_id)
        if not job.via or job.state not in ("sending", "unknown"):
            raise Refused("print.answered")
        if outcome == "printed":
            change(job, "confirm", by, because="component_printed")
        elif job.state == "sending" and outcome == "refused":
            wait = clock.now() + timedelta(seconds=10)
            change(job, "put_back", by, because="component_refused", not_before_at=wait)
        elif job.state == "sending":
            change(job, "lose", by, because="component_failed" if outcome == "failed" else "component_lost")
    return str(job.state)


def lose_unheard() -> None:
    """The browser was closed, or the component fell silent: the packer is asked."""
    with connection():
        unheard = [row.id for row in UNHEARD.list(now=clock.to_ms(clock.now()))]
    for job_id in unheard:
        try:
            settle(job_id, "lost")
        except (Refused, Stale):
            continue
