from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient

from app.contracts.settings import change_setting
from app.orders.models import Order
from app.picking.models import Tote
from tests import builders
from tests.picking.conftest import Walk


def ask(app: Flask, walk: Walk) -> dict[str, Any]:
    client: FlaskClient = app.test_client()
    with client.session_transaction() as session:
        session["by"] = walk.ann.token
    told = client.get("/api/walk")
    assert told.status_code == 200
    return dict(told.get_json())


def test_the_whole_walk_is_told_at_once(app: Flask, walk: Walk) -> None:
    told = ask(app, walk)["walk"]
    card = walk.screen()["card"]
    assert told["head"]["task_id"] == walk.task.id
    assert told["started"] is True
    assert [pick["pick_id"] for pick in told["picks"]] == [pick.id for pick in walk.picks()]
    first = told["picks"][0]
    for name in ("location", "sku", "barcodes", "name", "qty", "done_qty", "slot", "flags", "check_location"):
        assert first[name] == card[name], name
    assert told["slots"][0]["tote"] == "T-0001"
    assert (told["stations"], told["bring_to"]) == ([{"code": "ST-1", "name": "打包台 1"}], None)


def test_the_last_screen_names_the_bench_where_other_totes_of_the_order_stand(app: Flask, walk: Walk) -> None:
    builders.make_tote(walk.order, builders.make_station(code="ST-2"))
    wanted = {"code": "ST-2", "name": "打包台 2", "order_no": walk.order.order_no}
    assert ask(app, walk)["walk"]["bring_to"] == wanted
    while walk.screen()["screen"] == "pick":
        walk.scan(qty=walk.screen()["card"]["qty"])
    assert walk.screen()["card"]["bring_to"] == wanted


def test_a_walk_says_what_the_totes_of_this_house_look_like(app: Flask, walk: Walk) -> None:
    Tote.create(code="KÜHL-7")
    assert ask(app, walk)["walk"]["tote_shapes"] == ["KÜHL-0", "T-0000"]
    Tote.insert_many([{"code": "BOX" + "X" * n} for n in range(30)]).execute()
    assert ask(app, walk)["walk"]["tote_shapes"] is None, "they have no look of their own"


def test_a_walk_counts_to_the_truck_that_its_order_must_be_on(app: Flask, walk: Walk) -> None:
    assert walk.screen()["card"]["cutoff_at"] is None, "no trucks are named"
    change_setting("pick_ups", ["18:00", "21:00"])
    shanghai = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Shanghai"))
    Order.update(paid_at=shanghai, promised_at=shanghai.replace(hour=20, minute=30)).execute()
    cutoff = walk.screen()["card"]["cutoff_at"]
    assert cutoff == ask(app, walk)["walk"]["head"]["cutoff_at"] == "2026-11-23T10:00:00.000Z"


def test_what_was_done_is_behind_the_walk_that_is_told_next(app: Flask, walk: Walk) -> None:
    first = walk.picks()[0]
    walk.scan(qty=2)
    told = ask(app, walk)["walk"]
    assert [pick["state"] for pick in told["picks"]] == ["picked", "open", "open"]
    assert told["touched"] == [first.id]


def test_a_customers_words_are_told_apart_from_what_a_device_may_keep(app: Flask, walk: Walk) -> None:
    Order.update(remark="call 13900139000").execute()
    told = ask(app, walk)
    assert "13900139000" not in str(told["walk"])
    assert set(told["remarks"].values()) == {"call 13900139000"}


def test_nobody_without_a_task_is_told_of_one(app: Flask, walk: Walk) -> None:
    walk.ann = walk.shop.picker("Ben")
    assert ask(app, walk)["walk"] is None
