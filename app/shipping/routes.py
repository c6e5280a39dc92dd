"""The customer's tracking page: no session, no JavaScript, one answer to every token that is not valid.

And `POST /api/carriers/<carrier>`, where carriers tell what they have seen.
"""

import secrets
from typing import Annotated, Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field
from werkzeug.routing import BaseConverter

from app.errors import Invalid, Unavailable
from app.limits import limiter
from app.shipping import hearing, links, vouchers
from app.shipping.carriers import get_link
from app.shipping.tracking import read_journey
from app.words import Words, say

pages = Blueprint("tracking", __name__)
api = APIBlueprint("carriers", __name__, url_prefix="/api/carriers", abp_tags=[Tag(name="carriers")])
MOST_BYTES = 256_000


class CarrierPath(BaseModel):
    carrier: Annotated[str, Field(max_length=16)]


@api.post("/<carrier>", summary="A carrier tells news of its parcels, signed over the raw bytes")
@limiter.limit("1200 per minute")
def callback(path: CarrierPath) -> Response:
    """Told twice is kept once. 503 for what is not ours yet, so that the carrier tells it again."""
    link = get_link(path.carrier)
    if (request.content_length or 0) > MOST_BYTES:
        raise Invalid("carrier.bad_callback")
    try:
        news = link.read_callback(dict(request.headers), request.get_data())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Invalid("carrier.bad_callback") from None
    if not all([hearing.hear(path.carrier, one) for one in news]):
        raise Unavailable("carrier.not_ours_yet")
    return Response(link.acknowledge(), content_type="application/json")


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
