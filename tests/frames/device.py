"""A websocket client on a bare socket: reads slowly, offers anything, cuts itself off, trusts no frame."""

import base64
import json
import os
import socket
import ssl
import struct
import time
from collections.abc import Iterator

CONTINUATION, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10


class Broken(Exception):
    """The server sent what is not a websocket frame."""


class Parser:
    """Bytes in, (opcode, payload) of whole frames out; takes nothing but plain, final, unmasked frames."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        self.bytes += data
        while (frame := self._take()) is not None:
            yield frame

    def _take(self) -> tuple[int, bytes] | None:
        if len(self.bytes) < 2:
            return None
        head, size = self.bytes[0], self.bytes[1]
        if head & 0xF0 != 0x80 or head & 15 not in (TEXT, CLOSE, PING, PONG) or size > 127:
            raise Broken(f"frame head {head:02x} {size:02x}")
        start = {126: 4, 127: 10}.get(size, 2)
        if len(self.bytes) < start:
            return None
        if size > 125:
            size = int.from_bytes(self.bytes[2:start])
        if len(self.bytes) < start + size:
            return None
        payload = bytes(self.bytes[start : start + size])
        del self.bytes[: start + size]
        return head & 15, payload


class Device:
    """One handheld, connected to the default namespace."""

    def __init__(
        self,
        address: tuple[str, int],
        *,
        headers: str = "",
        tls: bool = False,
        rcvbuf: int = 0,
        auth: object = None,
    ):
        self.sock: socket.socket = socket.socket()
        if rcvbuf:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        self.sock.settimeout(30)
        self.sock.connect(address)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.sock = context.wrap_socket(self.sock)
        self.parser = Parser()
        self.pings = 0
        self._left: list[tuple[int, bytes]] = []
        self.answer = self._upgrade(headers)
        self.send_text("40" + (json.dumps(auth) if auth else ""))
        self.wait_for("40")

    def _upgrade(self, headers: str) -> str:
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n"
            b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + f"Sec-WebSocket-Key: {key}\r\n{headers}\r\n".encode()
        )
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.sock.recv(1) or b"\r\n\r\n"
        return got.decode()

    def send(self, opcode: int, payload: bytes, *, final: bool = True) -> None:
        size = len(payload)
        length = bytes((0x80 | size,)) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
        self.sock.sendall(bytes((0x80 * final | opcode,)) + length + bytes(4) + payload)

    def send_text(self, text: str) -> None:
        self.send(TEXT, text.encode())

    def read(self, size: int = 65536) -> list[tuple[int, bytes]]:
        """Frames completed by one recv; answers pings of engine.io and a close. EOFError at the end."""
        data = self.sock.recv(size)
        if not data:
            raise EOFError
        frames = list(self.parser.feed(data))
        for opcode, payload in frames:
            if (opcode, payload) == (TEXT, b"2"):
                self.pings += 1
                self.send_text("3")
            elif opcode == CLOSE:
                self.send(CLOSE, payload)
        return frames

    def wait_for(self, prefix: str, within_s: float = 10) -> str:
        """The next text that begins so; texts before it are dropped."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            while self._left:
                opcode, payload = self._left.pop(0)
                if opcode == TEXT and payload.startswith(prefix.encode()):
                    return payload.decode()
            self._left = self.read()
        raise TimeoutError(prefix)

    def read_until_closed(self, within_s: float) -> list[tuple[int, bytes]]:
        """Every frame up to the end of the connection; TimeoutError when it does not end in time."""
        frames: list[tuple[int, bytes]] = self._left
        self.sock.settimeout(0.2)
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            try:
                frames += self.read()
            except TimeoutError:
                continue
            except (EOFError, ConnectionError):
                return frames
        raise TimeoutError(f"still open after {within_s} s")

    def reset(self) -> None:
        """Vanish as a crashed device does."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


def card_of(frame: tuple[int, bytes]) -> dict[str, object] | None:
    """The body of a `card` event, None for other frames."""
    opcode, payload = frame
    if opcode != TEXT or not payload.startswith(b'42["card",'):
        return None
    body: dict[str, object] = json.loads(payload[2:])[1]
    return body
