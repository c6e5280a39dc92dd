"""Wave selection against the best known values: python -m tests.bench.plan_waves [seconds]"""

import argparse
import statistics

from app.planner import Seconds
from app.planner.files import read_pool
from app.planner.waving import select_wave
from tests.bench.planning import SHARED, publish, rows_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=10.0)
    parser.add_argument("--searches", type=int, default=2)
    options = parser.parse_args()
    rows: list[list[object]] = []
    gaps = []
    select_wave(read_pool(SHARED / "waves/instances/instance_0020.txt"), Seconds(0.1), 1)
    for row in rows_of("waves/best_known.csv"):
        pool, best = (
            read_pool(SHARED / "waves/instances" / row["file"]),
            float(row["best_known_units_per_aisle"]),
        )
        wave = select_wave(pool, Seconds(options.seconds, options.searches), seed=1)
        gaps.append(100 * (1 - (wave.density if wave else 0.0) / best))
        rows.append(
            [
                row["file"],
                len(pool.orders),
                f"{wave.density:.3f}" if wave else "none",
                f"{best:.3f}",
                f"{gaps[-1]:.2f}",
            ]
        )
    within = sum(gap <= 1 for gap in gaps)
    rows.append(
        ["mean", "", "", f"{within} within 1 %", f"{statistics.mean(gaps):.2f} (worst {max(gaps):.2f})"]
    )
    head = ["file", "orders", "units an aisle", "best known", "gap %"]
    publish(f"Waves at {options.seconds:g} s, {options.searches} searches side by side", head, rows)


if __name__ == "__main__":
    main()
