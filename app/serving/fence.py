"""The second listener has no socket: Socket.IO answers before Flask is asked, so this stands before both."""

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def without_socket(inner: Wsgi, public_port: int) -> Wsgi:
    """`inner`, but on `public_port` there is nothing under /socket.io."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "").lstrip("/")
        if environ.get("SERVER_PORT") == str(public_port) and asked.startswith("socket.io"):
            start_response("404 Not Found", [("Content-Length", "0")])
            return [b""]
        return inner(environ, start_response)

    return answer
