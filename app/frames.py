"""Whole, ordered, encode-once websocket frames for Flask-SocketIO under gevent.

simple-websocket 1.1.0 calls `sock.send()` once and drops the rest of a partial write, so a slow reader gets
broken frames (github.com/miguelgrinberg/simple-websocket/issues/45); it accepts permessage-deflate, which
costs more than it saves on cards of 400 bytes; and engineio 4.15.1 forgets a silent client without closing
its connection, and spends a greenlet on each ping. `install()` puts three subclasses and one watch in their
place, in the slots where engineio looks them up. RFC 6455 has the frame format.
"""

import contextlib
import logging
import random
import socket
import struct
import time
from collections import deque
from importlib.metadata import version
from typing import Any

import engineio.server
import engineio.socket
import gevent
import gevent.socket
import simple_websocket
from engineio import exceptions, packet
from engineio.async_drivers import gevent as driver
from wsproto.utilities import ProtocolError

log = logging.getLogger(__name__)

KNOWN = {"python-engineio": "4.15.1", "simple-websocket": "1.1.0"}
MAX_WAITING_BYTES = 1 << 20
MAX_WAITING_FRAMES = 1000
KERNEL_BUFFER_BYTES = 1 << 16
LINGER_S = 2.0
ROUND_S = 0.1  # a ping leaves, and a silent client is seen, at most this much later
SOONER = 0.25  # of an interval at most, by chance: clients that came together are not pinged together


def encode_frame(message: str | bytes) -> bytes:
    """One final, unmasked, uncompressed frame: the same bytes for every client."""
    opcode, payload = (0x81, message.encode()) if isinstance(message, str) else (0x82, bytes(message))
    size = len(payload)
    if size < 126:
        return bytes((opcode, size)) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", opcode, 126, size) + payload
    return struct.pack("!BBQ", opcode, 127, size) + payload


def frame_of(pkt: Any) -> bytes:
    """The frame of an engine.io packet, encoded at its first recipient and kept for the rest."""
    kept = pkt.__dict__.get("frame")
    if kept is None:
        kept = pkt.frame = encode_frame(pkt.data if pkt.binary else pkt.encode())
    return kept


class Wire:
    """Everything one client is sent, data and control frames alike: each whole, all in order.

    Stands where simple-websocket keeps its socket. `send` neither waits nor raises: what the kernel does not
    take at once waits for a greenlet of its own; a client that lets more than the bounds wait is cut off, to
    reconnect and ask for changes. TLS always takes the greenlet: OpenSSL wants an unfinished write repeated
    with the same bytes.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._direct = not hasattr(sock, "_sslobj")
        self._waiting: deque[bytes] = deque()
        self.waiting_bytes = 0
        self._writer: gevent.Greenlet | None = None
        self._over = False
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER_BYTES)

    def send(self, data: bytes) -> None:
        if self._over:
            return
        if self._direct and self._writer is None:
            data = self._send_now(data)
        if data:
            self._wait(data)

    def _send_now(self, data: bytes) -> bytes:
        """Answer what the kernel did not take."""
        try:
            return data[self._sock.send(data, 0, 0.0) :]
        except BlockingIOError:
            return data
        except OSError:
            self.abort()
            return b""

    def _wait(self, data: bytes) -> None:
        if self._waiting and (
            self.waiting_bytes + len(data) > MAX_WAITING_BYTES or len(self._waiting) >= MAX_WAITING_FRAMES
        ):
            log.warning("cut off a client that does not read: %d bytes were waiting", self.waiting_bytes)
            self.abort()
            return
        self._waiting.append(data)
        self.waiting_bytes += len(data)
        if self._writer is None:
            self._writer = gevent.spawn(self._write_waiting)

    def _write_waiting(self) -> None:
        try:
            while self._waiting and not self._over:
                self._sock.sendall(self._waiting[0])
                if not self._over:
                    self.waiting_bytes -= len(self._waiting.popleft())
        except Exception as error:  # whatever stopped a frame midway, nothing may follow it
            log.info("gave up writing to a client: %s", error)
            self.abort()
        self._writer = None

    def recv(self, size: int) -> bytes:
        return self._sock.recv(size)

    def close(self) -> None:
        """Close when what waits is written, at most LINGER_S later."""
        if self._writer is not None and not self._over:
            self._writer.join(LINGER_S)
        self._shut()
        self._sock.close()

    def abort(self) -> None:
        """End the connection now, mid-frame if need be; the reader wakes and closes it."""
        if self._over:
            return
        reset_on_close = struct.pack("ii", 1, 0)
        with contextlib.suppress(OSError):  # closed already
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset_on_close)
        self._shut()

    def _shut(self) -> None:
        self._over = True
        self._waiting.clear()
        self.waiting_bytes = 0
        with contextlib.suppress(OSError):
            # not SSLSocket.shutdown, which would take the TLS object away under the feet of the reader
            gevent.socket.socket.shutdown(self._sock, socket.SHUT_RDWR)


class Server(simple_websocket.Server):
    """One client's websocket, every byte of it over a Wire and never compressed."""

    sock: Any
    environ: dict[str, Any]
    connected: bool

    def handshake(self) -> None:
        self.sock = Wire(self.sock)
        offers = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
        self.environ = {name: value for name, value in self.environ.items() if name != offers}
        super().handshake()

    def send(self, data: str | bytes) -> None:
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        self.sock.send(encode_frame(data))

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        """Say goodbye; a peer that does not answer within LINGER_S is cut off."""
        super().close(reason, message)
        gevent.spawn_later(LINGER_S, self.sock.abort)

    def _thread(self) -> None:
        try:
            super()._thread()
        finally:
            self.connected = False
            self.event.set()
            self.sock.close()


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
        self.ws.thread.join(2 * LINGER_S)
        if self.ws.mode == "gunicorn":
            raise StopIteration  # how gunicorn is told that the socket was taken over
        return []


PING = packet.Packet(packet.PING)


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

    def send(self, pkt: Any) -> None:
        """Send now, unless engineio's queue holds something before it; pings and goodbyes go by that queue.

        Disconnect handlers never run in the sender: the watch closes a client gone silent.
        """
        if pkt.packet_type != packet.MESSAGE or self._wire is None or not self.upgraded or self.queue.qsize():
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
