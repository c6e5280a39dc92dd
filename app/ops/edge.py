"""What every HTTP answer has in common: errors as the wire tells them, and protective headers."""

import logging
from typing import Any, NoReturn

from flask import Flask, Response, g, jsonify, request
from flask.json.provider import DefaultJSONProvider
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from app.db import connection
from app.errors import AppError, Invalid, NotFound
from app.ops.performing import failure
from app.ops.verbs import bad_body
from app.people import access

log = logging.getLogger(__name__)

# ws: wss: by name, because 'self' does not cover sockets on Chromium 70
CSP = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


class Failed(BaseModel):
    """How every error is told."""

    ok: bool
    code: str
    message: str
    details: dict[str, Any]


def bad_input(error: ValidationError) -> NoReturn:
    """A body, query or path that its model does not take."""
    raise bad_body(error) from None


class Json(DefaultJSONProvider):
    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """What is nested too deeply to be read is no JSON: a stranger's body breaks nothing."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def init_app(app: Flask) -> None:
    app.json = Json(app)
    app.before_request(_open_connection)
    app.teardown_request(_close_connection)
    app.after_request(_headers)
    app.register_error_handler(AppError, _app_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def _open_connection() -> None:
    g.connection = connection()
    g.connection.__enter__()


def _close_connection(error: BaseException | None) -> None:
    opened = g.pop("connection", None)
    if opened is not None:
        opened.__exit__(None, None, None)


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _app_error(error: AppError) -> tuple[Response, int]:
    return jsonify(failure(error, reader_lang())), error.status


def _http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400 or not request.path.startswith("/api/"):
        return error
    known = {404: NotFound("http.no_page"), 429: Invalid("people.slow_down")}
    told = failure(known.get(code, Invalid("http.bad_request")), reader_lang())
    return jsonify(told), code


def _bug(error: Exception) -> tuple[Response, int]:
    log.exception("request to %s failed", request.endpoint)  # paths carry tokens: /first/..., /t/...
    return jsonify(failure(AppError("op.internal"), reader_lang())), 500


def reader_lang() -> str:
    """The signed-in operator's language, else what the browser asks for."""
    current = access.find_session()
    if current is not None:
        return str(current.operator.lang)
    return "en" if request.accept_languages.best_match(["zh", "en"]) == "en" else "zh-CN"
