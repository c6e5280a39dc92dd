from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.waves.ranking import RESCUE_BEFORE, Ranked, rank

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
minutes = st.integers(-600, 6000).map(lambda n: timedelta(minutes=n))


def waiting(
    queue: str, start_in: timedelta = timedelta(hours=5), paid_ago: timedelta = timedelta()
) -> Ranked:
    start_by_at = NOW + start_in
    return Ranked(queue, NOW - paid_ago, start_by_at + timedelta(hours=1), start_by_at)


def order_of(*orders: Ranked) -> list[Ranked]:
    return sorted(orders, key=lambda one: rank(one, NOW)[0])


def test_pins_then_urgent_then_promotion_then_merged() -> None:
    pinned = Ranked("waves", NOW, NOW, NOW + timedelta(hours=9), pinned_at=NOW)
    a, b, c = waiting("pinned"), waiting("newest-paid-first"), waiting("waves", timedelta(minutes=1))
    assert order_of(c, b, a, pinned) == [pinned, a, b, c]


@given(minutes, minutes)
def test_urgent_orders_go_by_slack(one: timedelta, other: timedelta) -> None:
    first, second = order_of(waiting("pinned", one), waiting("pinned", other))
    assert first.start_by_at <= second.start_by_at


def test_the_newest_payment_of_promotions_goes_first() -> None:
    older = waiting("newest-paid-first", paid_ago=timedelta(hours=2))
    newer = waiting("newest-paid-first", paid_ago=timedelta(hours=1))
    assert order_of(older, newer) == [newer, older]


@given(minutes, minutes)
def test_no_promotion_waits_past_its_last_safe_start_while_a_newer_one_goes(
    one: timedelta, other: timedelta
) -> None:
    pressing = waiting(
        "newest-paid-first", min(one, RESCUE_BEFORE - timedelta(seconds=1)), timedelta(hours=9)
    )
    newer = waiting("newest-paid-first", max(other, RESCUE_BEFORE))
    assert order_of(newer, pressing) == [pressing, newer]
    assert rank(pressing, NOW)[1].key.startswith("rank.rescued")


def test_the_reason_names_the_minutes_left_or_lost() -> None:
    assert rank(waiting("pinned", timedelta(minutes=42)), NOW)[1].details == {"minutes": 42}
    late = rank(waiting("pinned", timedelta(minutes=-7)), NOW)[1]
    assert (late.key, late.details) == ("rank.urgent_late", {"minutes": 7})
