"""Many websocket handhelds in one cheap loop: epoll, bare sockets, engine.io 4 and Socket.IO 5 as text.

The generator shares the cores with the server it measures, so it does little: no compression, a zero mask,
and JSON only where an answer's contents are needed.
"""

import heapq
import itertools
import json
import select
import time
from collections.abc import Callable
from typing import Any

from tests.frames.device import PING, PONG, TEXT, Device, Parser

Told = Callable[[bytes], None]
clock = time.monotonic


class Loop:
    """Sockets that became readable and calls that became due, until `stop`."""

    def __init__(self) -> None:
        self.running = False
        self.lag_s = 0.0
        self._epoll = select.epoll()
        self._readers: dict[int, Callable[[], None]] = {}
        self._first: set[int] = set()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()

    def add(self, fd: int, read: Callable[[], None], *, first: bool = False) -> None:
        """Call `read` when `fd` has bytes; `first` ones before the others that became readable with them."""
        self._readers[fd] = read
        if first:
            self._first.add(fd)
        self._epoll.register(fd, select.EPOLLIN)

    def drop(self, fd: int) -> None:
        if self._readers.pop(fd, None):
            self._epoll.unregister(fd)

    def at(self, due: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._due, (due, next(self._numbers), call))

    def stop(self) -> None:
        self.running = False

    def run(self, until: float) -> None:
        """Serve until `stop()` or the moment `until`; `lag_s` keeps the latest a call was ever made."""
        self.running = True
        while self.running and (now := clock()) < until:
            wait_s = min(until, self._due[0][0] if self._due else until) - now
            readable = [fd for fd, _ in self._epoll.poll(max(0.0, wait_s))]
            for fd in sorted(readable, key=lambda fd: fd not in self._first):
                reader = self._readers.get(fd)
                if reader:
                    reader()
            self._call_due()

    def _call_due(self) -> None:
        now = clock()
        while self._due and self._due[0][0] <= now:
            due, _, call = heapq.heappop(self._due)
            self.lag_s = max(self.lag_s, now - due)
            call()


class Handheld:
    """A connected device: asks with acknowledgement, is told what is pushed."""

    def __init__(self, loop: Loop, address: tuple[str, int], auth: object = None, *, first: bool = False):
        device = Device(address, auth=auth)
        self.sock = device.sock
        self.sock.setblocking(False)
        self.loop = loop
        self.open = True
        self.pushed: Told | None = None
        self._parser = Parser()
        self._asked: dict[bytes, Told] = {}
        self._numbers = itertools.count(1)
        loop.add(self.sock.fileno(), self._read, first=first)

    def ask(self, event: str, body: Any, answered: Told) -> None:
        """Emit; `answered` gets the JSON text of the acknowledgement, `[answer]`."""
        number = next(self._numbers)
        self._asked[b"%d" % number] = answered
        self._send(TEXT, f"42{number}{json.dumps([event, body], separators=(',', ':'))}".encode())

    def close(self) -> None:
        if self.open:
            self.open = False
            self.loop.drop(self.sock.fileno())
            self.sock.close()

    def _send(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        head = bytes((0x80 | opcode, 0x80 | min(size, 126)))
        self.sock.sendall(head + (size.to_bytes(2) if size > 125 else b"") + bytes(4) + payload)

    def _read(self) -> None:
        try:
            data = self.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        for opcode, payload in self._parser.feed(data):
            self._take(opcode, payload)

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._send(PONG, payload)
        elif payload == b"2":
            self._send(TEXT, b"3")
        elif payload.startswith(b"43"):
            number, _, answer = payload[2:].partition(b"[")
            self._asked.pop(number)(b"[" + answer)
        elif payload.startswith(b"42") and self.pushed:
            self.pushed(payload[2:])


def percentile(sorted_values: list[float], share: float) -> float:
    """Of values in order, the one that `share` of them do not exceed; NaN of none."""
    if not sorted_values:
        return float("nan")
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]
