"""When C orders go: whichever comes first, and it says which it was."""

from datetime import timedelta
from typing import Any

import pytest

from app.orders.models import Order
from app.waves import crowding, dispatching, planning, queue, waving
from app.waves.models import Task, Wave
from app.words import Words, say
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.test_dispatching import orders_on, task_of


def why() -> list[str]:
    return [say(Words.from_json(wave.because), "en") for wave in Wave.select().order_by(Wave.id)]


def waiting() -> list[int]:
    return [order.id for order in Order.select().where(Order.state == "ready").order_by(Order.id)]


@pytest.fixture
def shop(shop: Shop, clock: Clock) -> Shop:
    return shop


def c_order(shop: Shop, clock: Clock, *numbers: int, waits_h: float = 4, starts_h: float = 30) -> Order:
    ends_at = clock.now + timedelta(hours=waits_h)
    return shop.order("C", *numbers, release_by_at=ends_at, start_by_at=clock.now + timedelta(hours=starts_h))


def test_a_free_picker_ends_the_wait(shop: Shop, clock: Clock) -> None:
    order = c_order(shop, clock, 1)
    assert not dispatching.dispatch_idle() and waiting() == [order.id]
    ann = shop.picker()
    assert dispatching.dispatch_idle()
    assert (orders_on(task_of(ann)), why()) == ([order.id], ["A picker is free"])


def test_a_wave_that_is_dense_enough_waits_for_nobody(shop: Shop, clock: Clock) -> None:
    for number in range(8):
        shop.order("C", number, number + 1, qty=5, start_by_at=clock.now + timedelta(hours=30))
    planning.plan("C")
    dispatching.dispatch_idle()
    assert waiting() == []
    assert why() == ["Dense enough: 80 units an aisle"]


def test_a_thin_wave_waits(shop: Shop, clock: Clock) -> None:
    for number in range(0, 40, 5):
        c_order(shop, clock, number)
    planning.plan("C")
    dispatching.dispatch_idle()
    assert len(waiting()) == 8 and why() == []


def test_the_last_safe_start_before_the_cutoff_ends_the_wait(shop: Shop, clock: Clock) -> None:
    order = c_order(shop, clock, 1, waits_h=9, starts_h=1)
    dispatching.dispatch_idle()
    assert waiting() == [order.id]
    clock.advance(minutes=50)
    dispatching.dispatch_idle()
    assert (waiting(), why()) == ([], ["The last safe start before the cutoff is reached"])


def test_the_oldest_orders_bound_ends_the_wait(shop: Shop, clock: Clock) -> None:
    old, new = c_order(shop, clock, 1), c_order(shop, clock, 30, waits_h=8)
    clock.advance(hours=3, minutes=40)
    dispatching.dispatch_idle()
    assert waiting() == [old.id, new.id]
    clock.advance(minutes=10)
    dispatching.dispatch_idle()
    assert old.id not in waiting() and why() == ["The oldest order has waited its bound"]


def test_a_wait_ends_in_time_while_urgent_and_new_orders_keep_coming(shop: Shop, clock: Clock) -> None:
    """Two pickers who finish a walk every ten minutes; an A and a B come in each time."""
    pickers, received = [shop.picker(), shop.picker()], clock.now
    old = [c_order(shop, clock, number) for number in (3, 33)]
    released: dict[int, float] = {}
    number = 0
    for _ in range(26):
        for tier in "AB":
            number += 1
            paid: Any = {"paid_at": clock.now, "start_by_at": clock.now + timedelta(hours=20)}
            shop.order(tier, number % 40, **paid)
        dispatching.dispatch_idle()
        for order in old:
            if Order.get_by_id(order.id).state != "ready":
                released.setdefault(order.id, (clock.now - received).total_seconds() / 3600)
        clock.advance(minutes=10)
        Task.update(state="done", done_at=clock.now, operator=None).where(
            Task.operator.is_null(False)
        ).execute()
        for who in pickers:
            who.device.last_seen_at = clock.now
            who.device.save()
    assert set(released) == {order.id for order in old}
    assert max(released.values()) <= 4


def test_a_full_floor_holds_waves_back_but_no_urgent_order(shop: Shop, clock: Clock) -> None:
    far = clock.now + timedelta(hours=30)
    for first in range(0, 35, 7):  # five totes each: no two on one cart
        shop.order("C", *range(first, first + 7), qty=50, release_by_at=clock.now, start_by_at=far)
    for _ in range(3):
        clock.advance(seconds=2)
        dispatching.dispatch_idle()
    crowd = crowding.look()
    assert crowd.walks[""] == crowding.LEAST_WALKS
    urgent = shop.order("A", 39)
    ann = shop.picker()
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [urgent.id]


def test_work_that_is_under_way_is_never_planned_again(shop: Shop, clock: Clock) -> None:
    for number in range(6):
        c_order(shop, clock, number)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    before = sorted(orders_on(task))
    late = c_order(shop, clock, 7)
    planning.plan("C")
    assert planning.find_kept("C")[0].order_ids == (late.id,)
    waving.release_ripe(crowding.look())
    assert sorted(orders_on(task_of(ann))) == before


def test_beyond_capacity_no_urgent_order_starts_late_whatever_else_waits(shop: Shop, clock: Clock) -> None:
    """One picker, a walk and a new urgent order every ten minutes: there is no room for more."""
    ann = shop.picker()
    waits = [c_order(shop, clock, 3), shop.order("B", 4, start_by_at=clock.now + timedelta(hours=1))]
    for number in range(30):
        far_apart = 39 * (number % 2)
        urgent = shop.order("A", far_apart, start_by_at=clock.now + timedelta(minutes=1))
        dispatching.dispatch_idle()
        task = task_of(ann)
        assert orders_on(task) == [urgent.id]
        Task.update(state="done", done_at=clock.now, operator=None).where(Task.id == task.id).execute()
        clock.advance(minutes=10)
        ann.device.last_seen_at = clock.now
        ann.device.save()
    late = queue.list_head("B")
    assert [found.order.id for found in late] == [waits[1].id] and late[0].because.key == "rank.rescued_late"
    assert [row.tier for row, _ in queue.list_queued()] == ["C"], "its wait has ended, but nobody has come"
