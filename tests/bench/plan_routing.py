"""Routes against published optima, and microseconds a route: python -m tests.bench.plan_routing"""

import time

import numpy as np

from app.planner import Layout, Stop, route, warm
from app.planner.geometry import build_geometry, mask_width
from app.planner.instance import read_instance
from app.planner.nearness import alone_lengths
from app.planner.walking import tour
from tests.bench.planning import SHARED, publish, rows_of

REPEATS = 2000


def microseconds(layout: Layout, stops: list[Stop]) -> list[float]:
    """A route through the public call, the compiled tour, and its length alone."""
    ordered = sorted({(stop[0], layout.rank(stop[1])) for stop in stops})
    aisles, ranks = (np.array(column, np.int64) for column in zip(*ordered, strict=True))
    geo, out, width = build_geometry(layout), np.empty(len(ordered), np.int64), mask_width(layout)
    mask = np.zeros(width, np.uint64)
    tour(ranks, aisles, mask, geo, out)
    many = np.tile(mask, (REPEATS, 1))
    calls = [
        lambda: [route(layout, stops) for _ in range(REPEATS)],
        lambda: [tour(ranks, aisles, np.zeros(width, np.uint64), geo, out) for _ in range(REPEATS)],
        lambda: alone_lengths(many, geo),
    ]
    return [_timed(call) / REPEATS * 1e6 for call in calls]


def _timed(call: object) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        call()  # type: ignore[operator]
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    warm()
    rows: list[list[object]] = []
    for blocks, column in ((1, "one_block_optimum"), (2, "two_block_optimum")):
        equal, spent = 0, []
        listed = rows_of("routing/optima.csv")
        for row in listed:
            instance = read_instance(SHARED / "routing/instances" / row["file"], blocks)
            equal += route(instance.layout, instance.stops_of(0)).length_mm == float(row[column])
            if "_m10_" in row["file"] and row["file"].endswith(("_0.txt", "_14.txt", "_2.txt")):
                spent.append(microseconds(instance.layout, instance.stops_of(0)))
        mean = [f"{us:.1f}" for us in np.mean(spent, axis=0)]
        rows.append([blocks, f"{equal} of {len(listed)}", *mean])
    head = ["blocks", "equal to the optimum", "public call us", "compiled tour us", "length only us"]
    publish("Routing (10 aisles: microseconds a route)", head, rows)


if __name__ == "__main__":
    main()
