"""The planner against published optima and best known values: files beside the checkout."""

import csv
import os
from itertools import pairwise
from pathlib import Path

import pytest

from app.planner import Cart, Moves, batch, route
from app.planner.files import jobs_of, read_pool
from app.planner.instance import read_instance
from app.planner.waving import select_wave
from tests.planner.walks import Walker

SHARED = Path(os.environ.get("WAVECARD_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"
pytestmark = pytest.mark.data


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open() as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("blocks", "column"), [(1, "one_block_optimum"), (2, "two_block_optimum")])
def test_every_route_is_as_short_as_the_published_optimum(blocks: int, column: str) -> None:
    wrong = {}
    for row in rows_of("routing/optima.csv"):
        instance = read_instance(SHARED / "routing/instances" / row["file"], blocks)
        stops = instance.stops_of(0)
        found = route(instance.layout, stops)
        visited = [stops[i] for i in found.order]
        inside = sum(instance.layout.distance(a, b) for a, b in pairwise(visited))
        if found.length_mm != float(row[column]) or inside > found.length_mm or set(visited) != set(stops):
            wrong[row["file"]] = (found.length_mm, row[column])
    assert wrong == {}


def test_every_batching_file_is_batched_near_the_best_known_plan() -> None:
    gaps = {}
    for row in rows_of("batching/reference.csv"):
        instance = read_instance(SHARED / "batching/instances" / row["file"])
        jobs = {job.order: job for job in jobs_of(instance, {})}
        batches = batch(list(jobs.values()), Cart(grams=instance.capacity), instance.layout, Moves(60_000), 1)
        walker = Walker(instance.layout)
        assert sorted(o for b in batches for o in b.orders) == sorted(jobs)
        for b in batches:
            assert sum(item.grams for o in b.orders for item in jobs[o].items) <= instance.capacity
            assert {item.stop for o in b.orders for item in jobs[o].items} == set(b.stops)
        length = sum(walker.length(list(b.stops)) for b in batches)
        assert length == pytest.approx(sum(b.length_mm for b in batches))
        gaps[row["file"]] = length / float(row["best_of_long_run"]) - 1
    assert sum(gaps.values()) / len(gaps) < 0.025, gaps


def test_waves_of_the_challenge_are_near_the_best_known() -> None:
    gaps = {}
    for row in rows_of("waves/best_known.csv"):
        pool = read_pool(SHARED / "waves/instances" / row["file"])
        wave = select_wave(pool, Moves(20_000), seed=1)
        assert wave is not None and pool.least <= wave.units <= pool.most
        gaps[row["file"]] = 1 - wave.density / float(row["best_known_units_per_aisle"])
    assert sum(gaps.values()) / len(gaps) < 0.05, gaps
