"""A walk is offered only to who has what its shelves ask for, and only where there is room."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.settings import change_setting
from app.lead.board import read_board
from app.orders.models import Order
from app.people import operators
from app.people.models import Operator, SignIn
from app.stock.marking import Marks, mark_floor
from app.stock.models import Location
from app.waves import dispatching, suiting
from app.waves.filling import Cart
from app.waves.models import Pick, Task
from app.waves.suiting import Needs, Who
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.test_dispatching import orders_on, task_of

names = st.frozensets(st.sampled_from(["cold", "hazmat", "high"]))
kinds = st.sampled_from(["", "forklift"])
WALKERS = st.builds(Who, st.just(1), kinds, st.just(Cart(8)), names, names)


@given(
    kinds, names, names, st.integers(1, 12), st.builds(Who, st.just(1), kinds, st.just(Cart(8)), names, names)
)
def test_who_suits_has_everything_that_is_asked_for_and_one_of_the_zones(
    kind: str, skills: frozenset[str], zones: frozenset[str], totes: int, who: Who
) -> None:
    needs = Needs(kind, tuple(skills), tuple(zones), totes=totes)
    lacks = [
        who.kind != kind,
        bool(skills - who.skills),
        bool(who.zones and zones and not zones & who.zones),
        totes > 8,
    ]
    assert who.suits(needs) == (not any(lacks))
    assert Needs.from_json(needs.to_json()) == needs


@pytest.fixture
def shop(shop: Shop, clock: Clock) -> Shop:
    """Aisle 2 is cold, aisle 3 is served by forklift, aisle 4 is narrow; aisles 1-2 are zone Z1, 4 is Z4."""
    mark_floor(
        Marks({"Z1": frozenset({1, 2}), "Z4": frozenset({4})}, {"cold": frozenset({2})}, frozenset({4}))
    )
    Location.update(equipment="forklift").where(Location.aisle == 3).execute()
    suiting.forget()
    return shop


COLD, FORKLIFT, NARROW = 15, 25, 35


def picker(shop: Shop, **had: Any) -> SignIn:
    who = shop.picker()
    had = {"equipment": "", **had}
    Operator.update(**had).where(Operator.id == who.operator_id).execute()
    return who


def has_task(who: SignIn) -> bool:
    return dispatching.find_task_of(who.operator_id) is not None


def test_a_cold_order_goes_to_who_may_pick_in_the_cold(shop: Shop) -> None:
    cold, plain = shop.order("A", COLD), shop.order("C", 1)
    ann, ben = picker(shop), picker(shop, skills=["cold"])
    dispatching.dispatch_idle()
    assert orders_on(task_of(ben)) == [cold.id]
    assert orders_on(task_of(ann)) == [plain.id]


def test_an_order_is_split_where_its_shelves_ask_for_different_things(shop: Shop) -> None:
    order = shop.order("A", 1, COLD, FORKLIFT)
    operators.set_equipment("FL-1", "forklift", 8)
    ann, ben, fox = picker(shop), picker(shop, skills=["cold"]), picker(shop, equipment="FL-1")
    while dispatching.dispatch_idle():
        pass
    aisles = {
        who.operator_id: {pick.location.aisle for pick in task_of(who).picks} for who in (ann, ben, fox)
    }
    assert sorted(map(sorted, aisles.values())) == [[1], [2], [3]]
    assert aisles[fox.operator_id] == {3} and aisles[ben.operator_id] == {2}
    assert Pick.select().count() == 3 and Order.get_by_id(order.id).state == "released"


def test_a_forklift_fetches_nothing_that_a_cart_can(shop: Shop) -> None:
    shop.order("A", 1)
    operators.set_equipment("FL-1", "forklift", 8)
    fox = picker(shop, equipment="FL-1")
    assert not dispatching.dispatch_idle() and not has_task(fox)


def test_who_works_in_one_zone_gets_no_walk_outside_it(shop: Shop) -> None:
    outside, inside = shop.order("A", NARROW), shop.order("A", 1)
    ann = picker(shop, zones=["Z1"])
    dispatching.dispatch_idle()
    assert orders_on(task_of(ann)) == [inside.id]
    assert Order.get_by_id(outside.id).state == "ready"


def test_a_small_cart_gets_walks_that_fit_it(shop: Shop) -> None:
    operators.set_equipment("SMALL", "cart", 2)
    for number in range(6):
        shop.order("C", number)
    ann = picker(shop, equipment="SMALL")
    dispatching.dispatch_idle()
    assert len(orders_on(task_of(ann))) <= 2


def test_a_narrow_aisle_takes_so_many_pickers_at_once(shop: Shop) -> None:
    change_setting("narrow_pickers", 1)
    for _ in range(2):
        shop.order("A", NARROW)
    free = shop.order("C", 1)
    ann, ben = picker(shop), picker(shop)
    dispatching.dispatch_idle()
    assert {*orders_on(task_of(ann)), *orders_on(task_of(ben))} >= {free.id}
    Pick.update(state="cancelled").where(Pick.task == _narrow_task().id).execute()
    cat = picker(shop)
    dispatching.dispatch_idle()
    assert {pick.location.aisle for pick in task_of(cat).picks} == {4}


def _narrow_task() -> Task:
    return next(task for task in Task.select() if task.needs.get("narrow"))


def test_a_zone_takes_so_many_walks_and_other_zones_go_on(shop: Shop, clock: Clock) -> None:
    change_setting("zone_walks", {"Z1": 1})
    first, full = (shop.order("B", 1, paid_at=clock.advance(minutes=-1)) for _ in range(2))
    other = shop.order("B", NARROW, paid_at=clock.advance(minutes=-1))
    change = Order.update(start_by_at=clock.now + timedelta(hours=20))
    change.where(Order.id.in_([first.id, full.id, other.id])).execute()
    ann, ben, cat = (picker(shop) for _ in range(3))
    while dispatching.dispatch_idle():
        pass
    assert orders_on(task_of(ann)) == [first.id] and orders_on(task_of(ben)) == [other.id]
    assert not has_task(cat) and Order.get_by_id(full.id).state == "ready"


def test_the_lead_is_told_of_work_that_nobody_here_may_do(shop: Shop) -> None:
    cold = shop.order("A", COLD)
    picker(shop)
    dispatching.dispatch_idle()
    [alert] = [one for one in read_board("en")["alerts"] if one["kind"] == "unsuited"]
    assert alert["text"] == f"Nobody here may pick order {cold.order_no}; it needs: skill cold, zone Z1"
    assert alert["order_id"] == cold.id
    picker(shop, skills=["cold"])
    assert [one for one in read_board("en")["alerts"] if one["kind"] == "unsuited"] == []


def test_the_board_says_what_a_walk_asks_for_and_what_a_picker_has(shop: Shop) -> None:
    shop.order("A", COLD)
    ben = picker(shop, skills=["cold"])
    dispatching.dispatch_idle()
    board = read_board("zh-CN")
    assert board["tasks"][0]["asks"] == ["技能 cold", "Z1 区"]
    assert board["people"][0]["marks"] == ["cold"]
    assert builders.send(ben, "lang.choose", lang="en")["screen"] == "offer"
