"""Days beside each other, each in a process of its own: app.db and app.clock are one a process."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty
from typing import Any

from app import clock
from app.errors import Invalid
from app.orders.draft import OrderDraft
from app.orders.importing import Report, Wish, no_progress, read_files
from app.simulation import arrivals
from app.simulation.day import midnight_before, simulate
from app.simulation.figures import Result
from app.simulation.house import scratch
from app.simulation.scene import Scene

THE_DAY = datetime(2026, 11, 11, 4, tzinfo=UTC)  # noon in Shanghai
LOOK_S = 0.2
Told = Callable[[int], None]  # how many orders have left, of all days together


@dataclass(frozen=True)
class Source:
    """Where the orders come from: files, or `orders` made-up ones; `surge` times as dense."""

    files: tuple[Path, ...] = ()
    orders: int = 6_000
    surge: float = 1.0
    seed: int = 1


def read(source: Source) -> list[OrderDraft]:
    """The day's orders. Invalid for files without any."""
    with scratch():
        if not source.files:
            midnight = midnight_before(THE_DAY)
            with clock.stopped(midnight):
                return arrivals.make_day(source.orders, source.surge, source.seed, midnight)
        report = Report()
        drafts = read_files(source.files, Wish(), report, no_progress)
        if report.broken:
            raise Invalid(report.broken[0].key, **report.broken[0].details)
        if not drafts:
            raise Invalid("simulation.no_orders")
        return arrivals.repeat(drafts, source.surge, source.seed)


def run(scene: Scene, drafts: Sequence[OrderDraft], told: Callable[[int, int, datetime], None]) -> Result:
    """One day in this process."""
    with scratch():
        return simulate(scene, drafts, told)


def run_side_by_side(scenes: Sequence[Scene], drafts: Sequence[OrderDraft], told: Told) -> list[Result]:
    """Every scene over the same orders, as many at once as there are cores."""
    with multiprocessing.get_context("spawn").Manager() as manager:
        news = manager.Queue()
        done = dict.fromkeys(range(len(scenes)), 0)
        with _pool(len(scenes)) as pool:
            days = [pool.submit(_run, number, scene, drafts, news) for number, scene in enumerate(scenes)]
            _follow(days, news, done, told)
        return [day.result() for day in days]


def _pool(wanted: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(min(wanted, multiprocessing.cpu_count()), mp_context=spawn)


def _run(number: int, scene: Scene, drafts: Sequence[OrderDraft], news: Any) -> Result:
    return run(scene, drafts, lambda done, of, at: news.put((number, done)))


def _follow(days: Sequence["Future[Result]"], news: Any, done: dict[int, int], told: Told) -> None:
    while not all(day.done() for day in days):
        try:
            number, count = news.get(timeout=LOOK_S)
        except Empty:
            continue
        done[number] = count
        told(sum(done.values()))
