"""Print jobs: asked for once, moved along, told about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from app import clock, push
from app.db import after_commit, transaction
from app.errors import NotFound, Refused
from app.lives import move
from app.prepared import Prepared, given, insert_if_new
from app.printing.models import PrintJob, Station
from app.printing.sealing import copy_of, is_sealed, seal_document, wiped
from app.printing.states import ANSWERABLE, CLAIMABLE, HAPPENED, PERHAPS_ON_PAPER, PRINT_JOB, QUIET
from app.printing.waking import wake
from app.timeline.recording import record

ENDS = ("confirm", "deny", "fail", "cancel", "expire")
KEPT_WAITING = timedelta(hours=12)  # a shift: what waited longer is no longer wanted
NEVER_AGAIN = ("confirm", "cancel", "expire")  # a sealed document is wiped

COPIES = Prepared(
    lambda: (
        PrintJob.select()
        .where(PrintJob.document_key == given("key"), PrintJob.version == given("version"))
        .order_by(PrintJob.copy.desc())
    )
)


@dataclass(frozen=True)
class Document:
    """What to print. The same (key, version, copy) is printed once; `copy` above 0 carries COPY n.

    It expires after KEPT_WAITING when nothing else is said. `via`: a vendor's component prints it, we do not.
    """

    key: str
    layout: str
    data: dict[str, Any]
    version: int = 1
    copy: int = 0
    tier: str = "C"
    order_id: int | None = None
    parcel_id: int | None = None
    expires_at: datetime | None = None
    sealed: bool = False  # encrypted until it is on paper, then wiped
    via: str = ""
    about: dict[str, Any] = field(default_factory=dict)  # into the timeline: nothing personal


def print_document(station_id: int, document: Document) -> PrintJob:
    """Ask for a document at a station; asked again, it is the job that there already is."""
    with transaction():
        row = {
            name: value
            for name, value in document.__dict__.items()
            if name not in ("key", "data", "about", "sealed")
        }
        data = seal_document(document.data) if document.sealed else document.data
        row |= {"document_key": document.key, "document": data, "station": station_id}
        row["expires_at"] = document.expires_at or clock.now() + KEPT_WAITING
        is_new = insert_if_new(PrintJob, row | {"created_at": clock.now()})
        job = _find(document.key, document.version, document.copy)
        assert job is not None
        if is_new:
            _tell(job, "print:asked", document.about)
            after_commit(wake)
    return job


def change(job: PrintJob, action: str, by: int | None = None, **also: Any) -> None:
    """Move a job along; Stale when somebody else (a cancellation) moved it first."""
    with transaction():
        if action in ENDS:
            also["done_at"] = clock.now()
        if action in NEVER_AGAIN and "sealed" in job.document:
            also["document"] = wiped(job.document)
        move(job, PRINT_JOB, action, **also)
        _tell(job, HAPPENED[action], {"because": job.because} if job.because else {}, by)


def _tell(job: PrintJob, happened: str, data: dict[str, Any], by: int | None = None) -> None:
    about = {"layout": job.layout, "copy": job.copy, **data}
    record(happened, job.id, order_id=job.order_id, by=by, data=about)
    if happened not in (HAPPENED[action] for action in QUIET):
        push.announce("print", job.id, "lead", f"station:{job.station_id}")


def hurry(printer_id: int) -> None:
    """What waits for this printer waits no longer: it is another one by now, or in service again."""
    benches = Station.select(Station.id).where(Station.printer == printer_id)
    waiting = PrintJob.station.in_(benches) & PrintJob.state.in_(CLAIMABLE)
    PrintJob.update(not_before_at=None).where(waiting).execute()
    after_commit(wake)


def get_job(job_id: int) -> PrintJob:
    job = PrintJob.get_or_none(PrintJob.id == job_id)
    if job is None:
        raise NotFound("print.unknown_job")
    return job


def list_copies(key: str, version: int) -> list[PrintJob]:
    """All jobs of a document, the last copy first."""
    return COPIES.list(key=key, version=version)


def _find(key: str, version: int, copy: int) -> PrintJob | None:
    mine = (PrintJob.document_key == key) & (PrintJob.version == version) & (PrintJob.copy == copy)
    return PrintJob.get_or_none(mine)


KEPT = ("layout", "version", "tier", "order_id", "parcel_id", "via")


def repeat(job: PrintJob, by: int | None = None) -> PrintJob:
    """The same document once more, marked COPY n. Refused when it has been withdrawn meanwhile."""
    job = get_job(job.id)
    if job.withdrawn_at is not None:
        raise Refused("print.withdrawn")
    mine = (PrintJob.document_key == job.document_key) & (PrintJob.version == job.version)
    last = PrintJob.select(fn.MAX(PrintJob.copy)).where(mine).scalar()
    kept = {name: getattr(job, name) for name in KEPT}
    kept |= {"data": copy_of(job), "sealed": is_sealed(job.document)}
    again = Document(job.document_key, copy=last + 1, **kept)
    return print_document(job.station_id, again)


def withdraw(key: str, version: int) -> bool:
    """Never print this document again; whether it may be on paper already."""
    with transaction():
        jobs, now = list_copies(key, version), clock.now()
        printed = any(job.state in PERHAPS_ON_PAPER for job in jobs)
        for job in jobs:
            if (job.state, "cancel") in PRINT_JOB.moves:
                change(job, "cancel", withdrawn_at=now)
            else:
                PrintJob.update(expires_at=now, withdrawn_at=now).where(PrintJob.id == job.id).execute()
    return printed


def withdraw_parcel(parcel_id: int) -> None:
    """Nothing more is printed for this parcel: it will not travel."""
    with transaction():
        for job in PrintJob.select().where(PrintJob.parcel_id == parcel_id, PrintJob.withdrawn_at.is_null()):
            withdraw(job.document_key, job.version)


def prove(key: str, version: int, by: int | None = None) -> None:
    """Somebody has the paper in hand (its code was scanned back): the strongest proof there is."""
    with transaction():
        for job in list_copies(key, version):
            if job.state in ANSWERABLE:
                change(job, "confirm", by=by)
