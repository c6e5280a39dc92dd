"""What goes over one client's websocket: frames of RFC 6455 (section 5.2), each whole, all in order."""

import contextlib
import logging
import socket
import struct
from collections import deque
from typing import Any

import gevent
import gevent.socket

log = logging.getLogger(__name__)

MAX_WAITING_BYTES = 1 << 20
MAX_WAITING_FRAMES = 1000
KERNEL_BUFFER_BYTES = 1 << 16
LINGER_S = 2.0
WHOLE_TEXT = 0x81
MASKED = 0x80


def encode_frame(message: str | bytes) -> bytes:
    """One final, unmasked, uncompressed frame: the same bytes for every client."""
    opcode, payload = (WHOLE_TEXT, message.encode()) if isinstance(message, str) else (0x82, bytes(message))
    size = len(payload)
    if size < 126:
        return bytes((opcode, size)) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", opcode, 126, size) + payload
    return struct.pack("!BBQ", opcode, 127, size) + payload


def read_texts(data: bytes) -> list[str] | None:
    """The messages where `data` is whole text frames of a client; None where there is anything else in it."""
    texts, at = [], 0
    while at < len(data):
        start, size = _find_payload(data[at : at + 4])
        begin, at = at + start, at + start + size
        if not start or at > len(data):
            return None
        try:
            texts.append(_unmask(data[begin:at], data[begin - 4 : begin]).decode())
        except UnicodeDecodeError:
            return None
    return texts


def _find_payload(head: bytes) -> tuple[int, int]:
    """Where in a masked, final text frame its payload begins, and its size; (0, 0) of any other frame."""
    if len(head) < 4 or head[0] != WHOLE_TEXT:
        return 0, 0
    size = head[1] - MASKED
    if 0 <= size < 126:
        return 6, size
    longer = int.from_bytes(head[2:])
    return (8, longer) if size == 126 and longer > 125 else (0, 0)


def _unmask(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(size)


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
