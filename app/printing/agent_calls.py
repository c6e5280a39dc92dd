"""`/api/agent`: where a bench PC's agent connects, outbound from its side, with its station's token."""

import sys
from typing import Any

import simple_websocket
from flask import Blueprint, Response, request
from wsproto.utilities import ProtocolError

from app import frames
from app.errors import Invalid, SignInNeeded
from app.limits import limiter
from app.printing import agents

pages = Blueprint("print_agents", __name__)
MAX_MESSAGE = 64_000


def _is_patched() -> bool:
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


class Taken(Response):
    """The socket is the websocket's by now; each server is told so in its own way."""

    mode = ""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if self.mode == "gunicorn":
            raise StopIteration
        return super().__call__(environ, start_response) if self.mode == "werkzeug" else []


@pages.route("/api/agent", websocket=True)
@limiter.limit("60 per minute")
def connect() -> Response:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    agent = agents.find_agent(token) if kind == "Bearer" else None
    if agent is None:
        raise SignInNeeded("printing.bad_agent")
    server = frames.Server if _is_patched() else simple_websocket.Server
    try:
        socket = server(request.environ, max_message_size=MAX_MESSAGE)
    except (ProtocolError, simple_websocket.ConnectionError, RuntimeError):
        raise Invalid("http.bad_request") from None
    agents.serve(agent, socket)
    over = Taken("")
    over.mode = socket.mode
    return over
