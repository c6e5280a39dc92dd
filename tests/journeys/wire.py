"""A road between a browser and the server that can be cut, fall silent, or lose every answer."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

PIECE = 65_536
TICK_S = 0.1


class Wire:
    """Forwards TCP to `target`. `open`, `cut` (closed and refused), `silent` (half-open: nothing either way),
    `deaf` (requests arrive, answers are lost)."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.state = "open"
        self.edit: Callable[[bytes], bytes] = bytes  # what passes, both ways; keep its length
        self._ends: set[socket.socket] = set()
        self._stranded: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(TICK_S)
        self._over = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        self.state = "cut"
        self._drop()

    def silence(self) -> None:
        self.state = "silent"

    def lose_answers(self) -> None:
        self.state = "deaf"

    def mend(self) -> None:
        """What was connected before stays dead, as after another Wi-Fi cell."""
        if self.state != "open":
            self._drop()
        self.state = "open"

    def strand(self) -> None:
        """What is connected hears nothing more and no hang-up, as after a sleep; a new connection works."""
        self._stranded |= self._ends

    def close(self) -> None:
        self._over.set()
        self._drop()
        self._listener.close()

    def _drop(self) -> None:
        for end in list(self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _listen(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                near, _ = self._listener.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        self._ends.add(near)
        if self.state == "cut":
            near.close()
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.target), 5)
        except OSError:
            near.close()
            return
        self._ends.add(far)
        for source, sink, up in ((near, far, True), (far, near, False)):
            source.settimeout(None)
            threading.Thread(target=self._carry, args=(source, sink, up), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                if source in self._stranded or self.state == "silent" or (self.state == "deaf" and not up):
                    continue
                sink.sendall(self.edit(data))
        for end in (source, sink):
            if self.state not in ("silent", "deaf"):
                end.close()


@contextlib.contextmanager
def wired(port: int) -> Iterator[Wire]:
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()
