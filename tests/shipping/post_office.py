"""A local server that is any carrier: it keeps what it was sent and answers what a test says."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


class PostOffice(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Window)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[Any] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def form(self) -> dict[str, str]:
        """The last request, read as a form."""
        return {name: values[0] for name, values in parse_qs(self.asked[-1][2].decode()).items()}

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Window(BaseHTTPRequestHandler):
    server: PostOffice

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, headers, body))
        answer = self.server.answers.pop(0)
        status, told = answer if isinstance(answer, tuple) else (200, answer)
        raw = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Quiet."""
