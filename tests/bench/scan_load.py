"""Handhelds confirming picks: `python -m tests.bench.scan_load --devices 200`. Figures, not a test.

Open loop: each handheld confirms every two seconds, and waits count from the moment a confirmation was due.
Closed loop: each confirms as soon as it has the answer to the one before. Lead screens are told of every
pick, in the same count of time. The generator shares the cores with the server.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from tests.bench import scratch
from tests.bench.crew import EVERY_S, Crew, NoWork
from tests.bench.handhelds import clock, percentile
from tests.bench.picker import Tally
from tests.bench.processes import tree_cpu_s
from tests.bench.site import Site, fsync_ms, serving

REST_S = 3.0
PICKS_AN_ORDER = 9
FASTEST = 1000  # confirmations a second that there should be work for
HEAD = (
    "loop        s  confirmed     /s  p50 ms  p99 ms  max ms  push p50  push p99  server  generator  others"
)
TARGETS = (
    "targets, 200 handhelds: open p99 <= 100, push p99 <= 20; closed >= 400/s; server <= 2.5 ms CPU each"
)


@dataclass
class Stretch:
    name: str
    seconds: float
    tally: Tally
    confirmed: int
    server_ms: float  # CPU of all server processes
    own_ms: float  # CPU of this process

    def line(self) -> str:
        if not self.confirmed:
            cpu_ms = self.server_ms / self.seconds
            return f"{self.name:6} {self.seconds:6.1f}  server {cpu_ms:.0f} ms CPU a second"
        late, push, each = sorted(self.tally.late_ms), sorted(self.tally.push_ms), self.confirmed
        return (
            f"{self.name:6} {self.seconds:6.1f} {each:10d} {each / self.seconds:6.0f}"
            f" {percentile(late, 0.5):7.1f} {percentile(late, 0.99):7.1f} {percentile(late, 1):7.1f}"
            f" {percentile(push, 0.5):9.1f} {percentile(push, 0.99):9.1f}"
            f" {self.server_ms / each:7.2f} {self.own_ms / each:10.2f} {self.tally.others:7d}"
        )


def measure(site: Site, crew: Crew, name: str, work: Callable[[float], None], seconds: float) -> Stretch:
    """One stretch of work; `others` are the operations between picks, whose cost is the picks' too."""
    tally = crew.begin()
    server_s, own_s, began = tree_cpu_s(site.pid), time.process_time(), clock()
    work(seconds)
    server_ms, own_ms = (tree_cpu_s(site.pid) - server_s) * 1000, (time.process_time() - own_s) * 1000
    stretch = Stretch(name, clock() - began, tally, len(tally.late_ms), server_ms, own_ms)
    crew.rest(REST_S)
    return stretch


@click.command()
@click.option("--devices", default=200, show_default=True, type=click.IntRange(1, 1000))
@click.option(
    "--leads", default=5, show_default=True, type=click.IntRange(0, 100), help="Screens told of all."
)
@click.option("--open-s", default=30.0, show_default=True, help="Seconds of open loop.")
@click.option("--closed-s", default=20.0, show_default=True, help="Seconds of closed loop.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where the data lies.")
def main(devices: int, leads: int, open_s: float, closed_s: float, folder: Path | None) -> None:
    """Load a scratch site with handhelds confirming picks.

    DATABASE_URL names an empty database; without it, SQLite in a folder that is removed afterwards.
    """
    picks = devices * open_s / EVERY_S + FASTEST * closed_s
    orders = int(picks / PICKS_AN_ORDER) + devices * 8
    began = clock()
    with tempfile.TemporaryDirectory(dir=folder) as made, serving(Path(made), devices, leads, orders) as site:
        fsync = fsync_ms(Path(made))
        click.echo(f"{devices} handhelds, {leads} lead screens, {orders} orders, fsync {fsync:.1f} ms")
        crew = Crew(site)
        try:
            crew.take_up(60 + devices / 2)
        except NoWork as none:
            raise click.ClickException(str(none)) from None
        crew.rest(REST_S)
        click.echo(f"everybody at a shelf after {clock() - began:.0f} s of preparing\n\n{HEAD}")
        stretches = (
            ("idle", crew.rest, 5.0),
            ("open", crew.work_open, open_s),
            ("closed", crew.work_closed, closed_s),
        )
        for name, work, seconds in stretches:
            click.echo(measure(site, crew, name, work, seconds).line())
        sys.exit(verdict(crew))


def verdict(crew: Crew) -> int:
    """1 when an answer was not ok or never came, a confirmed pick was not kept, or stock drifted."""
    click.echo(f"\n{TARGETS}\ngenerator late by at most {crew.loop.lag_s * 1000:.0f} ms")
    troubles = Counter(crew.troubles())
    click.echo("".join(f"{count} times {text}\n" for text, count in troubles.most_common(8)), nl=False)
    confirmed, kept = sum(picker.picked for picker in crew.pickers), scratch.count_picked()
    click.echo(f"confirmed {confirmed}, picked in the database {kept}")
    checked = subprocess.run([sys.executable, "-m", "app.cli", "check"], capture_output=True, text=True)
    click.echo(f"wavecard check: {checked.stdout.strip() or checked.stderr.strip()}")
    return 1 if troubles or confirmed != kept or checked.returncode else 0


if __name__ == "__main__":
    main()
