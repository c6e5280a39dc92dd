"""A closed aisle: nobody is sent there, and what cannot be fetched elsewhere waits and says why."""

from typing import Any

import pytest

from app.orders import checks as order_checks
from app.orders.models import Block, Order
from app.people.models import SignIn
from app.stock import checks as stock_checks
from app.stock import moving
from app.stock.models import Location
from app.waves import checks, closing, dispatching, floorplan
from app.waves.models import Pick, Task
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.walking import pick_next, screen, task_of, walking

IN_AISLE_2 = 15


@pytest.fixture
def lead(shop: Shop, clock: Clock) -> SignIn:
    return shop.lead()


def also_in_aisle_4(shop: Shop) -> Location:
    other: Location = Location.get(Location.code == "A04-02-1")
    moving.load(other.id, shop.skus[IN_AISLE_2].id, 9)
    return other


def close(lead: SignIn, aisle: int = 2) -> dict[str, Any]:
    answer = builders.send(lead, "aisle.close", aisle=aisle)
    dispatching.dispatch_idle()
    return answer


def stops(who: SignIn) -> list[str]:
    query = Pick.select(Pick, Location).join(Location).where(Pick.task == task_of(who).id)
    return [pick.location.code for pick in query.where(Pick.state == "open").order_by(Pick.seq)]


def is_sound() -> bool:
    return [*checks.list_problems(), *stock_checks.list_problems(), *order_checks.list_problems()] == []


def test_a_walk_not_begun_goes_to_other_shelves(shop: Shop, lead: SignIn) -> None:
    ann = shop.picker("Ann")
    shop.order("A", IN_AISLE_2, 30)
    dispatching.dispatch_idle()
    assert "A02-06-1" in stops(ann)
    other = also_in_aisle_4(shop)
    assert close(lead)["message"] == "Aisle 2 is closed"
    assert stops(ann) == ["A04-01-1", other.code]
    assert is_sound()


def test_what_lies_nowhere_else_waits_and_goes_on_when_it_opens(shop: Shop, lead: SignIn) -> None:
    ann, order = shop.picker("Ann"), shop.order("A", IN_AISLE_2)
    dispatching.dispatch_idle()
    close(lead)
    assert screen(ann)["screen"] == "idle"
    block = Block.get(Block.order == order.id)
    assert (block.why["key"], block.why["aisle"]) == ("order.aisle_closed", 2)
    assert builders.send(lead, "aisle.open", aisle=2)["message"] == "Aisle 2 is open again"
    dispatching.dispatch_idle()
    assert stops(ann) == ["A02-06-1"]
    assert is_sound()


def test_a_new_order_is_promised_nothing_from_it(shop: Shop, lead: SignIn) -> None:
    close(lead)
    with pytest.raises(AssertionError):  # the shop's own: nothing could be reserved
        shop.order("A", IN_AISLE_2)


def test_who_walks_is_told_and_goes_on_with_the_rest(shop: Shop, lead: SignIn) -> None:
    ann = walking(shop, "Ann", 0, IN_AISLE_2, 35, done=1)
    close(lead)
    told = screen(ann)
    assert (told["screen"], told["card"]["title"]) == ("interrupt", "Aisle 2 is closed: do not go in")
    builders.send(ann, "interrupt.seen", interrupt_id=told["card"]["interrupt_id"])
    assert "A02-06-1" not in stops(ann)
    assert pick_next(ann)["screen"] == "unload"
    builders.make_station()
    order = task_of(ann).orders[0].order_id
    builders.send(ann, "task.unload", task_id=task_of(ann).id, station="ST-1")
    assert closing.hold_stranded() == 1
    assert Order.get_by_id(order).blocked
    builders.send(lead, "aisle.open", aisle=2)
    dispatching.dispatch_idle()
    assert stops(ann) == ["A02-06-1"]
    assert is_sound()


def test_a_hold_lifted_too_early_sends_nobody_in(shop: Shop, lead: SignIn) -> None:
    shop.picker("Ann")
    order = shop.order("A", IN_AISLE_2)
    close(lead)
    builders.send(lead, "order.unhold", order_id=order.id)
    assert closing.hold_stranded() == 1
    assert not dispatching.dispatch_idle()


def test_a_walk_of_which_nothing_is_left_ends(shop: Shop, lead: SignIn) -> None:
    ann = walking(shop, "Ann", IN_AISLE_2, done=0)
    task = task_of(ann)
    close(lead)
    assert Task.get_by_id(task.id).state == "cancelled"
    assert Order.get().blocked
    assert is_sound()


def test_the_planner_walks_around_it(shop: Shop, lead: SignIn) -> None:
    close(lead)
    assert floorplan.get_layout().closed == {1}


def test_closing_twice_or_opening_what_is_open_is_refused(shop: Shop, lead: SignIn) -> None:
    assert builders.send(lead, "aisle.open", aisle=2)["code"] == "refused"
    close(lead)
    assert close(lead)["message"] == "Aisle 2 is closed already"
    assert builders.send(lead, "aisle.close", aisle=99)["code"] == "invalid"


def test_a_shelf_that_was_out_of_use_before_stays_so(shop: Shop, lead: SignIn) -> None:
    Location.update(blocked=True).where(Location.code == "A02-01-1").execute()
    close(lead)
    assert Location.select().where(Location.blocked).count() == 10
    builders.send(lead, "aisle.open", aisle=2)
    assert [place.code for place in Location.select().where(Location.blocked)] == ["A02-01-1"]
