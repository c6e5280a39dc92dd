"""What the floor will not manage is told before it happens, and what helps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lead.board import read_board
from app.waves import capacity, queue
from app.waves.forecasting import Backlog, Crew, Part, foresee, with_help
from app.waves.models import Task
from tests.conftest import Clock
from tests.waves.conftest import Shop

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
QUEUES = ("pinned", "newest-paid-first", "waves")


def backlog(**hours: dict[float, int]) -> Backlog:
    """Orders by the hours until they must begin, of two picks each."""
    named = dict(zip("abc", QUEUES, strict=True))
    parts = {
        queue: [Part(NOW + timedelta(hours=h), n) for h, n in hours.get(tier, {}).items()]
        for tier, queue in named.items()
    }
    return Backlog(parts, dict.fromkeys(QUEUES, 2.0))


def late(found: Backlog, picks_h: float) -> dict[str, int]:
    return {one.queue: one.orders for one in foresee(found, picks_h, lambda begins, ends: 1.0, NOW)}


def test_what_capacity_holds_is_never_foreseen_late() -> None:
    assert late(backlog(a={3: 50}, b={6: 50}, c={4: 50}), picks_h=100) == {}


def test_beyond_capacity_first_the_wait_of_c_gives_way_then_the_promise_of_b_never_a() -> None:
    full = backlog(a={4: 100}, b={4: 100}, c={4: 100})
    assert late(full, 170) == {}
    assert set(late(full, 120)) == {"waves"}
    assert set(late(full, 60)) == {"waves", "newest-paid-first"}


def test_the_wait_of_c_gives_way_although_it_ends_before_bs_promise() -> None:
    assert set(late(backlog(b={3: 100}, c={2: 100}), 80)) == {"waves"}


def test_only_when_urgent_orders_alone_are_too_many_are_they_late() -> None:
    assert set(late(backlog(a={1: 500}, b={1: 1}, c={1: 1}), 100)) == set(QUEUES)


parts = st.dictionaries(st.floats(0.5, 12), st.integers(1, 300), max_size=5)


@given(parts, parts, parts, st.floats(10, 900))
def test_more_capacity_never_makes_a_tier_of_higher_standing_later(
    a: dict[float, int], b: dict[float, int], c: dict[float, int], picks_h: float
) -> None:
    full = backlog(a=a, b=b, c=c)
    assert late(full, picks_h * 2).get("pinned", 0) <= late(full, picks_h).get("pinned", 0)
    assert late(backlog(a=a), picks_h).get("pinned", 0) == late(full, picks_h).get("pinned", 0)


def test_how_many_more_pickers_help_is_told_and_true() -> None:
    full, crew = backlog(c={4: 300}), Crew(pickers=2, each_h=60)
    [found], _ = with_help(full, crew, lambda begins, ends: 1.0, NOW)
    assert found.helps is not None and found.first_at == NOW + timedelta(hours=4)
    for more, enough in ((found.helps, True), (found.helps - 1, False)):
        bigger = crew.and_more(more)
        assert (late(full, bigger.pickers * bigger.each_h) == {}) == enough


def test_hours_in_which_the_site_is_closed_do_no_work() -> None:
    full = backlog(c={8: 300})
    assert foresee(full, 100, lambda begins, ends: 1.0, NOW) == []
    assert foresee(full, 100, lambda begins, ends: float(begins < NOW + timedelta(hours=3)), NOW)


@pytest.fixture
def shop(shop: Shop, clock: Clock) -> Shop:
    return shop


def finish(hours_ago: float, stops: int, minutes: float, clock: Clock) -> None:
    done_at = clock.now - timedelta(hours=hours_ago)
    moments = {"offered_at": done_at - timedelta(minutes=minutes), "done_at": done_at, "created_at": done_at}
    Task.create(
        state="done", tier="C", because={}, stops=stops, promised_at=done_at, start_by_at=done_at, **moments
    )


def test_capacity_is_measured_from_finished_walks_and_documented_before(shop: Shop, clock: Clock) -> None:
    shop.picker(), shop.picker()
    assert capacity.measure() == (Crew(2, capacity.DEFAULT_PICKS_H), 0)
    for _ in range(capacity.LEAST_WALKS):
        finish(1, stops=30, minutes=20, clock=clock)
        finish(9, stops=500, minutes=1, clock=clock)  # too long ago to count
    crew, measured = capacity.measure()
    assert (crew.pickers, round(crew.each_h), measured) == (2, 90, capacity.LEAST_WALKS)


def capacity_alerts(lang: str = "en") -> list[tuple[str, str]]:
    capacity.forget()
    return [(one["level"], one["text"]) for one in read_board(lang)["alerts"] if one["kind"] == "capacity"]


def test_the_lead_sees_that_c_will_wait_too_long_before_it_does(shop: Shop, clock: Clock) -> None:
    """One picker takes 60 picks an hour: 240 until the wait of orders received now ends."""
    shop.picker()
    later = {"release_by_at": clock.now + timedelta(hours=4), "start_by_at": clock.now + timedelta(hours=40)}
    for number in range(100):
        shop.order("C", number % 39, number % 39 + 1, **later)
    assert capacity_alerts() == []
    for number in range(50):
        shop.order("C", number % 39, number % 39 + 1, **later)
    [(level, text)] = capacity_alerts()
    assert level == "orange"
    assert text.startswith("From 13:00, ") and text.endswith("more pickers help: 1")
    assert "等超过 4 小时" in capacity_alerts("zh-CN")[0][1]


def test_a_promise_that_will_break_is_red(shop: Shop, clock: Clock) -> None:
    shop.picker()
    for number in range(60):
        shop.order("B", number % 39, number % 39 + 1, start_by_at=clock.now + timedelta(hours=1))
    [(level, text)] = capacity_alerts()
    assert level == "red" and "promise" in text


def test_a_floor_that_cannot_do_both_lets_all_promotions_go_before_a_wave_whose_wait_ends(
    shop: Shop, clock: Clock
) -> None:
    """One picker takes 60 picks an hour."""
    shop.picker()
    ends = clock.now + timedelta(minutes=10)
    wave = shop.order("C", 1, release_by_at=ends, start_by_at=clock.now + timedelta(hours=40))
    for number in range(50):
        shop.order("B", number % 39, start_by_at=clock.now + timedelta(hours=1))
    capacity.forget()
    assert not capacity.get_outlook().lifts
    assert queue.list_next()[0].order.id == wave.id
    for number in range(50):
        shop.order("B", number % 39, start_by_at=clock.now + timedelta(hours=1))
    capacity.forget()
    assert capacity.get_outlook().lifts
    first = queue.list_next()[0]
    assert (first.order.tier, first.because.key) == ("B", "rank.rescued")


def test_nothing_is_foreseen_while_nobody_picks(shop: Shop, clock: Clock) -> None:
    shop.order("B", 1, start_by_at=clock.now + timedelta(hours=1))
    assert capacity_alerts() == []
