"""One TCP connection to one printer: what was handed over, what was taken, what it answered."""

import re
import select
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from types import TracebackType
from typing import Literal, Self

from printers.status import ASK, TELL_CHANGES, Status, is_answer, read_automatic, read_status

if sys.platform == "linux":
    import fcntl

CHUNK = 4096
SEND_BUFFER = 8192  # small, so that what we handed over and what was taken are never far apart
TIOCOUTQ = 0x5411  # Linux: bytes not yet acknowledged by the other end
ECHO = re.compile(rb"\x37\x22([\x20-\x7e]{4})\x00")
ECHO_PART = re.compile(rb"\x37\x22[\x20-\x7e]{0,4}\x00?")
# Automatic status (GS a) is four bytes, the first with bit 4 set and bits 0, 1, 7 clear.
AUTO_STATUS = re.compile(rb"[\x10\x14\x18\x1c048<PTX\\ptx|].{0,3}", re.DOTALL)
Watch = Callable[[Status], None]
FIRST_WORD_S = 0.15  # a printer that tells changes answers the asking at once


class Stalled(TimeoutError):
    """The printer took nothing for too long."""


class Dead(ConnectionError):
    """The connection broke."""


@dataclass(frozen=True)
class Patience:
    """Seconds. `stall_s` is without any progress; `total_s` bounds one sending, however slow the printer."""

    connect_s: float = 2.0
    answer_s: float = 0.5
    stall_s: float = 10.0
    proof_s: float = 15.0
    total_s: float = 120.0


class Conversation:
    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        self.sock = sock
        self.patience = patience
        self.handed = 0
        self.proven = False
        self.heard = bytearray()
        self.watch: Watch | None = None
        self.said = Status()  # the last automatic status

    @classmethod
    def open(cls, host: str, port: int, patience: Patience) -> Self:
        """OSError when nobody is there within `connect_s`."""
        sock = socket.create_connection((host, port), timeout=patience.connect_s)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(sock, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closing with unread answers would reset the connection, and a reset can throw away a queued job."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
            until = monotonic() + self.patience.answer_s
            while self.handed and not self.proven and self._hear(until):
                pass
        except OSError:
            pass
        finally:
            self.sock.close()

    @property
    def taken(self) -> int:
        """Bytes the other end acknowledged; elsewhere than on Linux, bytes handed to our own system."""
        return max(0, self.handed - self._unacknowledged())

    def ask_status(self) -> Status:
        """DLE EOT 1 to 4, one at a time; a printer silent to the first is not asked the rest."""
        answers: dict[int, int] = {}
        for n, question in ASK.items():
            self.heard.clear()
            self._push(memoryview(question), monotonic() + self.patience.answer_s)
            answer = self._hear_answer()
            if answer is None:
                break
            answers[n] = answer
        return read_status(answers)

    def tell_changes(self, watch: Watch) -> None:
        """`watch` hears at once when the printer stops or goes on, also while it takes a document."""
        self.watch = watch
        until = monotonic() + min(FIRST_WORD_S, self.patience.answer_s)
        self._push(memoryview(TELL_CHANGES), until)
        while not self.said.answered and self._hear(until):
            continue

    def send(self, payload: bytes) -> None:
        """Every byte, or Stalled or Dead; `handed` and `taken` say how far it came."""
        view, until = memoryview(payload), monotonic() + self.patience.total_s
        while view:
            gone = self._push(view[:CHUNK], until)
            self.handed += gone
            view = view[gone:]

    def wait_until_taken(self) -> None:
        until = monotonic() + self.patience.stall_s
        while self._unacknowledged():
            if monotonic() > until:
                raise Stalled
            sleep(0.01)

    def wait_for_proof(self, echo_id: str | None) -> Literal["echo", "fence", "none"]:
        """The echo of this id; or, when only GS r is answered, the fence; or nothing within `proof_s`."""
        wanted = echo_id.encode() if echo_id else None
        until = monotonic() + self.patience.proof_s
        fenced = False
        while True:
            if wanted in ECHO.findall(self.heard):
                self.proven = True
                return "echo"
            if not fenced and self._heard_fence():
                fenced = self.proven = True
                until = min(until, monotonic() + (self.patience.answer_s if wanted else 0))
            if not self._hear(until):
                return "fence" if fenced else "none"

    def _push(self, chunk: memoryview, until: float) -> int:
        """Part of the chunk, as much as there was room for; meanwhile the printer is listened to."""
        until = min(until, monotonic() + self.patience.stall_s)
        try:
            while True:
                patience = max(0.0, until - monotonic())
                talks, takes, _ = select.select([self.sock], [self.sock], [], patience)
                if talks:
                    self._hear(until)
                if takes:
                    return self.sock.send(chunk)
                if not talks:
                    raise Stalled
        except Stalled:
            raise
        except OSError as error:
            raise Dead(str(error)) from None

    def _hear(self, until: float) -> bool:
        """More bytes before that moment? Dead when the printer hung up."""
        self.sock.settimeout(max(0.001, until - monotonic()))
        try:
            heard = self.sock.recv(1024)
        except TimeoutError:
            return False
        except OSError as error:
            raise Dead(str(error)) from None
        if not heard:
            raise Dead("the printer hung up")
        self.heard += heard
        self._note_changes()
        return True

    def _note_changes(self) -> None:
        """Tell the watch what the printer said by itself; echoes are looked past."""
        told = [part for part in AUTO_STATUS.findall(ECHO_PART.sub(b"", bytes(self.heard))) if len(part) == 4]
        if self.watch is None or not told:
            return
        said = read_automatic(told[-1])
        if said != self.said:
            self.said = said
            self.watch(said)

    def listen(self, until: float) -> bool:
        """More in `heard` before that moment?"""
        return self._hear(until)

    def _hear_answer(self) -> int | None:
        until = monotonic() + self.patience.answer_s
        while self._hear(until):
            answer = next(filter(is_answer, self.heard), None)
            if answer is not None:
                return answer
        return None

    def _heard_fence(self) -> bool:
        """A GS r answer has bits 4 and 7 clear; echoes and automatic status (GS a) are looked past."""
        rest = AUTO_STATUS.sub(b"", ECHO_PART.sub(b"", bytes(self.heard)))
        return any(byte & 0b1001_0000 == 0 for byte in rest)

    def _unacknowledged(self) -> int:
        if sys.platform != "linux":
            return 0
        try:
            return int(struct.unpack("i", fcntl.ioctl(self.sock.fileno(), TIOCOUTQ, b"\0\0\0\0"))[0])
        except OSError:
            return 0
