from collections import Counter
from datetime import UTC, datetime

from app import clock
from app.orders.draft import OrderDraft
from app.simulation.arrivals import SURGE_HOURS, make_day, repeat

MIDNIGHT = datetime(2026, 11, 10, 16, tzinfo=UTC)  # in Shanghai


def made(surge: float, seed: int = 1) -> list[OrderDraft]:
    with clock.stopped(MIDNIGHT):
        return make_day(600, surge, seed, MIDNIGHT)


def share_in_surge(drafts: list[OrderDraft]) -> float:
    hours = [int((draft.ordered_at - MIDNIGHT).total_seconds() // 3600) for draft in drafts]
    return sum(hour in SURGE_HOURS for hour in hours) / len(hours)


def test_a_surge_makes_the_promotion_hours_denser() -> None:
    assert share_in_surge(made(3)) > 1.5 * share_in_surge(made(1))


def test_all_come_on_the_day_and_the_same_seed_gives_the_same_ones() -> None:
    drafts = made(3)
    assert all(0 <= (draft.ordered_at - MIDNIGHT).total_seconds() < 86_400 for draft in drafts)
    assert drafts == made(3)
    assert drafts != made(3, seed=2)


def plain(count: int) -> list[OrderDraft]:
    line = {"sku": "S1", "qty": 1}
    return [
        OrderDraft(channel="shop", channel_ref=f"R{number}", ordered_at=MIDNIGHT, lines=[line])
        for number in range(count)
    ]


def test_every_order_of_a_file_comes_as_often_as_the_surge_says_each_with_its_own_number() -> None:
    drafts = repeat(plain(100), 3, seed=1)
    assert len(drafts) == 300
    assert len({draft.channel_ref for draft in drafts}) == 300


def test_a_file_without_contracts_gets_the_mix_of_tiers_and_others_keep_their_own() -> None:
    tiers = Counter((draft.customer_group, draft.coupon) for draft in repeat(plain(1_000), 1, seed=1))
    assert 50 < tiers["medical", ""] < 150
    assert 230 < tiers["", "simulated"] < 370
    known = [draft.model_copy(update={"tags": ["24h"]}) for draft in plain(10)]
    assert repeat(known, 1, seed=1) == known
