from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from app import clock as app_clock
from app.errors import Stale
from app.orders.models import Order
from app.people.models import Device, SignIn
from app.waves import checks, companions, dispatching, queue, releasing
from app.waves.models import Pick, Task
from app.words import Words
from tests import builders
from tests.waves.conftest import Shop


def task_of(who: SignIn) -> Task:
    return Task.get_by_id(dispatching.find_task_of(who.operator_id).id)


def orders_on(task: Task) -> list[int]:
    return [place.order_id for place in task.orders]


def test_a_free_picker_is_offered_the_head_of_the_queue(shop: Shop) -> None:
    shop.order("C", 1)
    shop.order("B", 2)
    urgent = shop.order("A", 3)
    ann = shop.picker()
    assert dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [urgent.id]
    assert Order.get_by_id(urgent.id).state == "released"
    assert builders.send(ann, "lang.choose", lang="en")["screen"] == "offer"


def test_the_offer_says_why_and_how_far(shop: Shop) -> None:
    shop.order("A", 0, 39)
    ann = shop.picker()
    dispatching.dispatch_idle()
    card = builders.send(ann, "lang.choose", lang="en")["card"]
    assert card["because"].startswith("Urgent: start within")
    assert (card["stops"], card["units"], card["totes_needed"]) == (2, 2, 1)
    assert card["metres"] == 50  # two aisles of 13 m between the cross aisles, 12 m across and 12 m back


def test_nobody_is_offered_two_tasks_and_no_task_goes_to_two(shop: Shop) -> None:
    shop.order("A", 1)
    shop.order("A", 2)
    ann, ben = shop.picker(), shop.picker()
    assert dispatching.dispatch_idle()
    assert not dispatching.dispatch_idle()
    assert task_of(ann).id != task_of(ben).id
    with pytest.raises(Stale):
        dispatching.offer(task_of(ann), ben.operator_id)
    with pytest.raises(IntegrityError):
        Task.update(operator=ann.operator_id).where(Task.id == task_of(ben).id).execute()


def test_a_picker_who_is_offline_gets_nothing(shop: Shop) -> None:
    shop.order("A", 1)
    ann = shop.picker()
    ann.device.last_seen_at = app_clock.now() - timedelta(minutes=5)
    ann.device.save()
    assert not dispatching.dispatch_idle()


def test_promotions_right_behind_the_head_ride_along(shop: Shop) -> None:
    paid = app_clock.now()
    orders = [shop.order("B", n, paid_at=paid - timedelta(minutes=n)) for n in range(1, 7)]
    ann = shop.picker()
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [order.id for order in orders[: companions.MOST]]


def test_standard_orders_are_merged_by_shelf_and_fit_the_cart(shop: Shop) -> None:
    for number in range(24):
        shop.order("C", number)
    pickers = [shop.picker() for _ in range(3)]
    dispatching.dispatch_idle()
    tasks = [task_of(who) for who in pickers]
    assert all(1 <= len(orders_on(task)) <= releasing.CART.totes for task in tasks)
    assert all(task.wave_id == tasks[0].wave_id for task in tasks)
    aisles = [{pick.location.aisle for pick in task.picks} for task in tasks]
    assert sum(len(found) for found in aisles) <= 5, "a merged walk keeps to its aisles"


def test_a_walk_visits_its_stops_in_the_order_of_the_shortest_way(shop: Shop) -> None:
    order = shop.order("A", 9, 0, 5)
    [task] = releasing.release([order], Words("rank.pinned"))
    bays = [pick.location.bay for pick in Pick.select().where(Pick.task == task.id).order_by(Pick.seq)]
    assert bays in ([1, 6, 10], [10, 6, 1])


def test_an_order_larger_than_a_cart_goes_on_several_tasks_alone(shop: Shop) -> None:
    big = shop.order("C", *range(40), qty=20)  # 800 units of half a litre: ten totes
    tasks = releasing.release([big], Words("rank.merged"))
    assert len(tasks) == 2
    assert {place.order_id for task in tasks for place in task.orders} == {big.id}
    assert sum(pick.qty for task in tasks for pick in task.picks) == 800


def test_what_was_held_meanwhile_is_not_released(shop: Shop) -> None:
    order = shop.order("A", 1)
    Order.update(blocked=True).where(Order.id == order.id).execute()
    with pytest.raises(Stale):
        releasing.release([order], Words("rank.pinned"))
    assert queue.list_next() == []


def test_a_declined_offer_goes_to_the_next_free_picker(shop: Shop) -> None:
    shop.order("A", 1)
    ann, ben = shop.picker(), shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    assert builders.send(ann, "task.decline", task_id=task.id)["screen"] == "idle"
    dispatching.dispatch_idle()
    assert task_of(ben).id == task.id


def test_the_only_picker_is_offered_again_what_they_declined(shop: Shop) -> None:
    shop.order("A", 1)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    builders.send(ann, "task.decline", task_id=task.id)
    dispatching.dispatch_idle()
    assert task_of(ann).id == task.id


def test_an_offer_to_somebody_who_went_away_returns_to_the_queue(shop: Shop, clock: Any) -> None:
    shop.order("A", 1)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    ben = shop.picker()
    SignIn.update(ended_at=clock.now).where(SignIn.id == ann.id).execute()
    dispatching.dispatch_idle()
    assert dispatching.find_task_of(ben.operator_id) is None
    clock.advance(seconds=61)
    Device.update(last_seen_at=clock.now).execute()
    dispatching.dispatch_idle()
    assert task_of(ben).id == task.id
    assert checks.list_problems() == []
