"""`wavecard serve` in processes of its own, and a handheld that pairs, signs in and sends operations."""

import contextlib
import http.cookiejar
import itertools
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import bundled
from tests.frames.device import Device

_numbers = itertools.count(1)


@dataclass
class Served:
    port: int
    log: Path
    command: list[str]
    env: dict[str, str]
    master: subprocess.Popen[bytes] = field(init=False)

    @property
    def pid(self) -> int:
        """gunicorn's master; its children are the workers."""
        return self.master.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.master = subprocess.Popen(
                self.command, env=self.env, stdout=out, stderr=out, start_new_session=True
            )
        over = self.master.poll
        bundled.wait_for(lambda: over() is not None or answers(self), "wavecard serve", seconds=90)
        assert over() is None, self.log.read_text()

    def kill(self) -> None:
        """Master and workers at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.master.wait(10)

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def worker_of(self, client_port: int) -> int | None:
        """The process at the other end of a connection from `client_port`."""
        local, remote = f":{self.port:04X}", f":{client_port:04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        inodes = {row[9] for row in rows if row[1].endswith(local) and row[2].endswith(remote)}
        wanted = {f"socket:[{inode}]" for inode in inodes}
        return next((pid for pid in self.workers() if wanted & open_files(pid)), None)


def open_files(pid: int) -> set[str]:
    found = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            found.add(os.readlink(handle))
    return found


@contextlib.contextmanager
def serving(var: Path, *options: str, **settings: str) -> Iterator[Served]:
    """Serve until the block ends; `settings` are environment variables, "{port}" in them the port."""
    port, log = bundled.free_port(), var / "serve.log"
    command = [sys.executable, "-m", "app.cli", "serve", "--host=127.0.0.1", f"--port={port}", *options]
    given = {name: value.replace("{port}", str(port)) for name, value in settings.items()}
    env = {**os.environ, "WAVECARD_VAR": str(var), "PYTHONPATH": str(bundled.ROOT), **given}
    served = Served(port, log, command, env)
    try:
        served.start()
        yield served
    finally:
        served.kill()


def answers(served: Served) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{served.url}/healthz", timeout=2) as got:
        return bool(got.status == 200)
    return False


class Handheld:
    """One device as a browser is one: its token, its session, its socket."""

    def __init__(self, served: Served, code: str) -> None:
        self.served = served
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self.token: str = self.ask("/api/devices/pair", code=code)["device_token"]
        self.by = ""
        self.socket: Device | None = None

    def ask(self, path: str, **body: Any) -> Any:
        """GET, or POST when there is a body."""
        headers = {"Content-Type": "application/json", "X-Wavecard": "1"}
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.served.url + path, data, headers)
        with self._opener.open(request, timeout=10) as got:
            return json.load(got)

    def sign_in(self, badge: str, pin: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask("/api/session", device_token=self.token, badge=badge, pin=pin)
        self.by = answer["by"]
        return answer

    def connect(self) -> int:
        """Open the socket; the worker that took it."""
        if self.socket is not None:
            self.socket.sock.close()
        self.socket = Device(("127.0.0.1", self.served.port), auth={"device_token": self.token})
        worker = self.served.worker_of(self.socket.sock.getsockname()[1])
        assert worker is not None
        return worker

    def op(self, kind: str, **body: Any) -> dict[str, Any]:
        """Send an operation over the socket; the answer. Pokes that came before it are dropped."""
        assert self.socket is not None
        number = next(_numbers)
        raw = {"op_id": f"test-{os.getpid()}-{number:06d}", "kind": kind, "by": self.by, "body": body}
        self.socket.send_text(f"42{number}" + json.dumps(["op", raw]))
        text = self.socket.wait_for(f"43{number}[")
        answer: dict[str, Any] = json.loads(text[text.index("[") :])[0]
        return answer

    def wait_for_poke(self, within_s: float = 10) -> dict[str, Any]:
        assert self.socket is not None
        poke: dict[str, Any] = json.loads(self.socket.wait_for('42["poke",', within_s)[2:])[1]
        return poke

    def close(self) -> None:
        if self.socket is not None:
            self.socket.sock.close()
        self._opener.close()
