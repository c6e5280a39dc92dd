from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.waves.ranking import DUE_BEFORE, RESCUE_BEFORE, Ranked, rank, rank_task

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
    a, b, c = waiting("pinned"), waiting("newest-paid-first"), waiting("waves", timedelta(minutes=20))
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


Arrivals = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 900)), max_size=60)


@given(Arrivals, st.integers(1, 40))
def test_whatever_comes_no_promotion_misses_its_start_while_a_newer_one_goes(
    arrivals: list[tuple[int, int]], every_min: int
) -> None:
    """Orders (minute paid, minutes until the last safe start) and a picker every so often."""
    coming = sorted(arrivals, reverse=True)
    queued: list[Ranked] = []
    for minute in range(0, 1500, every_min):
        now = NOW + timedelta(minutes=minute)
        while coming and coming[-1][0] <= minute:
            paid, slack = coming.pop()
            paid_at = NOW + timedelta(minutes=paid)
            start_by_at = paid_at + timedelta(minutes=slack)
            queued.append(Ranked("newest-paid-first", paid_at, start_by_at, start_by_at))
        if not queued:
            continue
        gone = min(queued, key=lambda one: rank(one, now)[0])
        queued.remove(gone)
        older = [one for one in queued if one.paid_at < gone.paid_at and one.start_by_at < gone.start_by_at]
        assert not [one for one in older if one.start_by_at < now], (now, gone)


def test_released_promotions_that_were_taken_back_are_rescued_too() -> None:
    pressing = waiting("newest-paid-first", timedelta(minutes=5))
    newer = waiting("newest-paid-first", timedelta(minutes=29))
    assert rank_task(pressing, NOW) < rank(newer, NOW)[0]
    assert rank_task(waiting("newest-paid-first"), NOW) < rank(waiting("newest-paid-first"), NOW)[0]


def test_what_gives_way_is_first_the_wait_of_c_then_the_promise_of_b_and_never_a() -> None:
    a, b, c = (waiting(queue, timedelta(minutes=-5)) for queue in ("pinned", "newest-paid-first", "waves"))
    assert order_of(c, b, a) == [a, b, c]


@given(minutes)
def test_a_merged_order_whose_wait_ends_goes_before_new_promotions(ends_in: timedelta) -> None:
    waited = Ranked("waves", NOW, NOW, NOW + timedelta(hours=30), release_by_at=NOW + ends_in)
    newest = waiting("newest-paid-first")
    assert (order_of(newest, waited)[0] is waited) == (ends_in < DUE_BEFORE)
    assert rank(waited, NOW)[1].key.startswith("rank.waited" if ends_in < DUE_BEFORE else "rank.merged")


def test_the_last_safe_start_ends_a_wait_too_and_says_so() -> None:
    late = Ranked("waves", NOW, NOW, NOW + timedelta(minutes=3), release_by_at=NOW + timedelta(hours=3))
    assert rank(late, NOW)[1].key == "rank.last_start"


def test_the_reason_names_the_minutes_left_or_lost() -> None:
    assert rank(waiting("pinned", timedelta(minutes=42)), NOW)[1].details == {"minutes": 42}
    late = rank(waiting("pinned", timedelta(minutes=-7)), NOW)[1]
    assert (late.key, late.details) == ("rank.urgent_late", {"minutes": 7})
