"""Joining while others act on the same order or walk."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app import db
from app.errors import Stale
from app.orders.models import Order
from app.timeline.models import Entry
from app.waves import assigning, checks, joining
from app.waves.models import Pick, Task, TaskOrder
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.walking import LONG, ON_THE_WAY, screen, task_of, walking


def at_once(*calls: Any) -> list[Any]:
    """Each in a thread of its own; what it raised instead of what it answered."""

    def run(call: Any) -> Any:
        with db.connection():
            try:
                return call()
            except Stale as stale:
                return stale

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_walks_and_one_order_only_one_takes_it(shop: Shop, clock: Clock) -> None:
    tasks = [task_of(walking(shop, name, *LONG)) for name in ("Ann", "Ben")]
    urgent = shop.order("A", ON_THE_WAY)
    answers = at_once(*[lambda task=task: joining.join(urgent.id, task.id) for task in tasks])
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    assert TaskOrder.select().where(TaskOrder.order == urgent.id).count() == 1
    assert checks.list_problems() == []


@pytest.mark.parametrize("turn", range(4))
def test_a_picker_who_unloads_at_that_moment_takes_it_or_does_not(
    shop: Shop, clock: Clock, turn: int
) -> None:
    """Whoever is first: no order is left open on a walk that is over."""
    builders.make_station()
    ann = walking(shop, "Ann", 0, 8, done=1, tier="B")
    task, urgent, last = task_of(ann), shop.order("A", ON_THE_WAY), screen(ann)["card"]

    def finish() -> Any:
        builders.send(ann, "pick.scan", pick_id=last["pick_id"], barcode=last["barcodes"][0])
        return builders.send(ann, "task.unload", task_id=task.id, station="ST-1")

    at_once(*[finish, lambda: joining.join(urgent.id, task.id)][:: 1 if turn % 2 else -1])
    state, order = Task.get_by_id(task.id).state, Order.get_by_id(urgent.id)
    assert (state, order.state) in {("done", "ready"), ("started", "picking")}
    assert checks.list_problems() == []


def test_joining_again_changes_nothing(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent, task = shop.order("A", ON_THE_WAY), task_of(ann)
    for _ in range(2):
        joining.join(urgent.id, task.id)
    assert Pick.select().where(Pick.order == urgent.id).count() == 1
    assert Entry.select().where(Entry.what == "task:joined").count() == 1


def test_an_order_that_moved_on_is_stale(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent = shop.order("A", ON_THE_WAY)
    Order.update(blocked=True).where(Order.id == urgent.id).execute()
    with pytest.raises(Stale, match="has just moved on"):
        joining.join(urgent.id, task_of(ann).id)


def test_a_walk_taken_back_meanwhile_is_stale(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent, task = shop.order("A", ON_THE_WAY), task_of(ann)
    assigning.take_back(task.id, by=ann.operator_id)
    with pytest.raises(Stale, match="This walk has just moved on"):
        joining.join(urgent.id, task.id)
    assert Order.get_by_id(urgent.id).state == "ready"


def test_who_unloads_while_an_order_joins_waits_and_is_told_of_its_stops(
    shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.make_station()
    ann = walking(shop, "Ann", 0, 8, done=1, tier="B")
    task, urgent, last = task_of(ann), shop.order("A", ON_THE_WAY), screen(ann)["card"]
    looked, unloaded = threading.Event(), threading.Event()
    still_possible = joining._still_possible

    def slowly(*args: Any) -> Any:
        found = still_possible(*args)
        looked.set()
        unloaded.wait(1)
        return found

    def unload() -> Any:
        looked.wait(5)
        Pick.update(state="picked", done_qty=1).where(Pick.id == last["pick_id"]).execute()
        answer = builders.send(ann, "task.unload", task_id=task.id, station="ST-1")
        unloaded.set()
        return answer["ok"]

    monkeypatch.setattr(joining, "_still_possible", slowly)
    _, ok = at_once(lambda: joining.join(urgent.id, task.id), unload)
    assert not ok
    assert (Task.get_by_id(task.id).state, Order.get_by_id(urgent.id).state) == ("started", "picking")
