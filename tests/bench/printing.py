"""Twenty printers and two thousand slips: `python -m tests.bench.printing`. Figures, not a test.

The printers are software in a process of their own, print at a head's speed and discard the paper. Meanwhile
handhelds confirm picks, and the pushes that tell leads of it are timed. All share the cores.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import click

from app import config, db, migrating
from app.printing import drawing
from app.printing.jobs import Document, print_document
from app.printing.models import Printer, PrintJob, Station
from printers import escpos, get_paper, render, wire
from printers.conversation import Patience
from printers.layouts import get_layout
from printers.virtual import VirtualPrinter
from tests.bench.crew import Crew
from tests.bench.handhelds import clock, percentile
from tests.bench.processes import tree_cpu_s
from tests.bench.site import serving
from tests.printers.test_speed import slip_lines

HANDHELDS, LEADS = 20, 2
BEFORE_S = 10.0
TARGETS = "targets: a slip <= 60 ms p95 and <= 90 kB; <= 25 ms CPU; heads busy >= 95 %; push p99 <= 20 ms"


@dataclass
class Away:
    """The printers' process."""

    process: "subprocess.Popen[str]"
    ports: list[int]

    @classmethod
    def start(cls, count: int, mm_s: float) -> "Away":
        command = [sys.executable, "-m", "tests.bench.printers_away", str(count), str(mm_s)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        return cls(process, json.loads(process.stdout.readline()))

    def end(self) -> list[dict[str, float]]:
        told, _ = self.process.communicate("", timeout=30)
        return list(json.loads(told))


def slip(number: int) -> dict[str, Any]:
    example: dict[str, Any] = get_layout("packing_slip").example["zh-CN"]
    return example | {"order_no": f"WC-{number:06d}", "barcode": f"WC-{number:06d}"}


def queue(ports: list[int], slips: int) -> None:
    """All jobs wait, then the printers come to their benches at once."""
    with db.transaction():
        stations = [Station.create(code=f"B-{port}", name=f"B-{port}") for port in ports]
        for number in range(slips):
            station = stations[number % len(stations)]
            print_document(station.id, Document(f"bench:{number}", "packing_slip", slip(number)))
    with db.transaction():
        for station, port in zip(stations, ports, strict=True):
            made = Printer.create(name=station.name, host="127.0.0.1", port=port, has_echo=True)
            Station.update(printer=made.id).where(Station.id == station.id).execute()


def left_over() -> int:
    return int(PrintJob.select().where(PrintJob.state.in_(("waiting", "claimed", "sending"))).count())


def cost_of_one(times: int = 60) -> list[float]:
    """ms of CPU from a job's data to its last byte on the wire, the printer's thread included."""
    took = []
    with VirtualPrinter(head_dots=576) as printer:
        printer.machine.discard = True
        for number in range(times):
            job, head = PrintJob(layout="packing_slip", copy=0, document=slip(number)), Printer(has_echo=True)
            before = time.process_time()
            drawn = drawing.draw(job, head)
            wire.deliver("127.0.0.1", printer.port, drawn.payload, f"{number:04d}", Patience())
            took.append((time.process_time() - before) * 1000)
    return took


def cost_of_drawing(times: int = 200) -> tuple[float, float, float, int]:
    """p95 of CPU and of wall ms, most kB and rows, of slips drawn and packed, each with other words."""
    dice, cpu, wall, sizes, rows = random.Random(1), [], [], [], []
    for number in range(times):
        data = slip(number) | {"lines": slip_lines(dice)}
        document = {"layout": "packing_slip", "lang": "zh-CN", "data": data}
        began, before = time.perf_counter(), time.process_time()
        rendered = render(document, get_paper("roll80"))
        payload = escpos.encode(rendered)
        cpu.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
        sizes.append(len(payload) / 1000)
        rows.append(rendered.image.height)
    return percentile(sorted(cpu), 0.95), percentile(sorted(wall), 0.95), max(sizes), max(rows)


def tell_alone() -> None:
    """What one slip costs without a site around it."""
    cpu, wall, size, rows = cost_of_drawing()
    click.echo(f"576 x {rows} dots, drawn and packed, p95: {cpu:.1f} ms CPU, {wall:.1f} ms; <= {size:.0f} kB")
    with tempfile.TemporaryDirectory() as made:
        db.connect(f"sqlite:///{made}/alone.db")
        migrating.upgrade()
        with db.connection():
            costs = cost_of_one()
        db.disconnect()
    click.echo(f"render to wire, one alone: median {median(costs):.1f} ms CPU")


@click.command()
@click.option("--alone", is_flag=True, help="Only what one slip costs, without a site.")
@click.option("--printers", "count", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--slips", default=600, show_default=True, type=click.IntRange(1, 20_000), help="2000 for all.")
@click.option("--mm-s", default=100.0, show_default=True, help="The heads' speed.")
def main(alone: bool, count: int, slips: int, mm_s: float) -> None:
    """Print slips on a scratch site while handhelds confirm picks."""
    tell_alone()
    if alone:
        return
    seconds = slips / count * 170 / mm_s + 20
    with tempfile.TemporaryDirectory() as made:
        orders = int((seconds + BEFORE_S) * HANDHELDS / 2 / 9) + HANDHELDS * 8
        with serving(Path(made), HANDHELDS, LEADS, orders) as site:
            db.connect(config.from_environment().database_url)
            with db.connection():
                measure(site, Away.start(count, mm_s), slips, seconds)
            db.disconnect()


def measure(site: Any, away: Away, slips: int, seconds: float) -> None:
    crew = Crew(site)
    crew.take_up(90)
    crew.rest(2)
    before = crew.begin()
    idle_s = tree_cpu_s(site.pid)
    crew.work_open(BEFORE_S)
    per_s = (tree_cpu_s(site.pid) - idle_s) / BEFORE_S
    queue(away.ports, slips)
    meanwhile = crew.begin()
    began, cpu_s = clock(), tree_cpu_s(site.pid)
    while left_over() and clock() - began < seconds * 2:
        crew.work_open(6.0)
    over_s, used_s = clock() - began, tree_cpu_s(site.pid) - cpu_s
    heads = away.end()
    busy = [head["busy_s"] / head["over_s"] for head in heads if head["over_s"]]
    pushes, first = sorted(meanwhile.push_ms), sorted(before.push_ms)
    states = ", ".join(job.state for job in PrintJob.select(PrintJob.state).distinct())
    extra_ms = (used_s - per_s * over_s) * 1000 / slips
    p99_before, p99 = percentile(first, 0.99), percentile(pushes, 0.99)
    papers = sum(int(head["papers"]) for head in heads)
    click.echo(f"{slips} slips on {len(heads)} printers in {over_s:.0f} s: {papers} papers, jobs {states}")
    click.echo(f"server, all its processes: {extra_ms:.1f} ms CPU a slip more than without printing")
    click.echo(f"heads busy: mean {mean(busy):.1%}, least {min(busy):.1%}")
    click.echo(f"push p99: {p99_before:.1f} ms before, {p99:.1f} ms meanwhile ({len(pushes)})\n{TARGETS}")


if __name__ == "__main__":
    main()
