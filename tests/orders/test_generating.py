from collections import Counter
from datetime import timedelta

import pytest

from app.orders.deciding import decide_on
from app.orders.generating import generate
from app.orders.models import Order
from app.orders.taking_in import take_in
from tests.conftest import MONDAY_MORNING, Clock

SKUS = [f"WC-{number:03d}" for number in range(1, 41)]


def test_the_same_seed_makes_the_same_orders(clock: Clock) -> None:
    assert generate(20, 7, SKUS, MONDAY_MORNING) == generate(20, 7, SKUS, MONDAY_MORNING)
    assert generate(20, 7, SKUS, MONDAY_MORNING) != generate(20, 8, SKUS, MONDAY_MORNING)


def test_all_three_tiers_are_among_them(house: None) -> None:
    tiers = Counter(
        decide_on(one, one.paid_at or one.ordered_at).tier for one in generate(300, 1, SKUS, MONDAY_MORNING)
    )
    assert set(tiers) == {"A", "B", "C"}
    assert tiers["A"] < tiers["B"] < tiers["C"]


def test_nobody_can_be_called_and_everybody_has_paid(clock: Clock) -> None:
    made = generate(200, 1, SKUS, MONDAY_MORNING)
    assert all(one.phone.startswith("1380000") for one in made)
    assert all(one.paid_at is not None and one.ordered_at < one.paid_at <= MONDAY_MORNING for one in made)
    assert len({one.channel_ref for one in made}) == 200
    assert any(one.remark for one in made) and any(one.wants for one in made)


@pytest.mark.parametrize("skus", [["ONLY"], SKUS])
def test_they_are_orders_like_any_other(house: None, clock: Clock, skus: list[str]) -> None:
    clock.advance(seconds=1)
    taken = take_in(generate(30, 3, skus, clock.now - timedelta(seconds=1)))
    assert taken.count("created") == Order.select().count() == 30
