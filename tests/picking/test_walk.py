import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from peewee import OperationalError

from app import clock
from app.ops.performing import perform
from app.orders import checks as order_checks
from app.orders.models import Order, OrderLine
from app.picking import cancelling
from app.picking.models import FloorException, Tote
from app.stock import checks as stock_checks
from app.stock import moving
from app.stock.marking import Marks, mark_floor
from app.stock.models import Balance, LedgerRow, Sku
from app.timeline.models import Entry
from app.waves import assigning, checks, dispatching
from app.waves.models import Pick, Task
from tests import builders
from tests.picking.conftest import Walk, start_walk
from tests.waves.conftest import Shop


def test_the_whole_walk_from_the_first_tote_to_the_station(walk: Walk) -> None:
    for done in (1, 2):
        assert walk.scan(qty=2)["card"]["progress"] == {"done": done, "of": 3}
    assert walk.scan(qty=2)["screen"] == "unload"
    assert walk.send("task.unload", task_id=walk.task.id, station="ST-1")["screen"] == "idle"
    assert Task.get_by_id(walk.task.id).state == "done"
    assert Order.get_by_id(walk.order.id).state == "picked"
    tote = Tote.get(Tote.code == "T-0001")
    assert (tote.order_id, tote.task_id, tote.station_id) == (walk.order.id, None, 1)
    assert [line.picked_qty for line in OrderLine.select()] == [2, 2, 2]
    assert sum(row.qty for row in LedgerRow.select().where(LedgerRow.reason == "picked")) == -6


def test_where_the_floor_says_so_the_location_is_scanned_before_the_item(walk: Walk) -> None:
    mark_floor(Marks(check=frozenset({1})))
    card = walk.screen()["card"]
    assert (card["check_location"], card["location_ok"]) == (True, False)
    wrong = walk.send("location.scan", pick_id=card["pick_id"], barcode="A04-01-1")
    assert (wrong["code"], wrong["details"]["expected"]) == ("refused", card["location"])
    right = walk.send("location.scan", pick_id=card["pick_id"], barcode=card["location"].lower())
    assert right["card"]["location_ok"] is True


def test_one_scan_counts_one_unit_and_the_card_counts_along(walk: Walk) -> None:
    answer = walk.scan()
    assert (answer["screen"], answer["card"]["done_qty"], answer["card"]["qty"]) == ("pick", 1, 2)
    assert Entry.select().where(Entry.what == "pick:picked").count() == 0
    walk.scan()
    assert Entry.select().where(Entry.what == "pick:picked").count() == 1


def test_a_repeated_scan_changes_nothing_and_gets_the_same_answer(walk: Walk) -> None:
    card = walk.screen()["card"]
    body = {"pick_id": card["pick_id"], "barcode": card["barcodes"][0]}
    first = builders.send(walk.ann, "pick.scan", op_id="op-repeated", **body)
    again = builders.send(walk.ann, "pick.scan", op_id="op-repeated", **body)
    assert again.pop("repeated") is True
    assert again == first
    assert LedgerRow.select().where(LedgerRow.reason == "picked").count() == 1


def test_the_same_operation_number_with_another_body_is_refused(walk: Walk) -> None:
    card = walk.screen()["card"]
    builders.send(walk.ann, "pick.skip", op_id="op-repeated", pick_id=card["pick_id"])
    answer = builders.send(walk.ann, "pick.skip", op_id="op-repeated", pick_id=card["pick_id"] + 1)
    assert answer["code"] == "refused"


@pytest.mark.parametrize("barcode", ["6900000000", "S00", "T-0001", "A01-01-1"])
def test_a_wrong_item_is_refused_by_name_and_leaves_no_trace(walk: Walk, barcode: str) -> None:
    answer = walk.scan(barcode=barcode)
    assert (answer["code"], answer["details"]["sku"]) == ("refused", "S01")
    assert LedgerRow.select().where(LedgerRow.reason == "picked").count() == 0


def test_more_than_the_card_asks_for_is_refused(walk: Walk) -> None:
    assert walk.scan(qty=3)["code"] == "refused"
    assert walk.scan(qty=2)["ok"]


def test_undo_puts_the_stop_back_on_the_shelf(walk: Walk) -> None:
    before = walk.screen()["card"]["pick_id"]
    undo = walk.scan(qty=2)["card"]["undo"]
    assert undo["pick_id"] == before
    assert walk.send("pick.undo", pick_id=before)["card"]["pick_id"] == before
    assert [line.picked_qty for line in OrderLine.select()] == [0, 0, 0]
    assert sum(row.qty for row in LedgerRow.select().where(LedgerRow.pick_id == before)) == 0


def test_a_skipped_stop_comes_last(walk: Walk) -> None:
    first = walk.screen()["card"]["pick_id"]
    assert walk.send("pick.skip", pick_id=first)["card"]["pick_id"] != first
    walk.scan(qty=2)
    assert walk.scan(qty=2)["card"]["pick_id"] == first


def test_a_short_pick_goes_on_elsewhere_when_there_is_more(walk: Walk) -> None:
    pick = walk.picks()[0]
    other = Balance.select().where(Balance.sku != pick.sku_id).first().location_id
    moving.load(other, pick.sku_id, 5)
    answer = walk.send("pick.short", pick_id=pick.id, found=1)
    assert answer["message"].startswith("Noted. The rest is at ")
    more = walk.picks()[-1]
    assert (more.sku_id, more.qty, more.location_id) == (pick.sku_id, 1, other)
    assert answer["card"]["progress"] == {"done": 1, "of": 4}


def test_a_short_pick_leaves_the_orders_other_tote_its_units(shop: Shop) -> None:
    """Six of a SKU in totes of four and two, from one reservation."""
    sku = shop.skus[0]
    Sku.update(volume_ml=10_000).where(Sku.id == sku.id).execute()
    walk = start_walk(shop, 0, qty=6)
    walk.send("tote.scan", task_id=walk.task.id, slot=2, barcode="T-0002")
    first, second = walk.picks()
    assert (first.qty, second.qty, first.reservation_id) == (4, 2, second.reservation_id)
    other = Balance.select().where(Balance.sku != sku.id).first().location_id
    moving.load(other, sku.id, 10)
    assert walk.send("pick.short", pick_id=first.id, found=0)["ok"]
    assert walk.scan(qty=2)["ok"]
    assert Pick.get_by_id(second.id).state == "picked"
    assert walk.scan(qty=4)["screen"] == "unload"
    assert OrderLine.get().picked_qty == 6
    assert [*stock_checks.list_problems(), *order_checks.list_problems()] == []


def test_a_short_pick_with_nothing_elsewhere_is_noted_for_the_lead(walk: Walk) -> None:
    pick = walk.picks()[0]
    assert walk.send("pick.short", pick_id=pick.id, found=1)["screen"] == "pick"
    line = OrderLine.get_by_id(pick.line_id)
    assert (line.picked_qty, line.short_qty) == (1, 1)
    assert FloorException.get().kind == "short"
    assert Pick.get_by_id(pick.id).state == "short"


def test_a_tote_that_carries_another_order_is_refused(walk: Walk) -> None:
    Tote.update(order_id=999).where(Tote.code == "T-0002").execute()
    walk.shop.order("A", 20)
    ben = walk.shop.picker("Ben")
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == ben.operator_id)
    builders.send(ben, "task.start", task_id=task.id)
    for code in ("T-0001", "T-0002", "T-9999"):
        assert not builders.send(ben, "tote.scan", task_id=task.id, slot=1, barcode=code)["ok"]
    assert builders.send(ben, "tote.scan", task_id=task.id, slot=1, barcode="t-0003")["screen"] == "pick"


def test_a_walk_cannot_be_unloaded_while_a_stop_is_open(walk: Walk) -> None:
    assert walk.send("task.unload", task_id=walk.task.id, station="ST-1")["code"] == "refused"
    assert Task.get_by_id(walk.task.id).state == "started"


def from_outbox(walk: Walk, kind: str, minutes_ago: float = 0, **body: Any) -> dict[str, Any]:
    """An operation that the device saved while it was offline."""
    at = clock.iso(clock.now() - timedelta(minutes=minutes_ago))
    raw = {"op_id": f"op-outbox-{kind}", "kind": kind, "by": walk.ann.token, "at": at, "body": body}
    return perform(raw, walk.ann.device_id)


@pytest.mark.parametrize("minutes_ago", [5, 0])
def test_what_was_scanned_offline_is_kept_as_long_as_nobody_knew(walk: Walk, minutes_ago: int) -> None:
    pick = walk.picks()[0]
    assigning.take_back(walk.task.id, by=walk.ann.operator_id)
    answer = from_outbox(walk, "pick.scan", minutes_ago, pick_id=pick.id, barcode=pick.sku.code, qty=2)
    assert answer["ok"] and answer["attention"]
    assert Pick.get_by_id(pick.id).state == "picked"
    assert FloorException.get().kind == "late-scan"


def test_a_scan_after_the_picker_saw_the_task_taken_is_refused(walk: Walk) -> None:
    pick = walk.picks()[0]
    assigning.take_back(walk.task.id, by=walk.ann.operator_id)
    walk.send("interrupt.seen", interrupt_id=walk.screen()["card"]["interrupt_id"])
    time.sleep(0.01)
    answer = from_outbox(walk, "pick.scan", pick_id=pick.id, barcode=pick.sku.code)
    assert answer["code"] == "refused"


def test_a_unit_scanned_for_an_order_cancelled_meanwhile_is_told_to_the_lead(walk: Walk) -> None:
    pick = walk.picks()[0]
    cancelling.cancel(walk.order.id, "customer", walk.ann.operator_id)
    answer = from_outbox(walk, "pick.scan", pick_id=pick.id, barcode=pick.sku.code)
    assert answer["ok"] and answer["attention"]
    assert FloorException.get().text["key"] == "exception.double_pick"


def test_the_totes_of_a_cancelled_order_travel_again_at_once_when_empty(walk: Walk) -> None:
    cancelling.cancel(walk.order.id, "customer", walk.ann.operator_id)
    assert Tote.get(Tote.code == "T-0001").order_id is None


def test_what_was_picked_for_a_cancelled_order_goes_back_when_the_lead_says_so(walk: Walk) -> None:
    walk.scan(qty=2)
    lead = walk.shop.lead()
    builders.send(lead, "order.cancel", order_id=walk.order.id)
    assert Tote.get(Tote.code == "T-0001").order_id == walk.order.id
    told = FloorException.get(FloorException.kind == "put-back")
    assert builders.send(lead, "exception.resolve", exception_id=told.id)["ok"]
    assert Tote.get(Tote.code == "T-0001").order_id is None
    assert sum(row.qty for row in LedgerRow.select().where(LedgerRow.pick_id.is_null(False))) == 0
    assert checks.list_problems() == []


def test_undoing_a_stop_of_a_cancelled_order_ends_it(walk: Walk) -> None:
    card = walk.scan(qty=2)["card"]
    builders.send(walk.shop.lead(), "order.cancel", order_id=walk.order.id)
    walk.send("interrupt.seen", interrupt_id=walk.screen()["card"]["interrupt_id"])
    assert walk.send("pick.undo", pick_id=card["undo"]["pick_id"])["ok"]
    assert Pick.get_by_id(card["undo"]["pick_id"]).state == "cancelled"
    assert checks.list_problems() == []


def test_an_order_of_which_nothing_is_found_is_the_leads(walk: Walk) -> None:
    for pick in walk.picks():
        walk.send("pick.short", pick_id=pick.id, found=0)
    walk.send("task.unload", task_id=walk.task.id, station="ST-1")
    assert FloorException.select().where(FloorException.kind == "nothing-picked").count() == 1
    assert Tote.get(Tote.code == "T-0001").order_id is None


def test_the_same_operation_sent_twice_at_once_is_done_once(walk: Walk) -> None:
    pick = walk.picks()[0]
    body = {"pick_id": pick.id, "barcode": pick.sku.code, "qty": 2}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: from_outbox(walk, "pick.scan", **body), range(2)))
    assert [answer["ok"] for answer in answers] == [True, True]
    assert answers[0]["card"] == answers[1]["card"]
    assert LedgerRow.select().where(LedgerRow.pick_id == pick.id).count() == 1


def test_a_busy_database_is_no_refusal(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any) -> None:
        raise OperationalError("database is locked")

    pick = walk.picks()[0]
    monkeypatch.setattr("app.picking.scanning.get_pick", locked)
    answer = from_outbox(walk, "pick.scan", pick_id=pick.id, barcode=pick.sku.code)
    assert answer["code"] == "unavailable"
    monkeypatch.undo()
    assert from_outbox(walk, "pick.scan", pick_id=pick.id, barcode=pick.sku.code)["ok"]


def test_a_call_for_help_reaches_the_lead(walk: Walk, pushed: list) -> None:
    assert walk.send("help.call", reason="ladder")["ok"]
    assert FloorException.get().kind == "help"
    assert any(room == "lead" for room, _ in pushed)


@pytest.mark.parametrize(("empty", "opened"), [(False, 0), (True, 1)])
def test_a_shelf_that_is_not_as_booked_is_counted(walk: Walk, empty: bool, opened: int) -> None:
    shelf = walk.picks()[0].location_id
    assert walk.send("location.empty", location_id=shelf, empty=empty)["ok"]
    assert FloorException.select().count() == opened


def test_a_call_for_help_says_where(walk: Walk) -> None:
    walk.send("help.call", reason="ladder")
    assert FloorException.get().place == walk.screen()["card"]["location"]


def test_the_last_stop_can_be_taken_back_before_the_totes_are_set_down(walk: Walk) -> None:
    for _ in range(3):
        shown = walk.scan(qty=2)
    assert shown["screen"] == "unload"
    answer = walk.send("pick.undo", pick_id=shown["card"]["undo"]["pick_id"])
    assert (answer["screen"], answer["card"]["done_qty"]) == ("pick", 0)


def test_an_offer_counts_what_is_left_of_a_walk_that_somebody_began(walk: Walk) -> None:
    walk.scan(qty=2)
    walk.scan(qty=1)
    assigning.take_back(walk.task.id, by=walk.ann.operator_id)
    ben = walk.shop.picker("Ben")
    dispatching.dispatch_idle()
    card = builders.send(ben, "lang.choose", lang="en")["card"]
    assert (card["stops"], card["units"]) == (2, 3)
