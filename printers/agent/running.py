"""The agent's life: connect, tell what is untold, take a paper, print it, tell; connect again.

Messages are JSON; a `job` is followed by one binary message with its bytes.
"""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import simple_websocket

from printers import connecting
from printers.agent.queue import Queue, tell
from printers.connecting import Address
from printers.status import Status
from printers.wire import Delivery, Sending

log = logging.getLogger(__name__)
AGAIN_S = (1, 2, 5, 10, 30)
SWITCHED_ON_S = 5  # its printer may be switched on again any moment
NOT_YOURS = 1008  # RFC 6455: the server closes a line that it does not serve, and says why
REFUSED = {
    401: "the server does not take this token: make another on the printers page, Set-up",
    429: "the server was asked too often",
}
STATUS_S = 4.0
ALIVE_S = 5.0
PING_S = 15
TICK_S = 0.5
Connect = Callable[[str, str], Any]


class Socket(simple_websocket.Client):
    def handshake(self) -> None:
        """A refused handshake must not leave its socket open."""
        try:
            super().handshake()
        finally:
            if not self.connected:
                self.sock.close()


def connect(url: str, token: str) -> Any:
    """An open websocket; OSError or simple_websocket's own errors when the server is away or refuses."""
    headers = {"Authorization": f"Bearer {token}"}
    return Socket(url, headers=headers, ping_interval=PING_S, max_message_size=64_000_000)


def address_of(server: str) -> str:
    """`http://host:8000` as the websocket's address."""
    scheme, _, rest = server.partition("://")
    return f"{'wss' if scheme == 'https' else 'ws'}://{rest.rstrip('/')}/api/agent"


@dataclass
class Agent:
    server: str
    token: str
    address: Address
    queue: Queue
    connect: Connect = connect
    stopping: threading.Event = field(default_factory=threading.Event)
    printing: threading.Thread | None = None
    said: Status | None = None
    asked_at: float = 0.0
    alive_at: float = 0.0
    socket: Any = None

    def run(self) -> None:
        """Until `stopping`; a server that is away is tried again, ever more rarely."""
        tries = 0
        while not self.stopping.is_set():
            off = False
            try:
                self.socket = self.connect(address_of(self.server), self.token)
                log.info("connected with %s", self.server)
                tries = 0
                self.converse()
            except simple_websocket.ConnectionError as error:
                log.error(REFUSED.get(error.status_code, f"the server answers {error.status_code}"))
            except simple_websocket.ConnectionClosed as error:
                log.warning("the server closed the line: %s", error.message or error.reason)
                off = error.reason == NOT_YOURS
            except OSError as error:
                log.warning("the server is away: %s", error)
            self.stopping.wait(SWITCHED_ON_S if off else AGAIN_S[min(tries, len(AGAIN_S) - 1)])
            tries += 1

    def converse(self) -> None:
        self.said = None
        for tag, result in self.queue.untold():
            self.say({"kind": "done", "tag": tag, **result})
        while not self.stopping.is_set():
            heard = self.socket.receive(timeout=TICK_S)
            if heard is not None:
                self.obey(json.loads(heard))
            self.tell_status()
            if monotonic() - self.alive_at >= ALIVE_S:
                self.alive_at = monotonic()
                self.say({"kind": "alive"})

    def obey(self, told: dict[str, Any]) -> None:
        if told["kind"] == "noted":
            self.queue.forget(told["tag"])
        elif told["kind"] == "job":
            payload = self.socket.receive(timeout=60)
            if isinstance(payload, bytes) and len(payload) == told["bytes"] and self.queue.take(told["tag"]):
                self.printing = threading.Thread(target=self.print, args=(told, payload), daemon=True)
                self.printing.start()

    def print(self, told: dict[str, Any], payload: bytes) -> None:
        tag = told["tag"]
        known = {"proof": told["proof"], "answers": bool(told.get("answers")), "tag": tag}
        sending = Sending(payload, told["echo_id"], watch=self.note, **known)
        self.queue.begin(tag)
        try:
            delivery = connecting.deliver(self.address, sending)
        except Exception:
            log.exception("paper %s broke", tag)
            delivery = Delivery("unknown", "broken_off", 0, len(payload))
        self.queue.end(tag, delivery)
        self.say({"kind": "done", "tag": tag, **tell(delivery)})

    def tell_status(self) -> None:
        """Between papers: a printer talks with one at a time."""
        busy = self.printing is not None and self.printing.is_alive()
        if busy or monotonic() - self.asked_at < STATUS_S:
            return
        self.asked_at = monotonic()
        self.note(connecting.query_status(self.address))

    def note(self, status: Status) -> None:
        if status != self.said:
            self.said = status
            log.info("the printer: %s", status.say("en"))
            self.say({"kind": "status", "status": status.__dict__})

    def say(self, told: dict[str, Any]) -> None:
        """A result that is not heard stays in the queue and is told after the next connection."""
        try:
            self.socket.send(json.dumps(told))
        except (OSError, simple_websocket.ConnectionClosed):
            log.info("not heard: %s", told["kind"])
