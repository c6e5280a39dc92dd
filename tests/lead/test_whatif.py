"""What the lead is shown before choosing, and that choosing does it or says why not."""

from datetime import timedelta
from typing import Any

import pytest

from app import errors
from app.lead import whatif, whatif_floor
from app.orders.models import Order
from app.stock import moving
from app.stock.models import Location
from app.waves import dispatching, urging
from app.waves.models import Task
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop, shop
from tests.waves.walking import LONG, ON_THE_WAY, pick_next, task_of, walking

__all__ = ["shop"]


@pytest.fixture(autouse=True)
def forget() -> None:
    urging.forget()


def options(order: Order, lang: str = "en") -> dict[str, Any]:
    return {one["kind"]: one for one in whatif.read_rush(order.id, lang)["options"]}


def test_three_ways_to_send_it_stand_side_by_side(shop: Shop, clock: Clock) -> None:
    """Ann is 135.4 s from done and 12.5 s more with it; Ben's own walk of 16 m takes 40 + 13 + 42.5 s."""
    walking(shop, "Ann", *LONG)
    shop.picker("Ben")
    found = options(shop.order("A", ON_THE_WAY))
    assert [one["text"] for one in found.values()] == [
        "Joins the walk that Ann is on",
        "A walk of its own for Ben, who is free",
        "First thing after the walk that Ann is on",
    ]
    own_s = 40 + 2 * 7000 / 1230 + 6 + 2.5 + 4 + 30
    for kind, seconds in (("join", 135.4 + 12.5), ("free", own_s), ("next", 135.4 + own_s)):
        shown = builders.clock.iso(clock.now + timedelta(seconds=seconds))
        assert found[kind]["finish_at"][:19] == shown[:19], kind
    assert [one["metres"] for one in found.values()] == [0, 14, 14]


def test_what_moves_for_it_is_told(shop: Shop, clock: Clock) -> None:
    """Ben would have begun the promotion that waits; with the urgent order it comes a walk later."""
    shop.picker("Ben")
    waits = shop.order("B", 25)
    urgent = shop.order("C", ON_THE_WAY)
    found = options(urgent)["free"]
    assert [one["order_no"] for one in found["moved"]] == [waits.order_no]
    assert found["tiers"] == [
        {"tier": "B", "before": {"kept": 1, "missed": 0}, "after": {"kept": 1, "missed": 0}},
        {"tier": "C", "before": {"kept": 1, "missed": 0}, "after": {"kept": 1, "missed": 0}},
    ]


def test_a_promise_that_breaks_is_told_first(shop: Shop, clock: Clock) -> None:
    shop.picker("Ben")
    shop.order("B", 1, 2, 3)
    tight = shop.order("B", 35, start_by_at=clock.now - timedelta(seconds=60))
    found = options(shop.order("C", 36))["free"]
    assert (found["moved"][0]["order_no"], found["moved"][0]["turn"]) == (tight.order_no, 1)
    counted = next(one for one in found["tiers"] if one["tier"] == "B")
    assert (counted["before"]["missed"], counted["after"]["missed"]) == (0, 1)


def test_a_way_that_is_not_open_says_why(shop: Shop, clock: Clock) -> None:
    found = options(shop.order("A", 1))
    assert [one["why_not"] for one in found.values()] == [
        "Nobody is on a walk now",
        "No picker is free now",
        "Nobody is on a walk now",
    ]
    walking(shop, "Ann", *range(5), done=1)
    far = Order.select().where(Order.state == "ready").first() or shop.order("A", 15)
    chinese = options(far, "zh-CN")["join"]
    assert chinese["why_not"].startswith("在途的都加不了：") and chinese["op"] is None


def choose(lead: Any, option: dict[str, Any]) -> dict[str, Any]:
    return builders.send(lead, option["op"]["kind"], **option["op"]["body"])


def test_choosing_to_join_does_it(shop: Shop, clock: Clock) -> None:
    ann, lead = walking(shop, "Ann", *LONG), shop.lead()
    urgent = shop.order("B", ON_THE_WAY)
    assert choose(lead, options(urgent)["join"])["ok"]
    assert urgent.id in [place.order_id for place in task_of(ann).orders]


def test_choosing_a_free_picker_does_it(shop: Shop, clock: Clock) -> None:
    ben, lead = shop.picker("Ben"), shop.lead()
    shop.order("A", 1)
    rush = shop.order("C", ON_THE_WAY)
    assert choose(lead, options(rush)["free"])["ok"]
    assert [place.order_id for place in task_of(ben).orders] == [rush.id]


def test_choosing_the_next_walk_puts_it_first(shop: Shop, clock: Clock) -> None:
    ann, lead = walking(shop, "Ann", 0, 1, done=1), shop.lead()
    shop.order("A", 12)
    rush = shop.order("C", 35)
    assert choose(lead, options(rush)["next"])["ok"]
    pick_next(ann)
    builders.make_station()
    builders.send(ann, "task.unload", task_id=task_of(ann).id, station="ST-1")
    dispatching.dispatch_idle()
    assert [place.order_id for place in task_of(ann).orders] == [rush.id]


@pytest.mark.parametrize("kind", ["join", "free", "next"])
def test_a_choice_from_an_old_floor_is_stale_and_says_so(shop: Shop, clock: Clock, kind: str) -> None:
    walking(shop, "Ann", *LONG)
    shop.picker("Ben")
    lead, rush = shop.lead(), shop.order("B", ON_THE_WAY)
    option = options(rush)[kind]
    option["op"]["body"]["shown_at"] = builders.clock.iso(clock.now)  # long before anybody could be done
    answer = choose(lead, option)
    assert (answer["ok"], answer["code"]) == (False, "stale")
    assert answer["message"].endswith("look at the choices again")
    assert Order.get_by_id(rush.id).state == "ready"


def test_a_picker_who_took_something_else_is_stale(shop: Shop, clock: Clock) -> None:
    ben, lead = shop.picker("Ben"), shop.lead()
    rush = shop.order("C", ON_THE_WAY)
    option = options(rush)["free"]
    shop.order("A", 1)
    dispatching.dispatch_idle()
    answer = choose(lead, option)
    assert answer["message"] == "Ben has just taken another task; look at the choices again"
    assert rush.id not in [place.order_id for place in task_of(ben).orders]


def test_an_order_that_waits_no_longer_is_refused(shop: Shop, clock: Clock) -> None:
    shop.picker("Ben")
    order = shop.order("A", 1)
    dispatching.dispatch_idle()
    with pytest.raises(errors.Refused, match="is not waiting to be picked"):
        whatif.read_rush(order.id, "en")


def test_looking_changes_nothing(shop: Shop, clock: Clock) -> None:
    walking(shop, "Ann", *LONG)
    order = shop.order("A", ON_THE_WAY)
    before = [(task.id, task.state, task.route_mm) for task in Task.select()]
    whatif.read_rush(order.id, "en")
    whatif_floor.read_crew(2, "18:00", "en")
    whatif_floor.read_aisle(1, "en")
    assert before == [(task.id, task.state, task.route_mm) for task in Task.select()]
    assert Order.get_by_id(order.id).state == "ready"


def test_two_more_pickers_keep_promises_that_one_misses(shop: Shop, clock: Clock) -> None:
    """Eight walks of 86 to 97 s, 731 in all, due in 600: one picker keeps six; two more from 300 on, all."""
    shop.picker("Ann")
    for number in range(8):
        shop.order("A", number, start_by_at=clock.now + timedelta(seconds=600 - 194))
    told = whatif_floor.read_crew(2, "18:00", "en")
    [tier] = told["tiers"]
    assert (tier["before"]["kept"], tier["after"]["kept"]) == (6, 8)
    assert any("begin after 5 min and take only walks that end by 18:00" in line for line in told["assumed"])


def test_who_comes_until_a_time_begins_nothing_that_ends_after_it(shop: Shop, clock: Clock) -> None:
    """It is nine; with nobody there, somebody until 09:06 can do nothing, until 09:07 one walk of 86 s."""
    for number in range(2):
        shop.order("A", number)
    kept = {
        until: whatif_floor.read_crew(1, until, "en")["tiers"][0]["after"]["kept"]
        for until in ("09:06", "09:07", "18:00")
    }
    assert kept == {"09:06": 0, "09:07": 1, "18:00": 2}


def test_a_closed_aisle_sends_stops_elsewhere_or_lets_orders_wait(shop: Shop, clock: Clock) -> None:
    """SKU 15 (aisle 2) lies in aisle 4, too; SKU 16 does not."""
    shop.picker("Ann")
    both, alone = shop.order("A", 15), shop.order("A", 16)
    other = Location.get(Location.code == "A04-02-1")
    moving.load(other.id, shop.skus[15].id, 9)
    told = whatif_floor.read_aisle(2, "en")
    assert (told["waits"], told["moved_stops"]) == (1, 1)
    assert told["tiers"] == [
        {"tier": "A", "before": {"kept": 2, "missed": 0}, "after": {"kept": 1, "missed": 1}}
    ]
    assert {one["order_no"]: one["turn"] for one in told["moved"]}[alone.order_no] == 1
    assert both.order_no  # 2 x (4 + 7) and 2 x (4 + 8) metres before, 2 x (12 + 3) after
    assert told["metres"] == {"before": 46, "after": 30}


@pytest.mark.parametrize("bad", ["25:00", "noon", "9"])
def test_a_time_that_is_none_is_refused(shop: Shop, bad: str) -> None:
    with pytest.raises(errors.Invalid):
        whatif_floor.read_crew(1, bad, "en")


def test_an_order_let_go_on_into_a_closed_aisle_stops_no_reckoning(shop: Shop, clock: Clock) -> None:
    lead, orders = shop.lead(), [shop.order("C", 15), shop.order("C", 16)]
    builders.send(lead, "aisle.close", aisle=2)
    for order in orders:
        assert builders.send(lead, "order.unhold", order_id=order.id)["ok"]
    shop.picker("Ann")
    assert whatif_floor.read_crew(1, "18:00", "en")["metres"]["before"] > 0


def test_an_aisle_that_is_not_there_is_refused(shop: Shop) -> None:
    with pytest.raises(errors.Invalid, match="There is no aisle 99"):
        whatif_floor.read_aisle(99, "en")
