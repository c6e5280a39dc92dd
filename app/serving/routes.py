"""The start page, health, figures, and the first admin's one-time page."""

import ipaddress
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app import db
from app.errors import AppError, NotFound
from app.limits import limiter
from app.ops.edge import reader_lang
from app.people import access, first_admin
from app.serving import figures
from app.words import Words, say

pages = Blueprint("serving", __name__)


@pages.get("/")
def start_page() -> str:
    return render_template("handheld/index.html", lang=reader_lang())


@pages.get("/healthz")
def healthz() -> Response:
    return jsonify({"ok": True})


@pages.get("/readyz")
def readyz() -> Response:
    """Ready when the database answers."""
    require_inside()
    db.database.execute_sql("SELECT 1")
    return jsonify({"ok": True})


@pages.get("/metrics")
def metrics() -> Response:
    """Prometheus' text format: this process by its library, the floor by the database."""
    require_inside()
    figures.register()
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@pages.before_app_request
def guard() -> None:
    if request.path.startswith("/openapi"):
        require_inside()
    public_port = current_app.config["WAVECARD"].public_port
    if public_port and request.environ.get("SERVER_PORT") == str(public_port):
        require_public_path()


PUBLIC_PATHS = ("/t/", "/api/hooks/", "/api/carriers/")


def require_public_path() -> None:
    """The second listener shows the internet the tracking pages and callbacks, and nothing else."""
    if not request.path.startswith(PUBLIC_PATHS):
        raise NotFound("http.no_page")


def require_inside() -> None:
    """Loopback without a proxy in between, or an admin."""
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if not proxied and ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:
        return
    access.signed_in("admin")


@pages.route("/first/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def first(token: str) -> Any:
    """A form without JavaScript; the token in the path is the proof, and works once."""
    lang = reader_lang()
    shown: dict[str, Any] = {"lang": lang, "say": lambda key, **details: say(Words(key, details), lang)}
    first_admin.get_link(token)
    if request.method == "GET":
        return render_template("serving/first.html", **shown)
    try:
        made = first_admin.make_first_admin(token, request.form.get("name", ""), request.form.get("pin", ""))
    except AppError as error:
        return render_template(
            "serving/first.html", problem=say(Words(error.key, error.details), lang), **shown
        ), 400
    return render_template("serving/first.html", badge=made.badge, **shown)
