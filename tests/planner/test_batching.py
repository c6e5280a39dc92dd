import random
import subprocess
import sys
from math import inf

import pytest

from app.planner import Batch, Cart, Item, Job, Layout, Moves, Seconds, Stop, batch, split
from tests.planner.walks import Walker

FLOOR = Layout(6, 20, 5000, 1000, 1500, 1500)


def some_jobs(count: int, seed: int, layout: Layout = FLOOR) -> list[Job]:
    rng = random.Random(seed)

    def item() -> Item:
        stop = Stop(rng.randrange(layout.aisles), rng.randrange(layout.cells))
        return Item(stop, litres=rng.randint(1, 9), grams=rng.randint(50, 900))

    return [Job(f"o{i}", tuple(item() for _ in range(rng.randint(1, 5)))) for i in range(count)]


def total(batches: list[Batch]) -> float:
    return sum(b.length_mm for b in batches)


CARTS = [Cart(totes=4), Cart(litres=60), Cart(grams=4000), Cart(lines=12), Cart(6, 90, 9000, 20)]


@pytest.mark.parametrize("cart", CARTS)
@pytest.mark.parametrize("blocks", [1, 2])
def test_each_order_is_in_one_batch_and_no_cart_is_overloaded(cart: Cart, blocks: int) -> None:
    layout = Layout(6, 20, 5000, 1000, 1500, 1500, blocks=blocks, cross_width=2000)
    jobs = {job.order: job for job in some_jobs(40, 3)}
    batches, walker = batch(list(jobs.values()), cart, layout, Moves(300), seed=1), Walker(layout)
    assert sorted(o for b in batches for o in b.orders) == sorted(jobs)
    for b in batches:
        items = [item for order in b.orders for item in jobs[order].items]
        assert sum(jobs[order].totes for order in b.orders) <= cart.totes
        assert sum(item.litres for item in items) <= cart.litres
        assert sum(item.grams for item in items) <= cart.grams
        assert len(items) <= cart.lines
        assert set(b.stops) == {item.stop for item in items}
        assert walker.length(list(b.stops)) == pytest.approx(b.length_mm)


def test_a_seed_and_a_number_of_moves_give_the_same_plan() -> None:
    jobs = some_jobs(60, 5)
    plans = [batch(jobs, Cart(litres=80), FLOOR, Moves(500, searches=2), seed=7) for _ in range(2)]
    assert plans[0] == plans[1]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_very_few_orders_are_planned_like_many(count: int) -> None:
    """In a process of its own: a draw beyond the end of an array ends it without a word."""
    told = "from tests.planner.test_batching import *; from app.planner import *; "
    told += f"print(sum(len(b.orders) for b in batch(some_jobs({count}, 5), Cart(8), FLOOR, Moves(2000), 7)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=100)
    assert done.stdout.split() == [str(count)], done.returncode


def test_searching_makes_the_walks_shorter() -> None:
    jobs = some_jobs(60, 5)
    first = batch(jobs, Cart(litres=80), FLOOR, Moves(0), seed=7)
    later = batch(jobs, Cart(litres=80), FLOOR, Moves(100_000), seed=7)
    assert total(later) < 0.98 * total(first)


def test_savings_alone_are_shorter_than_one_walk_an_order() -> None:
    jobs = some_jobs(60, 5)
    assert total(batch(jobs, Cart(litres=80), FLOOR, Seconds(0), 1)) < 0.7 * total(
        batch(jobs, Cart(totes=1), FLOOR, Seconds(0), 1)
    )


def test_no_orders_make_no_batches() -> None:
    assert batch([], Cart(), FLOOR, Moves(5), 1) == []


def test_an_order_larger_than_the_cart_is_named() -> None:
    with pytest.raises(ValueError, match="order big is larger than a cart"):
        batch([Job("big", (Item(Stop(0, 0), grams=10),))], Cart(grams=9), FLOOR, Moves(1), 1)


def test_a_large_order_is_cut_into_parts_that_fit() -> None:
    items = tuple(Item(Stop(0, i), litres=30, grams=500, units=3, key=i) for i in range(7))
    cart = Cart(totes=2, litres=70, grams=inf)
    parts = split(Job("big", items, totes=6, due_at_s=9.0), cart)
    assert len(parts) == 4
    assert tuple(item for part in parts for item in part.items) == items
    assert all(part.order == "big" and part.due_at_s == 9.0 and part.totes <= 2 for part in parts)
    assert all(sum(i.litres for i in part.items) <= 70 for part in parts)


def test_a_line_larger_than_a_cart_is_cut_by_units() -> None:
    parts = split(Job("big", (Item(Stop(0, 0), litres=100, units=50),)), Cart(litres=30))
    assert [part.items[0].units for part in parts] == [15, 15, 15, 5]
    assert sum(part.items[0].litres for part in parts) == pytest.approx(100)


def test_a_unit_larger_than_a_cart_is_named() -> None:
    with pytest.raises(ValueError, match="order big: one unit"):
        split(Job("big", (Item(Stop(0, 0), grams=10, units=2),)), Cart(grams=3))


def test_an_order_that_fits_stays_whole() -> None:
    job = Job("small", (Item(Stop(0, 0), grams=10),))
    assert split(job, Cart(grams=10)) == [job]
