"""A page with the roll, newest on top, and switches for the faults: training without any other server."""

import json
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from printers.virtual.faults import COUNTED, NAMES, set_fault
from printers.virtual.server import VirtualPrinter

MAX_FORM = 4096
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body{{font:16px system-ui,sans-serif;margin:0;background:#d7dde5;color:#10243e}}
header{{position:sticky;top:0;padding:12px 16px;background:#fff;border-bottom:1px solid #9aa7b5}}
button{{margin:4px;padding:8px 12px;font:inherit;border:1px solid #6b7684;border-radius:6px;background:#fff}}
button.on{{background:#b3261e;color:#fff}} figure{{width:max-content;max-width:96vw;margin:16px auto;
padding:8px 12px;background:#fff;box-shadow:0 2px 8px #0006}} img{{max-width:100%;image-rendering:pixelated}}
</style></head><body><header><b>{title}</b> <span id="state"></span>
<form method="post" action="/faults">{switches}</form></header><main>{papers}</main>
<script>let seen={seen};setInterval(()=>fetch('/state').then(r=>r.json()).then(s=>{{
document.getElementById('state').textContent=s.text;if(s.papers!==seen)location.reload()}}),1000)</script>
</body></html>"""


def serve_page(printer: VirtualPrinter, host: str, port: int) -> ThreadingHTTPServer:
    """Start the page in a thread of its own; OSError when the port is taken."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, printer)

        def do_POST(self) -> None:
            change(self, printer)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the terminal is for the printer."""

    server = ThreadingHTTPServer((host, port), Page)
    Thread(target=server.serve_forever, name="virtual-printer-page", daemon=True).start()
    return server


def answer(request: BaseHTTPRequestHandler, printer: VirtualPrinter) -> None:
    path = request.path
    if path == "/":
        send(request, page(printer).encode(), "text/html; charset=utf-8")
    elif path == "/state":
        send(request, json.dumps(state(printer)).encode(), "application/json")
    else:
        png = find_png(printer, path)
        send(request, png or b"", "image/png", 200 if png else 404)


def state(printer: VirtualPrinter) -> dict[str, Any]:
    pretended = [f"{name}={getattr(printer.faults, name)}" for name in NAMES if getattr(printer.faults, name)]
    text = f"{printer.machine.number} papers, {printer.machine.printed_rows / 8000:.2f} m"
    return {"papers": printer.machine.number, "text": " · ".join([text, *pretended])}


def page(printer: VirtualPrinter) -> str:
    switches = "".join(map(switch(printer), NAMES))
    shown = [
        f"<figure><figcaption>#{paper.number} {paper.printed_at:%H:%M:%S}{'' if paper.cut else ' (torn)'}"
        f'</figcaption><img src="/papers/{paper.number}.png" width="{paper.image.width}"></figure>'
        for paper in reversed(printer.papers)
    ]
    title = escape(f"Virtual printer, port {printer.port}")
    return PAGE.format(title=title, switches=switches, papers="".join(shown), seen=printer.machine.number)


def switch(printer: VirtualPrinter) -> Callable[[str], str]:
    def draw(name: str) -> str:
        value = getattr(printer.faults, name)
        on = "1" if name == "slow" else "2000" if name in COUNTED else "on"
        wanted = "off" if value not in (None, False) else on
        look = ' class="on"' if wanted == "off" else ""
        return f'<button{look} name="{name}" value="{wanted}">{name}</button>'

    return draw


def find_png(printer: VirtualPrinter, path: str) -> bytes | None:
    for paper in printer.papers:
        if path == f"/papers/{paper.number}.png":
            out = BytesIO()
            paper.image.save(out, "PNG")
            return out.getvalue()
    return None


def change(request: BaseHTTPRequestHandler, printer: VirtualPrinter) -> None:
    """`POST /faults` with `paper_out=on&slow=off`."""
    length = min(int(request.headers.get("Content-Length") or 0), MAX_FORM)
    form = parse_qs(request.rfile.read(length).decode("utf-8", "replace"))
    try:
        for name, values in form.items():
            set_fault(printer.faults, name, values[-1])
    except ValueError as error:
        send(request, str(error).encode(), "text/plain; charset=utf-8", 400)
        return
    request.send_response(303)
    request.send_header("Location", "/")
    request.send_header("Content-Length", "0")
    request.end_headers()


def send(request: BaseHTTPRequestHandler, body: bytes, kind: str, status: int = 200) -> None:
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    request.send_header("Cache-Control", "no-store")
    request.end_headers()
    request.wfile.write(body)
