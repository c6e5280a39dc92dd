"""Files nobody has seen: is the stop kept, is the plan sound? python -m tests.bench.plan_families [--full]"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.planner import Cart, Seconds, batch, select_wave, warm
from app.planner.files import jobs_of, read_pool
from app.planner.instance import read_instance
from tests.bench.planning import Rows, publish
from tests.planner.families import BATCHING, WAVES, Family, Market, batching_text, pool_text

HUGE = {
    "5,000 orders": Family(5000, aisles=20, cells=60),
    "20,000 orders": Family(20_000, aisles=30, cells=100, lines=(1, 6)),
    "50,000 single lines": Family(50_000, aisles=30, cells=100, lines=(1, 1), capacity=40),
}
HUGE_WAVES = {
    "20,000 orders": Market(20_000, 8000, 400, copies=4, least=0.02, most=0.1),
    "100,000 orders": Market(100_000, 20_000, 600, copies=4, least=0.01, most=0.05),
}
NOTE = (
    "The seconds are the whole call, reading the file included; sound: each order at most once, nothing over."
)


def batched(path: Path, blocks: int, seconds: float) -> tuple[str, bool]:
    began = time.perf_counter()
    instance = read_instance(path, blocks)
    jobs = jobs_of(instance, {})
    stop = Seconds(max(0.0, seconds - (time.perf_counter() - began)), 2)
    batches = batch(jobs, Cart(grams=instance.capacity), instance.layout, stop, seed=1)
    weight = {job.order: sum(item.grams for item in job.items) for job in jobs}
    loads = [sum(weight[order] for order in b.orders) for b in batches]
    once = sorted(order for b in batches for order in b.orders) == list(range(len(jobs)))
    metres = sum(b.length_mm for b in batches)
    return f"{metres / len(jobs):.2f} an order", once and max(loads) <= instance.capacity


def waved(path: Path, _: int, seconds: float) -> tuple[str, bool]:
    began = time.perf_counter()
    pool = read_pool(path)
    wave = select_wave(pool, Seconds(max(0.0, seconds - (time.perf_counter() - began)), 2), seed=1)
    if wave is None:
        return "no wave", False
    need: dict[int, int] = {}
    for order in wave.orders:
        for item, qty in pool.orders[order].items():
            need[item] = need.get(item, 0) + qty
    held = all(qty <= sum(pool.aisles[a].get(item, 0) for a in wave.aisles) for item, qty in need.items())
    return f"{wave.density:.2f} units an aisle", held and pool.least <= wave.units <= pool.most


What = Callable[[Path, int, float], tuple[str, bool]]


def row(text: str, name: str, what: What, blocks: int) -> list[object]:
    seconds = 10.0 if name[0].isdigit() else 1.0
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "made.txt"
        path.write_text(text)
        began = time.perf_counter()
        figure, sound = what(path, blocks, seconds)
        spent = time.perf_counter() - began
    return [name, blocks or "", f"{seconds:g}", f"{spent:.2f}", figure, "yes" if sound else "NO"]


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the huge ones too")
    options = parser.parse_args(words)
    warm()
    rows: Rows = []
    for name, family in {**BATCHING, **(HUGE if options.full else {})}.items():
        for blocks in (1, 2):
            rows.append(row(batching_text(family, 7), name, batched, blocks))
    for name, market in {**WAVES, **(HUGE_WAVES if options.full else {})}.items():
        rows.append(row(pool_text(market, 7), f"{name} (wave)", waved, 0))
    publish("Other families", ["family", "blocks", "stop s", "seconds", "figure", "sound"], rows, NOTE)


if __name__ == "__main__":
    main()
