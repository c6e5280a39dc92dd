"""Who rides along with the head of the queue."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.waves import companions, dispatching, queue
from app.waves.sharing import Going, keeps_promises, spares
from app.waves.suiting import ORDINARY
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.test_dispatching import orders_on, task_of

going = st.builds(Going, st.floats(-9e4, 9e4), st.floats(0, 5e3))


@given(st.lists(going, min_size=1, max_size=5), st.floats(0, 2e4))
def test_orders_share_a_walk_only_if_no_promise_gets_worse(orders: list[Going], shared_s: float) -> None:
    """Alone an order starts now; shared it is as if it had started so much later as the walk is longer."""
    if keeps_promises(orders, shared_s):
        for one in orders:
            late_alone_s = max(0.0, -one.slack_s)
            late_shared_s = max(0.0, shared_s - one.alone_s - one.slack_s)
            assert late_shared_s <= late_alone_s


@given(st.lists(going, max_size=5), st.floats(0, 2e4))
def test_what_is_late_shares_no_urgent_walk_but_a_promotions_backlog_does(
    orders: list[Going], shared_s: float
) -> None:
    late = Going(-60.0, 300.0)
    assert not keeps_promises([late, *orders], shared_s)
    assert spares([late, *orders], shared_s) == spares(orders, shared_s)


@pytest.fixture
def shop(shop: Shop, clock: Clock) -> Shop:
    return shop


def test_urgent_orders_with_time_share_a_walk_past_the_same_shelves(shop: Shop, clock: Clock) -> None:
    orders = [shop.order("A", n, start_by_at=clock.now + timedelta(hours=n + 1)) for n in (1, 2, 3)]
    ann = shop.picker()
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [order.id for order in orders]


def test_an_urgent_order_without_a_minute_to_spare_walks_alone(shop: Shop, clock: Clock) -> None:
    first = shop.order("A", 1, start_by_at=clock.now + timedelta(seconds=2))
    shop.order("A", 2, start_by_at=clock.now + timedelta(hours=2))
    ann = shop.picker()
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [first.id]


def test_an_urgent_order_at_the_other_end_of_the_floor_does_not_ride_along(shop: Shop, clock: Clock) -> None:
    first, _, near = (
        shop.order("A", n, start_by_at=clock.now + timedelta(hours=h)) for n, h in ((0, 1), (39, 2), (1, 3))
    )
    ann = shop.picker()
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [first.id, near.id]


def test_nobody_rides_along_whom_another_free_picker_gets(shop: Shop, clock: Clock) -> None:
    orders = [shop.order("A", n, start_by_at=clock.now + timedelta(hours=n)) for n in (1, 2, 3)]
    head = queue.list_next()[0]
    assert [one.id for one in companions.choose(head, 1, ORDINARY)] == [orders[1].id, orders[2].id]
    assert [one.id for one in companions.choose(head, 2, ORDINARY)] == [orders[2].id]
    assert companions.choose(head, 3, ORDINARY) == []


def test_a_promotion_that_must_start_now_is_not_held_up_by_others(shop: Shop, clock: Clock) -> None:
    pressing = shop.order("B", 1, start_by_at=clock.now + timedelta(seconds=2))
    shop.order("B", 39, start_by_at=clock.now + timedelta(hours=2))
    ann = shop.picker()
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [pressing.id]
