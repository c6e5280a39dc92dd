"""The standing plan: made again when something happens, kept when planning fails."""

from typing import Any

import pytest

from app import clock as app_clock
from app.lead.board import read_board
from app.orders.models import Order
from app.waves import dispatching, loops, merging, planning
from app.waves.planning import Planner
from tests.conftest import Clock
from tests.waves.conftest import Shop


def planned() -> set[int]:
    return {order_id for group in planning.find_kept("C") for order_id in group.order_ids}


@pytest.fixture
def planner(monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setattr(planning, "REPLAN_S", 0.0)
    monkeypatch.setattr(planning, "RESTS", 0)
    return Planner()


def break_planner(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise FloatingPointError("the kernel is broken")

    monkeypatch.setattr(merging, "batch", fail)


def test_it_is_planned_again_when_orders_come_and_only_then(
    shop: Shop, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    plan = planning.plan
    monkeypatch.setattr(planning, "plan", lambda tier: (made.append(tier), plan(tier))[1])
    first = shop.order("C", 1)
    planner.step()
    planner.step()
    assert (made, planned()) == (["C"], {first.id})
    second = shop.order("C", 2)
    dispatching.push.announce("queue", second.id, "lead")
    planner.step()
    assert (made, planned()) == (["C", "C"], {first.id, second.id})


def test_a_planner_that_fails_leaves_the_last_good_plan_and_tells_the_lead(
    shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = shop.order("C", 1)
    planning.plan("C")
    break_planner(monkeypatch)
    shop.order("C", 2)
    clock.advance(minutes=1)
    assert not planning.plan("C")
    assert planned() == {first.id}
    [alert] = [one for one in read_board("en")["alerts"] if one["kind"] == "planner"]
    assert "09:00" in alert["text"] and alert["level"] == "orange"
    monkeypatch.undo()
    app_clock.set_now(clock.now)
    assert planning.plan("C")
    assert [one for one in read_board("en")["alerts"] if one["kind"] == "planner"] == []


def test_pickers_still_get_work_while_the_planner_is_broken(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_planner(monkeypatch)
    orders = [shop.order("C", number) for number in (1, 2)]
    shop.picker(), shop.picker()
    dispatching.dispatch_idle()
    assert {Order.get_by_id(order.id).state for order in orders} == {"released"}


def test_only_who_holds_the_lease_plans(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.order("C", 1)
    _, plan = loops.steps()
    for mine in (False, True):
        monkeypatch.setattr(loops, "holds", lambda name, seconds, mine=mine: mine and name == "planner")
        plan()
        assert bool(planned()) == mine
