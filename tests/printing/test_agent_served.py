"""The agent's command against a served house: gunicorn, gevent and the mended websocket in between."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app import db
from app.printing import setting_up
from app.printing.models import Printer
from app.printing.stations import add_station
from tests import builders
from tests.bundled import ROOT
from tests.printing.conftest import Bench, state_of
from tests.serving import serving

pytestmark = pytest.mark.served


def until(done: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def test_a_bench_pc_prints_for_a_served_house(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    url = f"sqlite:///{tmp_path}/house.db"
    with serving(tmp_path, DATABASE_URL=url) as served:
        db.connect(url)
        try:
            with db.connection():
                bench = Bench(builders.make_printer(connector="agent", host="", has_echo=False), "ST-9")
                assert add_station("ST-9").id == bench.station.id
                _, token = setting_up.make_agent(bench.station.id, "PC 9")
                command = [sys.executable, "-m", "app.cli", "print-agent", "--server", served.url]
                command += ["--token", token, "--folder", str(papers), "--queue", str(tmp_path / "agent.db")]
                agent = subprocess.Popen(command, cwd=ROOT, env=os.environ, stderr=subprocess.DEVNULL)
                try:
                    jobs = [bench.ask(f"paper-{number}") for number in range(3)]
                    until(lambda: all(state_of(job) == "confirmed" for job in jobs))
                    assert len(list(papers.iterdir())) == 3
                    revoked = setting_up.list_agents()[0]
                    setting_up.revoke_agent(revoked.id)
                    until(lambda: Printer.get_by_id(bench.printer.id).status == "unreachable")
                finally:
                    agent.terminate()
                    agent.wait(10)
        finally:
            db.disconnect()
