"""The sandbox carrier on a port: signed calls in, signed callbacks out, and every fault on a switch.

`POST /control/faults {"late": 0.3}`, `/control/scan {"tracking_no", "what"}`, `/control/decide {"ticket"}`
and `GET /control/orders` are for whoever plays the carrier; they answer on the loopback alone.
"""

import json
import logging
import queue
import random
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from app.shipping.carriers.calling import compact
from app.shipping.carriers.sandbox import SIGNED, sign
from app.shipping.sandbox.house import House

log = logging.getLogger(__name__)
CALLS = ("book", "find", "cancel", "change", "intercept", "track")
MOST = 100_000
TRIES = 3


class Courier(ThreadingHTTPServer):
    """`with Courier(port, secret, callback_url) as courier:`; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0, secret: str = "sandbox", callback_url: str = "", seed: int = 1) -> None:
        super().__init__(("127.0.0.1", port), Desk)
        self.house = House()
        self.secret, self.callback_url = secret, callback_url
        self.luck = random.Random(seed)
        self.callbacks: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._runs = [threading.Thread(target=run, daemon=True) for run in (self.serve_forever, self._tell)]
        for thread in self._runs:
            thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.callbacks.put(None)
        self.server_close()

    def unlucky(self, share: float) -> bool:
        return share > 0 and self.luck.random() < share

    def tell(self, news: dict[str, Any]) -> None:
        if self.callback_url:
            for _ in range(2 if self.house.faults.twice else 1):
                self.callbacks.put(news)

    def _tell(self) -> None:
        """One after the other; `shuffled` lets a callback wait until the next one has overtaken it."""
        held: dict[str, Any] | None = None
        while True:
            try:
                news = self.callbacks.get(timeout=0.2)
            except queue.Empty:
                if held is not None:
                    self._post(held)
                held = None
                continue
            if news is None:
                return
            if self.house.faults.shuffled and held is None:
                held = news
                continue
            self._post(news)

    def _post(self, news: dict[str, Any]) -> None:
        body = compact(news).encode()
        headers = {"Content-Type": "application/json", SIGNED: sign(body, self.secret)}
        for attempt in range(TRIES):
            try:
                with urllib.request.urlopen(
                    urllib.request.Request(self.callback_url, body, headers), timeout=5
                ):
                    return
            except OSError as error:
                log.warning("callback %s failed: %s", attempt + 1, error)
                time.sleep(0.2)


class Desk(BaseHTTPRequestHandler):
    server: Courier
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST))
        what = self.path.strip("/")
        if what.startswith("control/"):
            return self._say(self._control(what.removeprefix("control/"), json.loads(body or b"{}")))
        if what not in CALLS or self.headers.get(SIGNED) != sign(body, self.server.secret):
            return self._say({"ok": False, "why": "bad signature or call"}, 403)
        return self._serve(what, json.loads(body))

    def do_GET(self) -> None:
        house = self.server.house
        self._say({"orders": house.living(), "asked": house.asked, "faults": house.faults.__dict__})

    def _serve(self, what: str, told: dict[str, Any]) -> None:
        faults = self.server.house.faults
        time.sleep(faults.delay_s)
        if self.server.unlucky(faults.refuse):
            return self._say({"ok": False, "why": "busy"}, 503)
        answer = self.server.house.answer(what, told)
        if what == "intercept" and "ticket" in answer:
            decided = self.server.house.decide(answer["ticket"])
            if decided is not None:
                self.server.tell(decided)
        if self.server.unlucky(faults.late):
            time.sleep(faults.hang_s)
            self.close_connection = True
            return None
        return self._say(answer)

    def _control(self, what: str, told: dict[str, Any]) -> dict[str, Any]:
        house = self.server.house
        if what == "faults":
            for name, value in told.items():
                if hasattr(house.faults, name):
                    setattr(house.faults, name, value)
        elif what == "scan":
            self.server.tell(house.scan(told["tracking_no"], told["what"]))
        elif what == "decide":
            house.faults.decides = "accept" if told.get("accept", True) else "refuse"
            decided = house.decide(told["ticket"])
            assert decided is not None
            self.server.tell(decided)
        return {"ok": True, "faults": house.faults.__dict__}

    def _say(self, told: dict[str, Any], status: int = 200) -> None:
        body = compact(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet: tests book a hundred thousand."""
