"""Whole, ordered, encode-once websocket frames for Flask-SocketIO under gevent.

simple-websocket 1.1.0 calls `sock.send()` once and drops the rest of a partial write, so a slow reader gets
broken frames (github.com/miguelgrinberg/simple-websocket/issues/45); it accepts permessage-deflate, which
costs more than it saves on cards of 400 bytes; and engineio 4.15.1 forgets a silent client without closing
its connection, and spends a greenlet on each ping. `install()` puts three subclasses and one watch in their
place, in the slots where engineio looks them up. RFC 6455 has the frame format.
"""

import logging
import random
import time
from importlib.metadata import version
from typing import Any

import engineio.server
import engineio.socket
import gevent
import simple_websocket
from engineio import exceptions, packet
from engineio.async_drivers import gevent as driver
from wsproto.utilities import LocalProtocolError, ProtocolError

from app.wire import LINGER_S, Wire, encode_frame, read_texts

log = logging.getLogger(__name__)

KNOWN = {"python-engineio": "4.15.1", "simple-websocket": "1.1.0"}
ROUND_S = 0.1  # a ping leaves, and a silent client is seen, at most this much later
SOONER = 0.25  # of an interval at most, by chance: clients that came together are not pinged together


def frame_of(pkt: Any) -> bytes:
    """The frame of an engine.io packet, encoded at its first recipient and kept for the rest."""
    kept = pkt.__dict__.get("frame")
    if kept is None:
        kept = pkt.frame = encode_frame(pkt.data if pkt.binary else pkt.encode())
    return kept


class Server(simple_websocket.Server):
    """One client's websocket, every byte of it over a Wire and never compressed.

    Who waits for a message reads the socket: simple-websocket's reader beside it would cost each message a
    switch, and each client a greenlet. wsproto reads what is not whole text frames, and all that follows it.
    """

    sock: Any
    environ: dict[str, Any]
    connected: bool
    _plain = True

    def handshake(self) -> None:
        self.sock = Wire(self.sock)
        offers = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
        self.environ = {name: value for name, value in self.environ.items() if name != offers}
        super().handshake()

    def send(self, data: str | bytes) -> None:
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        self.sock.send(encode_frame(data))

    def receive(self, timeout: float | None = None) -> str | bytes | None:
        """The next message; None when none came in time."""
        with gevent.Timeout(timeout, False):
            while self.connected and not self.input_buffer:
                self.connected = self._read() and self.connected
        if not self.connected and not self.input_buffer:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        return self.input_buffer.pop(0) if self.input_buffer else None

    def _read(self) -> bool:
        """Take in what has come; False when nothing will come any more."""
        try:
            data = self.sock.recv(self.receive_bytes)
            texts = read_texts(data) if self._plain else None
            if texts is not None or not data:
                self.input_buffer += texts or ()
                return bool(data)
            self._plain = False
            self.ws.receive_data(data)
            return self._handle_events()
        except (OSError, LocalProtocolError):
            return False

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        """Say goodbye; a peer that does not answer within LINGER_S is cut off."""
        super().close(reason, message)
        gevent.spawn_later(LINGER_S, self.sock.abort)

    def end(self) -> None:
        """Nobody waits for messages any more: only for the peer's goodbye."""
        with gevent.Timeout(2 * LINGER_S, False):
            while self._read():
                self.input_buffer.clear()
        self.connected = False
        self.sock.close()

    def _thread(self) -> None:
        """There is none."""


class WebSocketWSGI(driver.WebSocketWSGI):
    """Serves one client from handshake to closed socket."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.server_args["max_message_size"] = server.max_http_buffer_size

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        try:
            self.ws = Server(environ, **self.server_args)
        except (ProtocolError, simple_websocket.ConnectionError):
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"not a websocket handshake"]
        self.app(self)
        self.ws.end()
        if self.ws.mode == "gunicorn":
            raise StopIteration  # how gunicorn is told that the socket was taken over
        return []


PING = packet.Packet(packet.PING)
AT_ONCE = (packet.MESSAGE, packet.PING)


class Socket(engineio.socket.Socket):
    """An engine.io session that writes messages straight to its wire."""

    _wire: Wire | None = None
    last_ping: float | None
    _ping_at = 0.0

    def schedule_ping(self) -> None:
        """Only say when; `watch` sends it."""
        if self.last_ping:  # what went before was answered
            self.last_ping = None
            self._ping_at = time.time() + self.server.ping_interval * (1 - SOONER * random.random())

    def look(self, now: float) -> None:
        """What is due for this client: its ping, its end when it did not answer one, to be forgotten."""
        if self.closed:
            self.server.sockets.pop(self.sid, None)
        elif self.last_ping and not self.closing:
            self.check_ping_timeout()
        elif now >= self._ping_at and not self.closing:
            self.last_ping = now
            self.send(PING)

    def poll(self) -> list[Any]:
        """What goes by engineio's queue: how a session begins and ends. Silence is no reason to end one."""
        first = self.queue.get()
        self.queue.task_done()
        return [] if first is None else [first]

    def send(self, pkt: Any) -> None:
        """Send now, unless engineio's queue holds something before it; goodbyes go by that queue.

        Disconnect handlers never run in the sender: the watch closes a client gone silent.
        """
        if pkt.packet_type not in AT_ONCE or self._wire is None or not self.upgraded or self.queue.qsize():
            super().send(pkt)
        elif self.closed:
            raise exceptions.SocketIsClosedError()
        else:
            self._wire.send(frame_of(pkt))

    def _websocket_handler(self, ws: WebSocketWSGI) -> Any:
        self._wire = ws.ws.sock
        try:
            return super()._websocket_handler(ws)
        except Exception as error:
            log.info("closed a client that sent no engine.io packet: %s", error)
            self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)
            return []
        finally:
            if self.closed:
                self.server.sockets.pop(self.sid, None)


def watch(server: Any) -> None:
    """Look after every client, round after round, in one greenlet: engineio's own wakes once for each."""
    server.service_task_event = server.create_event()
    while not server.service_task_event.wait(ROUND_S):
        now = time.time()
        for client in list(server.sockets.values()):
            try:
                client.look(now)
            except Exception:
                log.exception("could not look after a client")


def install() -> None:
    """Mend websockets of every SocketIO(async_mode="gevent") created afterwards. Twice is once.

    Raises RuntimeError when the installed libraries are not the ones these subclasses were written for.
    """
    if engineio.socket.Socket is Socket:
        return
    for name, known in KNOWN.items():
        if version(name) != known:
            raise RuntimeError(f"app.frames mends {name} {known}, but {version(name)} is installed")
    if driver.SimpleWebSocketWSGI is None:
        raise RuntimeError(
            "app.frames mends simple-websocket, but gevent-websocket is installed and goes before it"
        )
    if (
        engineio.server.socket is not engineio.socket
        or driver._async["websocket"] is not driver.WebSocketWSGI
    ):
        raise RuntimeError("app.frames found engineio changed by somebody else")
    engineio.socket.Socket = Socket
    engineio.server.Server._service_task = watch
    driver._async["websocket"] = WebSocketWSGI
