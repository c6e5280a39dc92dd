"""Routes against published optima, and microseconds a route: python -m tests.bench.plan_routing"""

import argparse
import statistics
import time
from collections.abc import Callable

from app.planner import Layout, Router, Stop, route, warm
from app.planner.instance import read_instance
from tests.bench.planning import SHARED, Rows, publish, rows_of

REPEATS, TOGETHER = 200, 50
NOTE = (
    "Microseconds a route, mean of the 75 files with 10 aisles, best of 5 tries each. One call: "
    "`route(layout, stops)`, from a list of stops to length and visiting order, checks included. "
    f"Together: the same for {TOGETHER} walks by one `Router(layout).routes(walks)`."
)


def microseconds(call: Callable[[], object], routes: int) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(REPEATS // routes + 1):
            call()
        times.append((time.perf_counter() - began) / (REPEATS // routes + 1))
    return min(times) / routes * 1e6


def timed(layout: Layout, stops: list[Stop]) -> tuple[float, float]:
    router, walks = Router(layout), [stops] * TOGETHER
    one = microseconds(lambda: route(layout, stops), 1)
    return one, microseconds(lambda: router.routes(walks), TOGETHER)


def measure(blocks: int, column: str) -> list[object]:
    equal, spent, sizes = 0, [], []
    listed = rows_of("routing/optima.csv")
    for row in listed:
        instance = read_instance(SHARED / "routing/instances" / row["file"], blocks)
        stops = instance.stops_of(0)
        equal += route(instance.layout, stops).length_mm == float(row[column])
        if "_m10_" in row["file"]:
            spent.append(timed(instance.layout, stops))
            sizes.append(len(stops))
    mean = [f"{statistics.mean(times):.1f}" for times in zip(*spent, strict=True)]
    return [blocks, f"{equal} of {len(listed)}", f"{statistics.mean(sizes):.0f}", *mean]


def main(words: list[str] | None = None) -> None:
    argparse.ArgumentParser(description=__doc__).parse_args(words)
    warm()
    rows: Rows = [measure(1, "one_block_optimum"), measure(2, "two_block_optimum")]
    publish("Routing", ["blocks", "equal to the optimum", "stops", "one call", "together"], rows, NOTE)


if __name__ == "__main__":
    main()
