"""The printers page's calls: stations, jobs, papers of virtual printers, test pages, faults, previews."""

from io import BytesIO
from typing import Annotated, Any, Literal

from flask import Response, url_for
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app import clock
from app.errors import NotFound
from app.people.access import own_page, signed_in
from app.printing import stations, telling, virtual
from app.printing.models import Printer, PrintJob, Station
from app.words import Words, say
from printers import DocumentError, get_paper, render
from printers.layouts import get_layout

api = APIBlueprint("printing", __name__, abp_tags=[Tag(name="printing")])
LOOK = ("packer", "lead", "admin")
ADJUST = ("lead", "admin")
LAST_JOBS = 50
PREVIEW_PAPERS = {384: "roll58", 576: "roll80", 832: "100x150"}


class PrinterPath(BaseModel):
    printer_id: Annotated[int, Field(ge=1, le=2**31)]


class PaperPath(PrinterPath):
    number: Annotated[int, Field(ge=1, le=2**31)]


class LayoutPath(BaseModel):
    layout: Annotated[str, Field(max_length=32)]


class PreviewQuery(BaseModel):
    lang: Literal["zh-CN", "en"] = "zh-CN"
    dots: Annotated[int, Field(ge=100, le=2400)] = 576


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
    printer = _printer(station.printer, lang) if station.printer else None
    return {"code": station.code, "name": station.name, "printer": printer}


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
    png = BytesIO()
    virtual.get_paper(path.printer_id, path.number).image.save(png, "PNG")
    return _png(png.getvalue())


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


@api.get("/printers/preview/<layout>.png")
def preview(path: LayoutPath, query: PreviewQuery) -> Response:
    """A layout with its example, as the very bitmap that would be printed."""
    signed_in(*LOOK)
    try:
        paper = get_paper(PREVIEW_PAPERS.get(query.dots, ""))
        example = get_layout(path.layout).example[query.lang]
        rendered = render({"layout": path.layout, "lang": query.lang, "data": example}, paper)
    except DocumentError:
        raise NotFound("printing.no_preview") from None
    return _png(rendered.png())


def _png(content: bytes) -> Response:
    return Response(content, mimetype="image/png", headers={"Cache-Control": "no-store"})
