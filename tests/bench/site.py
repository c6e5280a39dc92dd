"""A scratch site that serves: prepared, started, ended."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tests import bundled

START_S = 60


@dataclass
class Site:
    """`people` by role: device_token, by, cookie of each."""

    address: tuple[str, int]
    pid: int
    people: dict[str, list[dict[str, str]]]

    def get_screen(self, cookie: str) -> dict[str, Any]:
        with contextlib.closing(http.client.HTTPConnection(*self.address, timeout=30)) as connection:
            connection.request("GET", "/api/screen", headers={"Cookie": f"wavecard={cookie}"})
            answer: dict[str, Any] = json.load(connection.getresponse())
        return answer


@contextlib.contextmanager
def serving(folder: Path, pickers: int, leads: int, orders: int) -> Iterator[Site]:
    """Over DATABASE_URL, which must be empty, or SQLite in `folder`."""
    os.environ["WAVECARD_VAR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/wavecard.db")
    _prepare(pickers, leads, orders)
    address = ("127.0.0.1", bundled.free_port())
    command = [sys.executable, "-m", "app.cli", "serve", "--host", address[0], "--port", str(address[1])]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(address, server)
        yield Site(address, server.pid, json.loads((folder / "people.json").read_text()))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _prepare(*numbers: int) -> None:
    if subprocess.run([sys.executable, "-m", "tests.bench.scratch", *map(str, numbers)]).returncode:
        raise click.ClickException("the scratch site could not be prepared")


def _wait_for(address: tuple[str, int], server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(address, timeout=5):
            return
        time.sleep(0.1)
    raise click.ClickException("the server did not come up")


def fsync_ms(folder: Path, times: int = 50) -> float:
    """The median fsync of 4 KiB appended to a file in `folder`: what each commit waits for."""
    took = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(times):
            file.write(bytes(4096))
            file.flush()
            began = time.monotonic()
            os.fsync(file.fileno())
            took.append((time.monotonic() - began) * 1000)
    return sorted(took)[times // 2]
