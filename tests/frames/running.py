"""The bare server as the product runs it: gunicorn, one gevent worker, in a process of its own."""

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .device import Device

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CERTIFICATE = HERE / "localhost.pem"  # self-signed, with its key: `openssl req -x509 -newkey ec ...`
SEND_BUFFER_BYTES = 1 << 16  # loopback would take megabytes at once and hide what a slow radio shows


class Running:
    """A started server: where it listens, what it logs, how it is asked."""

    def __init__(self, listener: socket.socket, tls: bool, log: Path, pid: int):
        self.address: tuple[str, int] = listener.getsockname()
        self.tls = tls
        self.pid = pid
        self.devices: list[Device] = []
        self._log = log

    def device(self, **how: Any) -> Device:
        device = Device(self.address, tls=self.tls, **how)
        self.devices.append(device)
        return device

    def flood(self, emitters: int, cards: int, **how: float | None) -> None:
        """See `emit_cards` of server.py; answers when all is emitted if `join`."""
        self.ask("/flood", {"emitters": emitters, "cards": cards, **how})

    def settled(self, within_s: float, **wanted: int) -> dict[str, int]:
        """The figures once they are as wanted, or as they are after `within_s`."""
        until = time.monotonic() + within_s
        while True:
            figures = self.ask("/figures")
            if wanted.items() <= figures.items() or time.monotonic() > until:
                return figures
            time.sleep(0.05)

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, int]:
        scheme = "https" if self.tls else "http"
        request = urllib.request.Request(
            f"{scheme}://127.0.0.1:{self.address[1]}{path}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Connection": "close"},
        )
        unverified = ssl._create_unverified_context() if self.tls else None
        with urllib.request.urlopen(request, timeout=30, context=unverified) as got:
            answer: dict[str, int] = json.load(got)
        return answer

    def log(self) -> str:
        return self._log.read_text()


@contextlib.contextmanager
def running(tls: bool = False, **settings: str) -> Iterator[Running]:
    """Serve until the block ends; `settings` are the environment variables that server.py reads."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        listener.bind(("127.0.0.1", 0))
        listener.listen(2048)
        log = Path(folder) / "log"
        process = _start(listener, tls, log, settings)
        server = Running(listener, tls, log, process.pid)
        try:
            yield server
        finally:
            for device in server.devices:
                device.sock.close()
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(
    listener: socket.socket, tls: bool, log: Path, settings: dict[str, str]
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", "--worker-class=gevent", "--worker-connections=5000"]
    command += ["--no-control-socket", f"--bind=fd://{listener.fileno()}", f"--pythonpath={ROOT}"]
    command += [f"--certfile={CERTIFICATE}", f"--keyfile={CERTIFICATE}"] if tls else []
    with log.open("wb") as out:
        return subprocess.Popen(
            [*command, "tests.frames.server:app"],
            env=os.environ | settings,
            stdout=out,
            stderr=out,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
