"""Two who want the same order at the same moment."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from app import db
from app.db import transaction
from app.orders import taking_in
from app.orders.models import NEVER, Block, Order
from app.orders.ordering import advance
from tests.conftest import Clock
from tests.orders.conftest import stock
from tests.orders.test_taking_in import draft

pytestmark = pytest.mark.usefixtures("house")
HELD_S = 0.3


def test_a_change_that_races_a_release_waits_for_it_and_goes_to_a_person(clock: Clock) -> None:
    stock(1, 9)
    taking_in.take_in([draft(clock)])
    moved = threading.Event()

    def release() -> None:
        with db.connection(), transaction():
            advance(Order.get(), "release")
            moved.set()
            time.sleep(HELD_S)

    releasing = threading.Thread(target=release)
    releasing.start()
    moved.wait(5)
    taken = taking_in.take_in([draft(clock, lines=[{"sku": "T", "qty": 3}])])
    releasing.join(5)
    assert [(one.outcome, one.note) for one in taken.outcomes] == [("changed", "order.lines_changed")]
    assert (Order.get().state, Block.get().kind) == ("released", "review")


@pytest.mark.parametrize(("tags", "waits"), [([], True), (["24h"], False)])
def test_only_an_order_that_waits_for_a_wave_has_an_end_of_its_wait(
    clock: Clock, tags: list[str], waits: bool
) -> None:
    taking_in.take_in([draft(clock, tags=tags)])
    assert (Order.get().release_by_at < NEVER) == waits


def test_the_wait_is_counted_in_open_hours_from_intake_not_from_payment(clock: Clock) -> None:
    clock.advance(hours=11)  # 20:00 of a site open from 08:00 to 22:00
    told: Any = draft(clock, ordered_at=clock.now, paid_at=clock.advance(minutes=-30))
    clock.advance(minutes=30)
    taking_in.take_in([told])
    assert Order.get().release_by_at - clock.now == timedelta(hours=2 + 10 + 2)


def test_a_change_of_tier_begins_the_wait_anew_and_another_change_does_not(clock: Clock) -> None:
    taking_in.take_in([draft(clock, tags=["promo"])])
    received = clock.now
    clock.advance(hours=1)
    taking_in.take_in([draft(clock, ordered_at=received)])
    ends_at = Order.get().release_by_at
    assert ends_at - clock.now == timedelta(hours=4)
    clock.advance(hours=1)
    taking_in.take_in([draft(clock, ordered_at=received, remark="later")])
    assert Order.get().release_by_at == ends_at
