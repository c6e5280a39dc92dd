"""Batching against reference.csv: python -m tests.bench.plan_batching [seconds ...] [--large FILE]"""

import argparse
import statistics
import time
from pathlib import Path

from app.planner import Cart, Seconds, batch, warm
from app.planner.files import jobs_of
from app.planner.instance import read_instance
from tests.bench.planning import SHARED, publish, rows_of


def length_of(path: Path, seconds: float, searches: int, blocks: int = 1) -> tuple[float, int]:
    instance = read_instance(path, blocks)
    jobs = jobs_of(instance, {})
    batches = batch(jobs, Cart(grams=instance.capacity), instance.layout, Seconds(seconds, searches), 1)
    return sum(b.length_mm for b in batches), len(jobs)


def gaps_at(seconds: float, searches: int) -> dict[str, float]:
    gaps = {}
    for row in rows_of("batching/reference.csv"):
        length, _ = length_of(SHARED / "batching/instances" / row["file"], seconds, searches)
        gaps[row["file"]] = 100 * (length / float(row["best_of_long_run"]) - 1)
    return gaps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="*", type=float, default=[0.1, 1.0])
    parser.add_argument("--searches", type=int, default=2)
    parser.add_argument("--large", type=Path, help="a file of thousands of orders, 30 s")
    parser.add_argument("--blocks", type=int, default=1)
    options = parser.parse_args()
    warm()
    rows: list[list[object]] = []
    for seconds in options.seconds:
        gaps = gaps_at(seconds, options.searches)
        worst = max(gaps, key=lambda name: gaps[name])
        rows.append([seconds, f"{statistics.mean(gaps.values()):.2f}", f"{gaps[worst]:.2f}", worst])
    head = ["seconds", "mean gap %", "worst gap %", "worst file"]
    publish(f"Batching, {options.searches} searches side by side, against reference.csv", head, rows)
    if options.large:
        began = time.perf_counter()
        length, orders = length_of(options.large, 25.0, options.searches, options.blocks)
        spent = time.perf_counter() - began
        row: list[object] = [orders, options.blocks, f"{spent:.1f}", f"{length / orders:.2f}"]
        publish("Batching of many orders", ["orders", "blocks", "seconds in all", "length an order"], [row])


if __name__ == "__main__":
    main()
