"""Wave selection against the best known values: python -m tests.bench.plan_waves [--seconds S] [--full]"""

import argparse
import statistics
import time

from app.planner import Chosen, Pool, Seconds, select_wave, warm
from app.planner.files import read_pool
from tests.bench.planning import SHARED, Rows, publish, rows_of

SAMPLE = 5  # every fifth file
NOTE = (
    "Gap in % to the best known units an aisle, two searches side by side, seed 1. The seconds are wall time "
    "from before the file is read; compiled code is warm."
)


def chosen(file: str, seconds: float, searches: int) -> tuple[Pool, Chosen | None, float]:
    began = time.perf_counter()
    pool = read_pool(SHARED / "waves/instances" / file)
    stop = Seconds(max(0.0, seconds - (time.perf_counter() - began)), searches)
    wave = select_wave(pool, stop, seed=1)
    return pool, wave, time.perf_counter() - began


def table(listed: list[dict[str, str]], seconds: float, searches: int) -> Rows:
    rows, gaps = Rows(), []
    for row in listed:
        best = float(row["best_known_units_per_aisle"])
        pool, wave, spent = chosen(row["file"], seconds, searches)
        density = wave.density if wave else 0.0
        gaps.append(100 * (1 - density / best))
        figures = [f"{density:.3f}", f"{best:.3f}", f"{gaps[-1]:.2f}", f"{spent:.1f}"]
        rows.append([row["file"], len(pool.orders), *figures])
    within = sum(gap <= 1 for gap in gaps)
    worst = f"worst {max(gaps):.2f}"
    rows.append(
        ["mean", "", f"{within} of {len(gaps)} within 1 %", worst, f"{statistics.mean(gaps):.2f}", ""]
    )
    return rows


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", nargs="*", type=float)
    parser.add_argument("--searches", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="all 20 files, at 10 and at 60 s")
    options = parser.parse_args(words)
    warm()
    listed = rows_of("waves/best_known.csv")
    listed = listed if options.full or options.seconds else listed[2::SAMPLE]
    head = ["file", "orders", "units an aisle", "best known", "gap", "seconds"]
    for seconds in options.seconds or ([10.0, 60.0] if options.full else [10.0]):
        rows = table(listed, seconds, options.searches)
        publish(f"Waves at {seconds:g} s, {len(listed)} files", head, rows, NOTE)


if __name__ == "__main__":
    main()
