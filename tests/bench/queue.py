"""One event of the live queue, from the call to "in its place": python -m tests.bench.queue --open 1000,20000

A new, a changed, a cancelled order: intake and the lead's verb with their transactions and commits (SQLite,
full durability), then the order's rank with its reason and the head that the next picker would be given.
Figures, not a test. Each length runs in a process of its own, with the planner compiled, so that its memory
can be told.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app import clock, config, create_app, db, planner
from app.contracts.tiers import ensure_defaults
from app.migrating import upgrade
from app.ops.performing import perform
from app.orders.draft import OrderDraft
from app.orders.generating import generate
from app.orders.taking_in import Outcome, take_in
from app.people.models import SignIn
from app.stock import floor, skus
from app.stock.slotting import Shape
from app.waves import queue
from tests import builders
from tests.bench.handhelds import percentile
from tests.bench.planning import publish
from tests.bench.site import fsync_ms

SKUS, EVENTS, PAGE = 2000, 300, 500
SAMPLE, FULL = "1000,20000", "1000,5000,20000,100000"
HEAD = ["open", "event", "p50 ms", "p99 ms", "CPU ms", "RSS MB", "fsync ms"]
Event = Callable[[], int]


def fill(orders: int) -> list[str]:
    """A floor with stock for all, and so many open orders by real intake; the codes of its SKUs."""
    ensure_defaults()
    codes = [f"S{number:05d}" for number in range(SKUS)]
    known, _ = skus.ensure(dict.fromkeys(codes, ""))
    floor.make_floor(Shape(aisles=16, bays=32, levels=4, cross_aisles=3))
    ids = [sku.id for sku in known.values()]
    floor.slot_and_stock(dict.fromkeys(ids, 1), dict.fromkeys(ids, 1_000_000))
    for seed, start in enumerate(range(0, orders, PAGE), start=1):
        take_in(generate(min(PAGE, orders - start), seed, codes, clock.now()))
    return codes


def fresh(codes: list[str]) -> Iterator[OrderDraft]:
    for seed in itertools.count(1_000_000):
        yield from generate(50, seed, codes, clock.now())


def events(codes: list[str], lead: SignIn) -> dict[str, Event]:
    """Each does one thing and answers which order it was."""
    coming, numbers = fresh(codes), itertools.count(1)
    taken: list[Outcome] = []

    def new() -> int:
        taken.append(take_in([next(coming)]).outcomes[0])
        return taken[-1].order_id

    def changed() -> int:
        draft = taken[next(numbers) % len(taken)].draft
        draft.lines[0].qty += 1
        return take_in([draft]).outcomes[0].order_id

    def cancelled() -> int:
        order_id = taken.pop().order_id
        raw = {"op_id": f"bench-{next(numbers):08d}", "kind": "order.cancel", "by": lead.token}
        assert perform(raw | {"body": {"order_id": order_id}}, lead.device_id)["ok"]
        return order_id

    return {"new": new, "changed": changed, "cancelled": cancelled}


def measure(event: Event) -> tuple[list[float], float]:
    """Milliseconds of each, in order, and CPU milliseconds of one."""
    took, cpu = [], time.process_time()
    for _ in range(EVENTS):
        began = time.perf_counter()
        order_id = event()
        queue.find_place(order_id)
        queue.list_next()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took), (time.process_time() - cpu) * 1000 / EVENTS


def rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(orders: int) -> None:
    """Print a line of comma separated cells for each kind of event."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/wavecard.db"
        create_app(config.from_environment(database_url=url, var=folder))
        planner.warm()
        upgrade()
        codes = fill(orders)
        lead = builders.sign_in(builders.make_operator("lead"), work="lead")
        fsync = fsync_ms(Path(folder))
        for name, event in events(codes, lead).items():
            took, cpu = measure(event)
            cells = [percentile(took, 0.5), percentile(took, 0.99), cpu, rss_mb(), fsync]
            print(",".join([str(orders), name, *(f"{cell:.1f}" for cell in cells)]), flush=True)
        db.disconnect()


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", help=f"Open orders, separated by commas; {SAMPLE} when not given.")
    parser.add_argument("--full", action="store_true", help=f"The same as --open {FULL}.")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.one:
        return run(options.one)
    rows: list[list[object]] = []
    for orders in (options.open or (FULL if options.full else SAMPLE)).split(","):
        command = [sys.executable, "-m", "tests.bench.queue", "--one", orders]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows += [list(line.split(",")) for line in told.splitlines()]
    note = (
        f"{EVENTS} events of each kind: intake or verb with its commit, then its rank and the queue's head."
    )
    publish("The live queue: one event to its place", HEAD, rows, note)
    return None


if __name__ == "__main__":
    main()
