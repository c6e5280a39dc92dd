"""The printers page's calls: stations, jobs, papers of virtual printers, test pages, faults."""

from io import BytesIO
from typing import Annotated, Any

from flask import Response, url_for
from pydantic import BaseModel, Field

from app import clock
from app.people.access import own_page, signed_in
from app.printing import agent_calls, bridge_calls, layout_calls, station_calls, stations, telling, virtual
from app.printing.blueprint import ADJUST, LOOK, PrinterPath, api, png
from app.printing.failing_over import find_helper
from app.printing.health import count_waiting, sentence
from app.printing.models import Printer, PrintJob, Station
from app.printing.reaching import address_of, spell
from app.words import Words, say

pages = agent_calls.pages
__all__ = ["api", "bridge_calls", "layout_calls", "station_calls"]
LAST_JOBS = 50


class PaperPath(PrinterPath):
    number: Annotated[int, Field(ge=1, le=2**31)]


class FaultsBody(BaseModel):
    paper_out: bool | None = None
    cover_open: bool | None = None
    offline: bool | None = None


@api.get("/api/printers")
def list_printers() -> dict[str, Any]:
    lang = signed_in(*LOOK).operator.lang
    jobs = PrintJob.select(PrintJob, Station).join(Station).order_by(PrintJob.id.desc()).limit(LAST_JOBS)
    return {
        "stations": [_station(station, lang) for station in stations.list_stations()],
        "jobs": [_job(job, lang) for job in jobs],
    }


def _station(station: Station, lang: str) -> dict[str, Any]:
    """`trouble` is the sentence the lead's board says, `helper` the bench that can print instead."""
    printer = _printer(station.printer, lang) if station.printer else None
    trouble = sentence(station, station.printer) if station.printer else None
    helper = find_helper(station)
    return {
        "id": station.id,
        "code": station.code,
        "name": station.name,
        "printer": printer,
        "waiting": count_waiting(station),
        "trouble": say(trouble, lang) if trouble else "",
        "helper": (helper.name or helper.code) if helper else "",
    }


def _printer(printer: Printer, lang: str) -> dict[str, Any]:
    return {
        "id": printer.id,
        "name": printer.name,
        "state": printer.status,
        "since": clock.iso(printer.status_at),
        "text": telling.printer_text(printer, lang),
        "virtual": printer.connector == "virtual",
        "host": printer.host,
        "port": printer.port,
        "where": spell(address_of(printer)),
        "left_m": None if printer.left_mm is None else printer.left_mm / 1000,
        "faults": virtual.list_faults(printer.id),
    }


def _job(job: PrintJob, lang: str) -> dict[str, Any]:
    return {
        **telling.tell_job(job, lang),
        "station": job.station.code,
        "layout": job.layout,
        "subject": telling.subject(job),
        "copy": job.copy,
        "created_at": clock.iso(job.created_at),
    }


@api.get("/api/printers/<int:printer_id>/papers")
def list_papers(path: PrinterPath) -> dict[str, Any]:
    signed_in(*LOOK)
    return {
        "papers": [
            {
                "n": paper.number,
                "printed_at": clock.iso(paper.printed_at),
                "width": paper.image.width,
                "height": paper.image.height,
                "url": url_for("printing.show_paper", printer_id=path.printer_id, number=paper.number),
            }
            for paper in virtual.list_papers(path.printer_id)
        ]
    }


@api.get("/api/printers/<int:printer_id>/papers/<int:number>.png")
def show_paper(path: PaperPath) -> Response:
    signed_in(*LOOK)
    out = BytesIO()
    virtual.get_paper(path.printer_id, path.number).image.save(out, "PNG")
    return png(out.getvalue())


@api.post("/api/printers/<int:printer_id>/test")
def print_test(path: PrinterPath) -> dict[str, Any]:
    own_page()
    lang = signed_in(*LOOK).operator.lang
    printer = stations.get_printer(path.printer_id)
    job = stations.print_test(printer)
    return {
        "ok": True,
        "job_id": job.id,
        "message": say(Words("print.test_asked", {"printer": printer.name}), lang),
    }


@api.post("/api/printers/<int:printer_id>/faults")
def set_faults(path: PrinterPath, body: FaultsBody) -> dict[str, Any]:
    own_page()
    signed_in(*ADJUST)
    virtual.set_faults(path.printer_id, body.model_dump(exclude_none=True))
    return {"ok": True}
