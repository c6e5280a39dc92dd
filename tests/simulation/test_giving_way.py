"""More than the floor can do: what gives way, and what never does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.simulation.figures import Result
from tests.simulation.days import CALM, day, small

SLOW = replace(CALM, stop_s=3_000.0)  # an hour a line: one picker cannot do 25 orders in time


@pytest.fixture(scope="module")
def days() -> Iterator[dict[str, Result]]:
    yield {policy: day(small(policy, 1, times=SLOW), 25) for policy in ("fifo", "wavecard")}


def test_first_come_first_served_breaks_the_contracts_promise(days: dict[str, Result]) -> None:
    assert days["fifo"].tier("A").on_time < 1.0


def test_the_queue_keeps_it_with_the_same_people_and_orders(days: dict[str, Result]) -> None:
    assert days["wavecard"].tier("A").on_time == 1.0
    assert days["wavecard"].tier("A").orders > 0


def test_something_else_gave_way_and_is_told(days: dict[str, Result]) -> None:
    others = [days["wavecard"].tier(code) for code in ("B", "C")]
    assert any(one.on_time < 1.0 or one.over_bound > 0 for one in others)


def test_everything_leaves_in_the_end_and_the_books_are_right(days: dict[str, Result]) -> None:
    for result in days.values():
        assert result.counts["shipped"] == 25
        assert result.problems == []
