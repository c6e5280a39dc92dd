import random
from itertools import combinations

import pytest

from app.planner import Moves
from app.planner.waving import Chosen, Lines, Pool, select_wave


def some_pool(seed: int, orders: int = 9, aisles: int = 5, items: int = 6) -> Pool:
    rng = random.Random(seed)

    def lines(most: int, qty: int) -> Lines:
        return {rng.randrange(items): rng.randint(1, qty) for _ in range(rng.randint(1, most))}

    return Pool([lines(3, 2) for _ in range(orders)], [lines(4, 4) for _ in range(aisles)], 3, 9)


def units_of(pool: Pool, orders: tuple[int, ...]) -> int:
    return sum(sum(pool.orders[i].values()) for i in orders)


def served(pool: Pool, orders: tuple[int, ...], aisles: tuple[int, ...]) -> bool:
    need: Lines = {}
    for i in orders:
        for item, qty in pool.orders[i].items():
            need[item] = need.get(item, 0) + qty
    return all(qty <= sum(pool.aisles[a].get(item, 0) for a in aisles) for item, qty in need.items())


def densest(pool: Pool) -> float:
    """By trying every wave: of every set of aisles the largest set of orders."""
    best = 0.0
    every = [c for k in range(1, len(pool.orders) + 1) for c in combinations(range(len(pool.orders)), k)]
    sized = [(units_of(pool, c), c) for c in every]
    for k in range(1, len(pool.aisles) + 1):
        for aisles in combinations(range(len(pool.aisles)), k):
            for units, orders in sized:
                right_size = pool.least <= units <= pool.most
                if right_size and units / k > best and served(pool, orders, aisles):
                    best = units / k
    return best


@pytest.mark.parametrize("seed", range(25))
def test_the_densest_wave_of_a_small_pool_is_found(seed: int) -> None:
    pool = some_pool(seed)
    wave, best = select_wave(pool, Moves(20_000), seed=1), densest(pool)
    if wave is None:
        assert best == 0
        return
    assert wave.density == pytest.approx(best)
    check(pool, wave)


def check(pool: Pool, wave: Chosen) -> None:
    assert len(set(wave.orders)) == len(wave.orders)
    assert pool.least <= units_of(pool, wave.orders) == wave.units <= pool.most
    assert served(pool, wave.orders, wave.aisles)


def test_a_wave_of_many_orders_can_be_served() -> None:
    pool = some_pool(7, orders=400, aisles=30, items=80)
    wave = select_wave(Pool(pool.orders, pool.aisles, 20, 60), Moves(20_000), seed=3)
    assert wave is not None
    check(Pool(pool.orders, pool.aisles, 20, 60), wave)


def test_a_seed_and_a_number_of_moves_give_the_same_wave() -> None:
    pool = some_pool(7, orders=400, aisles=30, items=80)
    waves = [select_wave(pool, Moves(3000, searches=2), seed=3) for _ in range(2)]
    assert waves[0] == waves[1] is not None


def test_orders_that_no_aisle_can_serve_make_no_wave() -> None:
    assert select_wave(Pool([{0: 5}], [{0: 4}], 1, 9), Moves(50), 1) is None
    assert select_wave(Pool([{0: 5}], [{0: 9}], 6, 9), Moves(50), 1) is None
