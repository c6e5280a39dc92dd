"""An urgent order joins a walk under way: when it may, what it does, and what it never does."""

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.settings import change_setting
from app.orders.models import Order
from app.people.models import Equipment, Operator
from app.stock.models import Location
from app.timeline.models import Entry
from app.waves import checks, dispatching, floorplan, joining, suiting, underway, urging
from app.waves.pace import Pace
from app.words import Words
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.walking import FAR, LONG, ON_THE_WAY, bays, screen, task_of, walking


@pytest.fixture(autouse=True)
def forget() -> None:
    urging.forget()


def considered(order: Order) -> Any:
    layout = floorplan.get_layout()
    load = joining.load_of(order, layout)
    assert load is not None
    return joining.consider(load, underway.list_walks()[0], layout, Pace())


def why_not(order: Order) -> str:
    found = considered(order)
    assert isinstance(found, Words)
    return found.key


def test_it_joins_the_walk_that_passes_by_and_costs_no_metre(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    urgent = shop.order("A", ON_THE_WAY)
    assert urging.join_urgent()
    task = task_of(ann)
    assert bays(task)[:3] == ["A01-05-1", "A01-06-1", "A01-07-1"]
    assert Order.get_by_id(urgent.id).state == "picking"
    assert (task.tier, task.promised_at) == ("A", urgent.promised_at)
    told = Entry.get(Entry.what == "task:joined")
    assert (told.order_id, told.data["stops"], told.data["metres"]) == (urgent.id, 1, 0)
    assert checks.list_problems() == []


def test_the_extra_way_and_the_finish_are_what_the_walk_will_take(shop: Shop, clock: Clock) -> None:
    """From bay 3 of aisle 1, two stops of ten done: out at the back, over, down aisle 4, and home."""
    walking(shop, "Ann", *LONG)
    found = considered(shop.order("A", ON_THE_WAY))
    metres = 9 + 12 + 13 + 12
    plain = metres / 1.23 + 8 * 6 + 8 * 2.5 + 30
    assert (found.before_at - clock.now).total_seconds() == pytest.approx(plain, abs=0.01)
    more = (found.finish_at - found.before_at).total_seconds()
    assert more == pytest.approx(6 + 2.5 + 4)  # a stop, a unit, a tote: no metre


def test_a_detour_is_the_difference_of_two_exact_ways(shop: Shop, clock: Clock) -> None:
    """Three metres from the back into the next aisle; two metres back from the stop on the card."""
    walking(shop, "Ann", *LONG)
    assert considered(shop.order("A", 18)).extra_mm == pytest.approx(2 * 3000)
    assert considered(shop.order("A", 2)).extra_mm == pytest.approx(2 * 2000)


def test_what_was_skipped_stays_last(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    skipped = screen(ann)["card"]
    builders.send(ann, "pick.skip", pick_id=skipped["pick_id"])
    shop.order("A", ON_THE_WAY)
    assert urging.join_urgent()
    assert bays(task_of(ann))[0] == "A01-07-1"
    assert bays(task_of(ann))[-1] == skipped["location"]


def test_without_a_free_tote_it_does_not_join(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    Equipment.create(code="two", totes=1)
    Operator.update(equipment="two").where(Operator.id == ann.operator_id).execute()
    assert why_not(shop.order("A", ON_THE_WAY)) == "join.no_tote"


def test_what_does_not_fit_the_totes_left_does_not_join(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    Equipment.create(code="small", totes=3, tote_ml=2000, tote_g=20_000)  # four units of half a litre
    Operator.update(equipment="small").where(Operator.id == ann.operator_id).execute()
    assert why_not(shop.order("A", ON_THE_WAY, qty=9)) == "join.no_tote"
    assert len(considered(shop.order("A", ON_THE_WAY, qty=8)).totes) == 2
    Equipment.update(tote_ml=40_000, tote_g=500).execute()  # two units of 200 g
    assert why_not(shop.order("A", ON_THE_WAY, qty=5)) == "join.no_tote"


def test_far_from_the_way_it_does_not_join(shop: Shop, clock: Clock) -> None:
    walking(shop, "Ann", *range(5), done=1)
    assert why_not(shop.order("A", FAR)) == "join.far"


@pytest.mark.parametrize(
    ("place", "person"),
    [({"zone": "cold"}, {"zones": ["dry"]}), ({"skill": "hazmat"}, {}), ({"equipment": "forklift"}, {})],
)
def test_who_may_not_pick_there_does_not_get_it(
    shop: Shop, clock: Clock, place: dict[str, Any], person: dict[str, Any]
) -> None:
    ann = walking(shop, "Ann", *LONG)
    Location.update(**place).where(Location.code == "A01-06-1").execute()
    if person:
        Operator.update(**person).where(Operator.id == ann.operator_id).execute()
    assert why_not(shop.order("A", ON_THE_WAY)) == "join.not_suited"


def test_into_a_narrow_aisle_that_is_full_it_does_not_join(shop: Shop, clock: Clock) -> None:
    Location.update(narrow=True).where(Location.aisle == 2).execute()
    suiting.forget()
    ann = walking(shop, "Ann", *LONG)
    change_setting("narrow_pickers", 1)
    near = shop.order("A", 18)
    assert isinstance(considered(near), joining.Joining)
    joining.join(near.id, task_of(ann).id)
    assert task_of(ann).needs["narrow"] == [2]
    ben = walking(shop, "Ben", *LONG)
    [_, walk] = underway.list_walks()
    assert walk.task.id == task_of(ben).id
    load = joining.load_of(shop.order("A", 17), floorplan.get_layout())
    assert load is not None
    found = joining.consider(load, walk, floorplan.get_layout(), Pace())
    assert isinstance(found, Words) and found.key == "join.crowded"


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_no_promise_on_the_walk_gets_worse(shop: Shop, clock: Clock, tier: str) -> None:
    """12.5 s more: an order with 12 s to spare would miss its promise, one with 13 s keeps it."""
    ann = walking(shop, "Ann", *LONG, tier=tier)
    urgent = shop.order("A", ON_THE_WAY)
    [walk] = underway.list_walks()
    finish_s = walk.left_s(floorplan.get_layout(), Pace())
    due = underway.due_at(clock.now, 10, 10) - clock.now
    for spare, joins in ((12, False), (13, True), (-3600, False)):
        start_by_at = clock.now + timedelta(seconds=finish_s + spare) - due
        Order.update(start_by_at=start_by_at).where(Order.id == walk.orders[0].order_id).execute()
        found = considered(urgent)
        assert isinstance(found, joining.Joining) == joins, (spare, found)
    assert found.details == {"order": walk.orders[0].order_no}
    assert task_of(ann).state == "started"


def test_a_free_picker_gets_it_when_that_ends_sooner(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    ben = shop.picker("Ben")
    urgent = shop.order("A", ON_THE_WAY)
    assert not urging.join_urgent()
    dispatching.dispatch_idle()
    assert [place.order_id for place in task_of(ben).orders] == [urgent.id]
    assert len(task_of(ann).orders) == 1


def test_of_two_walks_the_one_that_is_done_first_takes_it(shop: Shop, clock: Clock) -> None:
    walking(shop, "Ann", *LONG)
    ben = walking(shop, "Ben", 1, 3, 7)
    shop.order("A", ON_THE_WAY)
    assert urging.join_urgent()
    assert len(task_of(ben).orders) == 2


def test_the_lead_can_switch_it_off(shop: Shop, clock: Clock) -> None:
    walking(shop, "Ann", *LONG)
    shop.order("A", ON_THE_WAY)
    lead = shop.lead()
    assert builders.send(lead, "site.join_walks", on=False)["ok"]
    assert not urging.join_urgent()
    change_setting(urging.SETTING, True)
    assert urging.join_urgent()
    assert Entry.select().where(Entry.what == "site:changed").count() == 2


@pytest.mark.parametrize("tier", ["B", "C"])
def test_other_tiers_do_not_join_by_themselves(shop: Shop, clock: Clock, tier: str) -> None:
    walking(shop, "Ann", *LONG)
    shop.order(tier, ON_THE_WAY)
    assert not urging.join_urgent()


def test_a_picker_who_is_not_connected_gets_nothing_more(shop: Shop, clock: Clock) -> None:
    ann = walking(shop, "Ann", *LONG)
    shop.order("A", ON_THE_WAY)
    ann.device.online = False
    ann.device.save()
    assert not urging.join_urgent()
