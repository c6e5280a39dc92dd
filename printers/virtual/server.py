"""The virtual printer's network port: one connection at a time, as the real ones have.

Plain sockets and one thread, so that it runs alike under gevent's monkey patching and without.
"""

import re
import socket
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic, sleep
from typing import Self

from printers.virtual.faults import Faults
from printers.virtual.machine import Machine, Printed

TICK_S = 0.05
LATE_S = 0.01
BUFFER = 64 * 1024  # what a printer holds while its head stands still
RECEIVE_BUFFER = 16 * 1024
IDLE_S = 90
DOTS_PER_MM = 8
QUESTION = re.compile(rb"\x10\x04(?=(.))", re.DOTALL)
PULSE = re.compile(rb"\x10\x14\x01[\x00\x01][\x01-\x08]")


@dataclass
class Job:
    """What one connection sent and the head has not worked through yet."""

    buffer: bytearray = field(default_factory=bytearray)
    closed: bool = False


@dataclass
class Realtime:
    """DLE EOT n and DLE DC4 1, obeyed on arrival wherever they stand, inside pictures too."""

    tail: bytes = b""

    def questions(self, chunk: bytes) -> list[int]:
        data = self.tail[-2:] + chunk
        found = [match[0] for match in QUESTION.findall(data)]
        self.tail = (self.tail + chunk)[-4:]
        return found

    def pulses(self, chunk: bytes) -> int:
        """How often the drawer is told to open; asked before `questions` moves on."""
        return len(PULSE.findall(self.tail + chunk))


class VirtualPrinter:
    """`start()` it and read `.port`, `.papers`; set `.faults` at any time; `stop()` it.

    `head_mm_s` prints at a head's speed; without it as fast as the bytes come.
    """

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        head_dots: int = 832,
        head_mm_s: float | None = None,
        on_paper: Callable[[Printed], None] | None = None,
    ) -> None:
        self.host, self.port, self.head_mm_s = host, port, head_mm_s
        self.faults = Faults()
        self.machine = Machine(head_dots, self.faults, on_paper=on_paper or (lambda _: None))
        self.jobs: deque[Job] = deque()
        self.questions = 0
        self.received = 0  # bytes over the connection that is open, or was the last
        self.busy_s = 0.0  # how long the head has printed
        self.free_at = 0.0
        self._stopping = Event()
        self._peer: socket.socket | None = None
        self._told = b""

    @property
    def papers(self) -> list[Printed]:
        """The last fifty, oldest first."""
        return list(self.machine.papers)

    def start(self) -> Self:
        """OSError when the port is taken."""
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        try:
            self._listener.bind((self.host, self.port))
        except OSError:
            self._listener.close()
            raise
        self._listener.listen(16)
        self._listener.settimeout(TICK_S)
        self.port = self._listener.getsockname()[1]
        self.machine.answer = self._answer
        self._thread = Thread(target=self._run, name="virtual-printer", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=5)
        self._listener.close()

    def wait_for_papers(self, count: int, timeout_s: float = 5) -> list[Printed]:
        """The papers once there have been `count`, or those there are when the time is over."""
        until = monotonic() + timeout_s
        while self.machine.number < count and monotonic() < until:
            sleep(0.005)
        return self.papers

    def wait_until_idle(self, timeout_s: float = 5) -> None:
        """Nobody is connected, and what was taken is printed or torn off."""
        until = monotonic() + timeout_s
        while (self.jobs or self._peer is not None) and monotonic() < until:
            sleep(0.002)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                peer, _ = self._listener.accept()
            except TimeoutError:
                self._work()
                continue
            except OSError:
                return
            self._converse(peer)

    def _converse(self, peer: socket.socket) -> None:
        job = Job()
        self.jobs.append(job)
        self._peer = peer
        self.machine.tells_changes = False
        try:
            self._receive(peer, job)
        except OSError:
            pass
        finally:
            self._peer = None
            peer.close()
            job.closed = True
            self._work()

    def _receive(self, peer: socket.socket, job: Job) -> None:
        realtime, received, heard_at = Realtime(), 0, monotonic()
        peer.settimeout(TICK_S)
        while not self._stopping.is_set() and monotonic() - heard_at < IDLE_S:
            self._work()
            room = self._room(job, received)
            if room <= 0:
                sleep(TICK_S)
                continue
            try:
                chunk = peer.recv(room)
            except TimeoutError:
                continue
            if not chunk:
                return
            received, heard_at = received + len(chunk), monotonic()
            self.received = received
            job.buffer += chunk
            self._obey(realtime, chunk)
            if self.faults.slow:
                sleep(len(chunk) / self.faults.slow)
            if received == self.faults.reset_at_byte:
                self._work()
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return

    def _obey(self, realtime: Realtime, chunk: bytes) -> None:
        if self.machine.obeys_pulses:
            for _ in range(realtime.pulses(chunk)):
                self.machine.open_drawer()
        for n in realtime.questions(chunk):
            self._answer_status(n)

    def _room(self, job: Job, received: int) -> int:
        """How many bytes to take now; none while it stalls or its buffer is full."""
        if self.faults.stall:
            return 0
        room = min(4096, BUFFER - len(job.buffer) if self.faults.stopped else 4096)
        if self.faults.slow:
            room = min(room, max(1, self.faults.slow // 20))
        if self.faults.reset_at_byte is not None and received < self.faults.reset_at_byte:
            room = min(room, self.faults.reset_at_byte - received)
        return room

    def _work(self) -> None:
        """Print what can be printed. A closed job's rest is torn off; a stopped head keeps it for later."""
        self._tell_change()
        while self.jobs and not self.faults.stopped:
            rows = self.machine.do_next(self.jobs[0].buffer)
            if rows and self.head_mm_s:
                self._move_head(rows / DOTS_PER_MM / self.head_mm_s)
            if rows is None:
                if not self.jobs[0].closed:
                    return
                self.machine.tear()
                self.jobs.popleft()

    def _move_head(self, seconds: float) -> None:
        """Wait until a head would be through; this computer's late waking is not the head's."""
        self.busy_s += seconds
        self.free_at = max(self.free_at, monotonic() - LATE_S) + seconds
        sleep(max(0.0, self.free_at - monotonic()))

    def _tell_change(self) -> None:
        told = self.faults.automatic_status()
        if told != self._told and self.machine.tells_changes and self._peer is not None:
            self._answer(told)
        self._told = told

    def _answer_status(self, n: int) -> None:
        self.questions += 1
        status = self.faults.realtime_status(n)
        if status is not None:
            self._answer(bytes([status]))

    def _answer(self, data: bytes) -> None:
        if self._peer is None or self.faults.silent:
            return
        try:
            self._peer.sendall(data)
        except OSError:
            self._peer = None


def serve(printer: VirtualPrinter) -> None:
    """Start it and stay until Ctrl-C."""
    with printer:
        try:
            while True:
                sleep(3600)
        except KeyboardInterrupt:
            return
