from datetime import timedelta
from typing import Any

from app.lead.board import read_board
from app.orders.models import Order
from app.picking.models import FloorException
from app.printing.models import Printer
from app.waves.queue import list_next
from app.words import Words
from tests.conftest import Clock
from tests.lead.floor import Floor


def tier(board: dict[str, Any], code: str) -> dict[str, Any]:
    return next(found for found in board["tiers"] if found["tier"] == code)


def numbers(board: dict[str, Any], code: str) -> list[str]:
    return [order["order_no"] for order in tier(board, code)["orders"]]


def test_the_queue_is_shown_in_the_order_in_which_it_is_given_out(floor: Floor, clock: Clock) -> None:
    for hours in (9, 3, 30, 0.5, 72):
        for code in "ABC":
            floor.order(code, in_hours=hours, paid_at=clock.now - timedelta(hours=hours))
    floor.order("C", in_hours=90, pinned_at=clock.now)
    board = read_board("en")
    for code in "ABC":
        given_out = [one.order.order_no for one in list_next(limit=50) if one.order.tier == code]
        assert numbers(board, code) == given_out
    assert tier(board, "C")["orders"][0]["pinned"]


def test_the_first_fifty_are_shown_and_all_are_counted(floor: Floor) -> None:
    for _ in range(53):
        floor.order("B")
    shown = tier(read_board("en"), "B")
    assert (shown["waiting"], len(shown["orders"])) == (53, 50)


def test_a_held_order_is_shown_with_its_reason_behind_those_that_go(floor: Floor) -> None:
    held, free = floor.order("A", in_hours=1), floor.order("A", in_hours=9)
    floor.held(held, Words("order.held_because", {"reason": "fraud?"}))
    shown = tier(read_board("en"), "A")
    assert [order["order_no"] for order in shown["orders"]] == [free.order_no, held.order_no]
    assert "fraud?" in shown["orders"][1]["held"]["why"]
    assert shown["orders"][0]["held"] is None
    assert (shown["waiting"], shown["held"]) == (1, 1)


def test_late_and_pressing_orders_are_told_apart(floor: Floor) -> None:
    for hours in (-1, 0.5, 5):  # promise broken; should have started half an hour ago; in time
        floor.order("A", in_hours=hours)
    shown = tier(read_board("en"), "A")
    assert (shown["waiting"], shown["late"], shown["pressing"]) == (3, 1, 1)


def test_a_walk_says_who_has_it_how_far_it_is_and_where_it_goes_next(floor: Floor) -> None:
    ann = floor.person("Ann")
    floor.signed_in(ann)
    order = floor.order("A")
    task = floor.task(order, operator=ann)
    for seq, (shelf, state) in enumerate(
        [("A01-01-1", "picked"), ("A02-05-1", "open"), ("A09-01-2", "open")]
    ):
        floor.pick(task, order, floor.sku(f"S{seq}", shelf), seq, state)
    floor.pick(task, order, floor.sku("S9", "A10-01-1"), 9, "cancelled")
    board = read_board("en")
    (shown,) = board["tasks"]
    assert shown["progress"] == {"done": 1, "of": 3}
    assert shown["location"] == "A02-05-1"
    assert (shown["operator_id"], shown["order_nos"]) == (ann.id, [order.order_no])
    (person,) = board["people"]
    assert (person["name"], person["online"], person["task_id"]) == ("Ann", True, task.id)


def test_a_walk_does_not_count_an_order_that_was_cancelled_on_the_way(floor: Floor) -> None:
    first, second = floor.order(), floor.order()
    floor.task(first, second, operator=floor.person("Ann"))
    Order.update(state="cancelled").where(Order.id == first.id).execute()
    (shown,) = read_board("en")["tasks"]
    assert (shown["order_nos"], shown["order_ids"]) == ([second.order_no], [second.id])
    assert not shown["cancelled"]
    Order.update(state="cancelled").execute()
    (shown,) = read_board("en")["tasks"]
    assert shown["cancelled"], "and what lies in its totes is still known by its orders"
    assert shown["order_ids"] == [first.id, second.id]


def test_finished_walks_leave_the_board(floor: Floor) -> None:
    floor.task(floor.order(), operator=floor.person("Ann"), state="done")
    assert read_board("en")["tasks"] == []


def test_a_handheld_that_fell_silent_is_shown_offline_and_its_walk_raises_an_alert(
    floor: Floor, clock: Clock
) -> None:
    ann = floor.person("Ann")
    floor.signed_in(ann)
    floor.task(floor.order(), operator=ann)
    assert read_board("en")["alerts"] == []
    clock.advance(minutes=2)
    board = read_board("en")
    assert not board["people"][0]["online"]
    assert [alert["text"] for alert in board["alerts"]] == [
        "Ann has a task in hand, but the handheld is not connected"
    ]


def test_somebody_who_signed_out_with_a_walk_in_hand_stays_on_the_board(floor: Floor) -> None:
    ann = floor.person("Ann")
    task = floor.task(floor.order(), operator=ann)
    (person,) = read_board("en")["people"]
    assert (person["name"], person["work"], person["task_id"]) == ("Ann", "away", task.id)


def test_each_person_is_shown_once_though_an_old_sign_in_was_never_ended(floor: Floor) -> None:
    ann = floor.person("Ann", "picker", "packer")
    floor.signed_in(ann, online=False)
    newest = floor.signed_in(ann, work="packing")
    (person,) = read_board("en")["people"]
    assert (person["work"], person["device_id"]) == ("packing", newest.device_id)


def test_a_packer_is_shown_with_the_parcel_on_the_bench(floor: Floor) -> None:
    pat, order = floor.person("Pat", "packer"), floor.order("B", state="packing")
    floor.signed_in(pat, work="packing")
    floor.parcel(order, "SBX1", state="checked", packer_id=pat.id)
    (person,) = read_board("en")["people"]
    assert (person["parcel"]["order_no"], person["parcel"]["tier"]) == (order.order_no, "B")


def test_a_bench_whose_printer_cannot_print_is_a_red_alert_in_the_readers_language(floor: Floor) -> None:
    Printer.update(status="paper_out").execute()
    (alert,) = read_board("zh-CN")["alerts"]
    assert (alert["level"], alert["text"]) == ("red", "打包台 1：缺纸已 0 分钟，0 张在等")
    told = read_board("en")["alerts"][0]
    assert ("paper out since 0 min" in told["text"], told["problem"]) == (True, "paper_out")


def test_open_exceptions_are_listed_newest_first_and_counted(floor: Floor, clock: Clock) -> None:
    ann, order = floor.person("Ann"), floor.order()
    for reason in ("one", "two"):
        text = Words("order.held_because", {"reason": reason}).to_json()
        FloorException.create(kind="short", order_id=order.id, operator_id=ann.id, text=text, at=clock.now)
    FloorException.create(kind="help", text=Words("nothing").to_json(), at=clock.now, resolved_at=clock.now)
    board = read_board("en")
    assert board["exceptions_open"] == 2
    assert ["two" in found["text"] for found in board["exceptions"]] == [True, False]
    assert (board["exceptions"][0]["order_no"], board["exceptions"][0]["who"]) == (order.order_no, "Ann")


def test_an_order_without_stock_is_shown_behind_the_queue_and_says_so(floor: Floor) -> None:
    new, ready = floor.order("B", in_hours=1, state="new"), floor.order("B", in_hours=9)
    shown = tier(read_board("en"), "B")
    assert [order["order_no"] for order in shown["orders"]] == [ready.order_no, new.order_no]
    assert (shown["orders"][1]["state"], shown["orders"][1]["because"]) == (
        "new",
        "Not ready: there is not enough stock",
    )
    assert (shown["waiting"], shown["new"]) == (1, 1)
