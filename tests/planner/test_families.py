"""Files of other families: read, planned, checked by an arithmetic of its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.planner import Cart, Moves, Seconds, batch, select_wave
from app.planner.files import jobs_of, read_pool
from app.planner.instance import Instance, read_instance
from tests.planner.families import BATCHING, WAVES, Family, batching_text, pool_text
from tests.planner.test_waves import check
from tests.planner.walks import Walker


def made(folder: Path, text: str) -> Path:
    path = folder / "made.txt"
    path.write_text(text)
    return path


def check_plan(instance: Instance, groups: list[tuple[list[int], list[tuple[int, int]]]]) -> float:
    """Every order once, nothing over capacity, every stop visited; the metres by an independent walk."""
    walker, total = Walker(instance.layout), 0.0
    assert sorted(order for orders, _ in groups for order in orders) == list(range(len(instance.orders)))
    for orders, stops in groups:
        load = sum(
            q * instance.weights.get(a, 1.0) for order in orders for a, q in instance.orders[order].items()
        )
        assert load <= instance.capacity
        assert set(stops) == {stop for order in orders for stop in instance.stops_of(order)}
        total += walker.length(list(stops))
    return total


@pytest.mark.parametrize("blocks", [1, 2, 3])
@pytest.mark.parametrize("name", BATCHING)
def test_a_batching_file_of_any_family_is_planned(name: str, blocks: int, tmp_path: Path) -> None:
    instance = read_instance(made(tmp_path, batching_text(BATCHING[name], seed=blocks)), blocks)
    jobs, cart = jobs_of(instance, {}), Cart(grams=instance.capacity)
    batches = batch(jobs, cart, instance.layout, Moves(400), seed=1)
    groups = [(list(b.orders), list(b.stops)) for b in batches]
    assert check_plan(instance, groups) == pytest.approx(sum(b.length_mm for b in batches))
    assert batches == batch(jobs, cart, instance.layout, Moves(400), seed=1)


@pytest.mark.parametrize("name", WAVES)
def test_a_wave_file_of_any_family_is_planned(name: str, tmp_path: Path) -> None:
    pool = read_pool(made(tmp_path, pool_text(WAVES[name], seed=3)))
    wave = select_wave(pool, Moves(3000), seed=1)
    assert wave is not None
    check(pool, wave)
    assert wave == select_wave(pool, Moves(3000), seed=1)


def test_a_pool_that_cannot_reach_the_least_size_makes_no_wave(tmp_path: Path) -> None:
    scarce = replace(WAVES["scarce stock"], least=0.9, most=1.0)
    assert select_wave(read_pool(made(tmp_path, pool_text(scarce, 3))), Moves(2000), 1) is None


def test_a_thousand_orders_are_batched_without_searching(tmp_path: Path) -> None:
    family = Family(1000, lines=(1, 4), capacity=40)
    instance = read_instance(made(tmp_path, batching_text(family, 1)), 2)
    batches = batch(jobs_of(instance, {}), Cart(grams=40), instance.layout, Seconds(0), seed=1)
    check_plan(instance, [(list(b.orders), list(b.stops)) for b in batches])


def test_thousands_of_orders_on_one_cart_keep_within_memory(tmp_path: Path) -> None:
    family = Family(6000, aisles=4, cells=20, lines=(1, 1), capacity=1e9)
    instance = read_instance(made(tmp_path, batching_text(family, 1)))
    batches = batch(jobs_of(instance, {}), Cart(grams=1e9), instance.layout, Moves(200), seed=1)
    check_plan(instance, [(list(b.orders), list(b.stops)) for b in batches])
    assert max(len(b.orders) for b in batches) <= 2000
