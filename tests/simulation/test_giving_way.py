"""More than the floor can do: what gives way in which order, and what never does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.simulation.figures import Result
from tests.simulation.days import CALM, day, small

ORDERS = 25
TIGHT, HOPELESS = (replace(CALM, stop_s=seconds) for seconds in (4_000.0, 6_000.0))  # a line; one picker


@pytest.fixture(scope="module")
def fifo() -> Iterator[Result]:
    yield day(small("fifo", 1, times=TIGHT), ORDERS)


@pytest.fixture(scope="module")
def tight() -> Iterator[Result]:
    """An hour and more a line: not every wait can end in time."""
    yield day(small("wavecard", 1, times=TIGHT), ORDERS)


@pytest.fixture(scope="module")
def hopeless() -> Iterator[Result]:
    """Nearly two hours a line: not every promise can be kept."""
    yield day(small("wavecard", 1, times=HOPELESS), ORDERS)


def test_first_come_first_served_breaks_the_contracts_promise(fifo: Result) -> None:
    assert fifo.tier("A").on_time < 1.0


def test_the_queue_keeps_every_promise_there_and_the_wait_of_c_gives_way_alone(tight: Result) -> None:
    assert {code: tight.tier(code).on_time for code in "AB"} == {"A": 1.0, "B": 1.0}
    assert tight.tier("C").over_bound > 0


def test_then_promises_of_c_and_b_give_way_and_never_one_of_a(hopeless: Result) -> None:
    assert hopeless.tier("C").over_bound > 0
    assert hopeless.tier("C").on_time < hopeless.tier("B").on_time < hopeless.tier("A").on_time == 1.0


def test_everything_leaves_in_the_end_and_the_books_are_right(
    fifo: Result, tight: Result, hopeless: Result
) -> None:
    for result in (fifo, tight, hopeless):
        assert result.counts["shipped"] == ORDERS
        assert result.problems == []
