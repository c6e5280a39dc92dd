"""The customer's tracking page: no session, no JavaScript, one answer to every token that is not valid."""

import secrets
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from app.shipping import links, vouchers
from app.shipping.tracking import read_journey
from app.words import Words, say

pages = Blueprint("tracking", __name__)


class Anything(BaseConverter):
    """Whatever stands behind /t/, line breaks and slashes too: it all gets the same answer."""

    regex = r"[\s\S]*?"
    part_isolating = False


@pages.record_once
def _prepare(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["anything"] = Anything
    settings = state.app.config.get("WAVECARD")
    links.set_base(settings.public_url if settings else None)


@pages.get("/t/")
@pages.get("/t/<anything:token>")
def track(token: str = "") -> Response:
    """The journey of a voucher's parcel; 404 alike for unknown, expired, revoked and malformed tokens."""
    lang = _lang()
    voucher = vouchers.find_by_token(token)
    nonce = secrets.token_urlsafe(12)
    shown: dict[str, Any] = {"lang": lang, "nonce": nonce, "say": lambda key: say(Words(key), lang)}
    if voucher is None:
        response = make_response(render_template("tracking/missing.html", **shown), 404)
    else:
        journey = read_journey(voucher, lang)
        response = make_response(render_template("tracking/page.html", journey=journey, **shown))
    return _private(response, nonce)


def _lang() -> str:
    return "en" if request.accept_languages.best_match(["zh", "en"]) == "en" else "zh-CN"


def _private(response: Response, nonce: str) -> Response:
    """Nobody keeps it, finds it, frames it, or learns its address from a link."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return response
