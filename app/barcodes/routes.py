"""What is this barcode, and the page on which a scanner shows what it sends."""

from typing import Annotated, Any

from flask import Blueprint, Response, render_template, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.barcodes.resolving import resolve
from app.ops.edge import CSP, reader_lang
from app.people import access
from app.words import say

api = APIBlueprint("barcodes", __name__, url_prefix="/api", abp_tags=[Tag(name="barcodes")])
pages = Blueprint("scanner_test", __name__)
DECODER = "/static/dist/assets/decoder"  # zxing in a worker: Chromium before 95 knows no 'wasm-unsafe-eval'


class Asked(BaseModel):
    barcode: Annotated[str, Field(min_length=1, max_length=200)]


@api.post("/barcodes/resolve")
def what_is(body: Asked) -> dict[str, Any]:
    """By POST: a badge's or a customer's code must not stand in a log."""
    access.own_page()
    lang = access.signed_in().operator.lang
    found = resolve(body.barcode)
    return {"kind": found.kind, "text": say(found.text, lang), **found.details}


@pages.get("/scanner-test")
def scanner_test() -> str:
    return render_template("handheld/index.html", lang=reader_lang())


@pages.after_app_request
def allow_decoder(response: Response) -> Response:
    """The worker alone may compile WebAssembly; the page may not."""
    if request.path.startswith(DECODER):
        response.headers["Content-Security-Policy"] = f"{CSP}; script-src 'self' 'unsafe-eval'"
    return response
