"""The customer's pages under /t/: no account, no need of JavaScript, one answer to every invalid token."""

import secrets
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from pydantic import ValidationError
from werkzeug.routing import BaseConverter

from app.errors import AppError
from app.limits import limiter
from app.orders.ordering import get_order
from app.shipping import asking, links, more, proving, views, vouchers
from app.shipping.addresses import FIELDS, Address
from app.shipping.readdressing import Wish
from app.shipping.tracking import read_journey
from app.words import Words, say

pages = Blueprint("tracking", __name__)
SEEN = "wavecard_v"  # this browser was counted within the last minutes
SEEN_LASTS_S = 600


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
@limiter.limit("120 per minute")
def track(token: str = "") -> Response:
    """The journey of a voucher's parcel; 404 alike for unknown, expired, revoked and malformed tokens."""
    voucher = vouchers.find_by_token(token)
    if voucher is None:
        return _page("missing", status=404)
    return _journey(voucher)


@pages.post("/t/")
@pages.post("/t/<anything:token>")
@limiter.limit("20 per minute")
def tell(token: str = "") -> Response:
    """The last four digits of the phone open more; then the customer may ask for another address."""
    voucher = vouchers.find_by_token(token)
    if voucher is None:
        return _page("missing", status=404)
    if "last4" in request.form:
        cookie = proving.prove(voucher.id, voucher.parcel_id, request.form["last4"][:8])
        return _journey(voucher, "track.wrong_digits") if cookie is None else _keep(f"/t/{token}", cookie)
    if proving.proved_voucher(request.cookies.get(proving.COOKIE)) != voucher.id:
        return _journey(voucher, "track.prove_first")
    told = {name: request.form.get(name, "")[:300] for name in FIELDS}
    note = _ask(voucher.order_id, told)
    return _journey(voucher, note, None if note == "track.asked" else told)


def _ask(order_id: int, told: dict[str, str]) -> str | Words:
    """The customer's wish waits for the lead; what is wrong with it is said, and what was written stays."""
    try:
        asking.readdress(order_id, Address(**told), Wish("customer"))
    except AppError as error:
        return Words(error.key, error.details)
    except ValidationError:
        return "track.too_long"
    return "track.asked"


@pages.errorhandler(429)
def slow_down(error: Exception) -> Response:
    """Whoever asks too often reads so in their language."""
    return _page("missing", 429, why="track.slow_down")


@pages.get("/t/my")
@limiter.limit("60 per minute")
def mine() -> Response:
    """The orders of a phone that was proved by a code; else the form that sends one."""
    phone = proving.proved_phone(request.cookies.get(proving.COOKIE))
    orders = more.list_orders(phone, _lang()) if phone else None
    return _page("mine", orders=orders, sent=False, note="")


@pages.post("/t/my")
@limiter.limit("10 per minute")
def prove_mine() -> Response:
    """Whether a phone has orders here is told to nobody: every answer to it is the same."""
    phone = request.form.get("phone", "")[:20]
    if "code" not in request.form:
        proving.send_code(phone, _lang())
        return _page("mine", orders=None, sent=True, phone=phone, note="")
    cookie = proving.prove_code(phone, request.form["code"][:8])
    if cookie is not None:
        return _keep("/t/my", cookie)
    return _page("mine", orders=None, sent=True, phone=phone, note=_say("track.wrong_code"))


def _journey(voucher: Any, note: str | Words = "", told: dict[str, str] | None = None) -> Response:
    opened = proving.proved_voucher(request.cookies.get(proving.COOKIE)) == voucher.id
    shown: dict[str, Any] = {"journey": read_journey(voucher, _lang()), "note": _say(note) if note else ""}
    shown |= {"opened": opened, "closed": False}
    if opened:
        phone = more.phone_of(voucher.order_id)
        shown |= {"items": more.list_items(voucher.order_id)}
        shown |= {"orders": more.list_orders(phone, _lang(), but=voucher.order_id)}
        order = get_order(voucher.order_id)
        shown |= {"may_ask": order.state in asking.WITH_US and not order.oaid, "fields": FIELDS}
        shown |= {"told": told or {}}
    elif note:
        shown["closed"] = proving.is_closed(voucher.id)
    response = _page("page", **shown)
    if SEEN not in request.cookies:
        views.seen(voucher.order_id)
        _cookie(response, SEEN, "1", SEEN_LASTS_S)
    return response


def _keep(where: str, cookie: str) -> Response:
    response = make_response(redirect(where, 303))
    _cookie(response, proving.COOKIE, cookie, proving.LASTS_S)
    return _private(response, "")


def _cookie(response: Response, name: str, value: str, lasts_s: int) -> None:
    secure = request.is_secure
    response.set_cookie(name, value, lasts_s, path="/t/", secure=secure, httponly=True, samesite="Lax")


def _page(name: str, status: int = 200, **shown: Any) -> Response:
    nonce = secrets.token_urlsafe(12)
    page = render_template(f"tracking/{name}.html", lang=_lang(), nonce=nonce, say=_say, **shown)
    return _private(make_response(page, status), nonce)


def _say(words: str | Words) -> str:
    return say(Words(words) if isinstance(words, str) else words, _lang())


def _lang() -> str:
    return "en" if request.accept_languages.best_match(["zh", "en"]) == "en" else "zh-CN"


def _private(response: Response, nonce: str) -> Response:
    """Nobody keeps it, finds it, frames it, or learns its address from a link."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return response
