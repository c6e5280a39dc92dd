"""A plain http page beside `serve --https`: the CA to install, the steps on each platform, a QR code of each.

`python -m app.serving.install_page HOST PORT HTTPS_URL CA_FILE` serves it until the server beside it ends.
"""

import io
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import qrcode
import qrcode.image.svg
from jinja2 import Environment, FileSystemLoader, select_autoescape

from app.serving import addresses
from app.words import Words, say

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STEPS = ("android", "ios", "windows", "mac", "zebra")


def render(page_url: str, https_url: str, lang: str) -> str:
    """What the page says in one language."""
    inside = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())
    page = inside.get_template("serving/install.html")
    return page.render(
        lang=lang,
        steps=STEPS,
        https_url=https_url,
        page_qr=svg(page_url),
        https_qr=svg(https_url),
        say=lambda key: say(Words(key), lang),
    )


def svg(url: str) -> str:
    """A QR code as an SVG element."""
    out = io.BytesIO()
    qrcode.make(url, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(out)
    return out.getvalue().decode().split("?>", 1)[-1]


def serve(host: str, port: int, https_url: str, ca: Path) -> ThreadingHTTPServer:
    """A server of the page at / and the CA at /ca.crt, on `host` alone; the caller runs it."""
    page_url = addresses.base_url("http", host, port) + "/"

    class Page(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            if self.path.split("?")[0] == "/ca.crt":
                return self.answer(ca.read_bytes(), "application/x-x509-ca-cert")
            told = self.headers.get("Accept-Language", "")
            lang = "en" if told.lower().startswith("en") else "zh-CN"
            return self.answer(render(page_url, https_url, lang).encode(), "text/html; charset=utf-8")

        def answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing of who asked is kept."""

    return ThreadingHTTPServer((host, port), Page)


def main(host: str, port: int, https_url: str, ca: Path) -> None:
    parent = os.getppid()
    page = serve(host, port, https_url, ca)
    threading.Thread(target=page.serve_forever, daemon=True).start()
    while os.getppid() == parent:
        time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
