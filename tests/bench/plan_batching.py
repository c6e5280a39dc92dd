"""Batching against reference.csv, and thousands of orders: python -m tests.bench.plan_batching [--full]"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from app.planner import Cart, Seconds, batch, warm
from app.planner.files import jobs_of
from app.planner.instance import read_instance
from tests.bench.planning import SHARED, Rows, publish, rows_of
from tests.planner.families import Family, batching_text

CAPACITY = 45
MANY = 5000
NOTE = (
    "Gap in % to best_of_long_run, two searches side by side, seed 1. The seconds are wall time from before "
    "the file is read; compiled code is warm."
)
NOTE_MANY = (
    f"Files of the published parameters, capacity {CAPACITY}: {MANY} orders in 28 s (the whole call, reading "
    "and the last routes included) against 100 orders in 1 s, length an order."
)


def planned(path: Path, seconds: float, searches: int, blocks: int) -> tuple[float, int, float]:
    """Length, orders, and the seconds it took in all."""
    began = time.perf_counter()
    instance = read_instance(path, blocks)
    jobs, cart = jobs_of(instance, {}), Cart(grams=instance.capacity)
    stop = Seconds(max(0.0, seconds - (time.perf_counter() - began)), searches)
    batches = batch(jobs, cart, instance.layout, stop, seed=1)
    return sum(b.length_mm for b in batches), len(jobs), time.perf_counter() - began


def against_reference(seconds: float, searches: int) -> list[object]:
    gaps, longest = {}, 0.0
    for row in rows_of("batching/reference.csv"):
        length, _, spent = planned(SHARED / "batching/instances" / row["file"], seconds, searches, 1)
        gaps[row["file"]] = 100 * (length / float(row["best_of_long_run"]) - 1)
        longest = max(longest, spent)
    worst = max(gaps, key=lambda name: gaps[name])
    return [seconds, f"{statistics.mean(gaps.values()):.2f}", f"{gaps[worst]:.2f}", worst, f"{longest:.2f}"]


def many(folder: Path, blocks: int, searches: int) -> list[object]:
    few, lot = folder / "few.txt", folder / "many.txt"
    few.write_text(batching_text(Family(100, capacity=CAPACITY), seed=11))
    lot.write_text(batching_text(Family(MANY, capacity=CAPACITY), seed=12))
    length, orders, _ = planned(few, 1.0, searches, blocks)
    lengths = [length / orders]
    length, orders, spent = planned(lot, 28.0, searches, blocks)
    lengths.append(length / orders)
    figures = [f"{length:.2f}" for length in lengths]
    return [orders, blocks, f"{spent:.1f}", *figures, f"{lengths[1] / lengths[0]:.3f}"]


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", nargs="*", type=float)
    parser.add_argument("--searches", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="10 s a file too, and thousands of orders")
    options = parser.parse_args(words)
    warm()
    times = options.seconds or ([0.1, 1.0, 10.0] if options.full else [0.1, 1.0])
    rows: Rows = [against_reference(seconds, options.searches) for seconds in times]
    head = ["seconds", "mean gap", "worst gap", "worst file", "longest call s"]
    publish("Batching, 16 files", head, rows, NOTE)
    if options.full:
        with tempfile.TemporaryDirectory() as made:
            rows = [many(Path(made), blocks, options.searches) for blocks in (1, 2)]
        head = ["orders", "blocks", "seconds in all", "100 orders", f"{MANY} orders", "ratio"]
        publish(f"Batching, {MANY} orders", head, rows, NOTE_MANY)


if __name__ == "__main__":
    main()
