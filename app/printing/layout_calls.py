"""Layouts over HTTP: what they are, their previews, the lead's edits, sheets for an office printer."""

from typing import Annotated, Any

from flask import Response
from pydantic import BaseModel, Field

from app import clock
from app.db import transaction
from app.errors import Invalid, NotFound
from app.people.access import own_page, signed_in
from app.printing import layouts
from app.printing.blueprint import ADJUST, LOOK, Key, Lang, LayoutPath, api, png
from app.printing.jobs import Document, print_document
from app.printing.stations import get_station
from app.writer import off_hub
from printers import PAPERS, DocumentError, get_paper, render
from printers import sheets as on_sheets
from printers.layouts import get_layout, list_layouts

PREVIEW_PAPERS = {384: "roll58", 576: "roll80", 832: "100x150"}
Text = Annotated[str, Field(max_length=200)]


class LangQuery(BaseModel):
    lang: Lang = "zh-CN"


class PreviewQuery(LangQuery):
    dots: Annotated[int, Field(ge=100, le=2400)] = 576
    paper: Annotated[str, Field(max_length=16)] = ""


class EditsBody(BaseModel):
    lang: Lang = "zh-CN"
    words: Annotated[dict[Annotated[str, Field(max_length=40)], Text], Field(max_length=60)] = {}
    hidden: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []
    logo: Annotated[str, Field(max_length=420_000)] = ""

    def edits(self) -> dict[str, Any]:
        return {"words": self.words, "hidden": self.hidden, "logo": self.logo}


class PreviewBody(EditsBody):
    paper: Annotated[str, Field(max_length=16)] = "roll80"


class SheetBody(BaseModel):
    """One label a line: `code`, or `code,name`."""

    lang: Lang = "zh-CN"
    lines: Annotated[list[Text], Field(min_length=1, max_length=2000)]


class RollBody(BaseModel):
    station_id: Key
    lines: Annotated[list[Text], Field(min_length=1, max_length=100)]


@api.get("/api/printing/layouts")
def show_layouts(query: LangQuery) -> dict[str, Any]:
    signed_in(*LOOK)
    told = []
    for layout in list_layouts():
        kept = layouts.edits_of(layout.name, query.lang) or {"words": {}, "hidden": [], "logo": ""}
        words = dict(layout.words[query.lang])
        own = {"name": layout.name, "words": words, "keys": list(words), "fields": layout.optional}
        told.append(own | {"edits": kept})
    return {"layouts": told, "papers": list(PAPERS)}


@api.put("/api/printing/layouts/<layout>")
def save_layout(path: LayoutPath, body: EditsBody) -> dict[str, Any]:
    own_page()
    by = signed_in(*ADJUST).operator_id
    _known(path.layout)
    layouts.save(path.layout, body.lang, body.edits(), by)
    return {"ok": True}


@api.get("/printers/preview/<layout>")
def preview(path: LayoutPath, query: PreviewQuery) -> Response:
    """A layout with its example and the site's edits, as the very bitmap that would be printed (PNG)."""
    signed_in(*LOOK)
    name = path.layout.removesuffix(".png")
    _known(name)
    paper = query.paper or PREVIEW_PAPERS.get(query.dots, "")
    return _draw(name, query.lang, paper, layouts.edits_of(name, query.lang))


@api.post("/api/printing/preview/<layout>")
def try_edits(path: LayoutPath, body: PreviewBody) -> Response:
    """The same with edits that are not saved: what the lead sees while typing."""
    own_page()
    signed_in(*ADJUST)
    _known(path.layout)
    layouts.check(path.layout, body.lang, body.edits())
    return _draw(path.layout, body.lang, body.paper, body.edits())


@api.post("/api/printing/sheets/<layout>")
def make_sheets(path: LayoutPath, body: SheetBody) -> Response:
    """Location labels, tote labels or badges on A4, as a PDF."""
    own_page()
    signed_in(*ADJUST)
    grid = on_sheets.GRIDS.get(path.layout)
    if grid is None:
        raise NotFound("printing.no_preview")
    edits = layouts.edits_of(path.layout, body.lang)
    documents = [
        {"layout": path.layout, "lang": body.lang, "edits": edits, "data": _label(path.layout, line)}
        for line in body.lines
    ]
    try:
        content = off_hub(lambda: on_sheets.pdf(on_sheets.sheets(documents, grid)))
    except DocumentError as error:
        raise Invalid("printing.bad_layout", why=str(error)) from None
    return Response(content, mimetype="application/pdf", headers={"Cache-Control": "no-store"})


@api.post("/api/printing/rolls/<layout>")
def print_roll(path: LayoutPath, body: RollBody) -> dict[str, Any]:
    """The same labels one after the other from a bench's printer."""
    own_page()
    signed_in(*ADJUST)
    if path.layout not in on_sheets.GRIDS:
        raise NotFound("printing.no_preview")
    station, now = get_station(body.station_id), clock.to_ms(clock.now())
    with transaction():
        for number, line in enumerate(body.lines):
            data = _label(path.layout, line)
            print_document(station.id, Document(f"roll:{now}:{number}", path.layout, data))
    return {"ok": True, "count": len(body.lines)}


def _label(layout: str, line: str) -> dict[str, str]:
    code, _, name = (part.strip() for part in line.partition(","))
    if layout == "location_label":
        return {"location": code, "barcode": code, "name": name}
    if layout == "badge":
        return {"badge": code, "name": name or code}
    return {"tote": code, "barcode": code, "note": name}


def _known(name: str) -> None:
    try:
        get_layout(name)
    except DocumentError:
        raise NotFound("printing.no_preview") from None


def _draw(name: str, lang: str, paper: str, edits: dict[str, Any]) -> Response:
    document = {"layout": name, "lang": lang, "data": get_layout(name).example[lang], "edits": edits}
    try:
        return png(off_hub(lambda: render(document, get_paper(paper)).png()))
    except DocumentError as error:
        raise Invalid("printing.bad_layout", why=str(error)) from None
