from datetime import UTC, datetime

import pytest

from app.db import transaction
from app.errors import NotFound
from app.lead.order_life import read_order
from app.lead.sku_life import read_sku
from app.shipping.models import Readdress
from app.stock.models import Balance, LedgerRow
from app.timeline.recording import record
from app.words import Words
from tests.conftest import Clock
from tests.lead.floor import ADDRESS, Floor


def test_an_order_is_told_whole(floor: Floor, clock: Clock) -> None:
    order = floor.order("A", because=Words("rank.pinned").to_json())
    floor.line(order, floor.sku("S1"), qty=3)
    parcel = floor.parcel(order, "SBX1")
    floor.held(order, Words("order.held_because", {"reason": "fraud?"}))
    after = ADDRESS | {"street": "Elsewhere 2"}
    Readdress.create(parcel=parcel, order=order, before=ADDRESS, after=after, asked_at=clock.now)
    told = read_order(order.id, "en")
    head = told["order"]
    assert (head["order_no"], head["tier"], head["channel"]) == (order.order_no, "A", "Shop")
    assert head["because"] == "Pinned by the shift lead"
    assert head["address"]["street"] == "文三路 1 号"
    assert "fraud?" in head["blocks"][0]["why"]
    assert told["lines"][0] | {"sku_id": 0, "name": ""} == {
        "sku_id": 0, "sku": "S1", "name": "", "qty": 3, "picked_qty": 0, "short_qty": 0
    }  # fmt: skip
    (shown,) = told["parcels"]
    assert (shown["tracking_no"], shown["label"]) == ("SBX1", f"WL-{parcel.id}-1")
    assert (shown["readdress"]["state"], shown["readdress"]["changed"]) == ("asked", ["street"])


def test_an_order_that_does_not_exist_is_said_so(floor: Floor) -> None:
    with pytest.raises(NotFound):
        read_order(404, "en")


def test_the_timeline_has_the_orders_own_life_and_its_walks_but_no_other_orders(floor: Floor) -> None:
    ann = floor.person("Ann")
    mine, other = floor.order(), floor.order()
    task = floor.task(mine, other, operator=ann)
    with transaction():
        record("task:offered", task.id, task_id=task.id, by=ann.id)
        record("pick:picked", 1, order_id=mine.id, task_id=task.id, by=ann.id, data={})
        record("task:released", task.id, order_id=other.id, task_id=task.id)
        record("pick:picked", 2, order_id=other.id, task_id=task.id, by=ann.id, data={})
    told = read_order(mine.id, "en")["timeline"]
    assert [(entry["what"], entry["by"]) for entry in told] == [
        ("task:offered", "Ann"),
        ("pick:picked", "Ann"),
    ]


def test_a_sku_shows_its_shelves_and_its_last_movements(floor: Floor) -> None:
    sku, ann = floor.sku("S1", "A03-12-2", on_hand=40), floor.person("Ann")
    shelf = Balance.get(Balance.sku == sku).location
    for qty, reason in ((44, "loaded"), (-4, "picked")):
        at = datetime(2026, 11, 23, tzinfo=UTC)
        LedgerRow.create(at=at, location=shelf, sku=sku, qty=qty, reason=reason, by=ann.id)
    told = read_sku(sku.id)
    assert told["shelves"] == [{"location": "A03-12-2", "kind": "pick", "on_hand": 40, "reserved": 0}]
    assert [(row["qty"], row["reason"], row["by"]) for row in told["moves"]] == [
        (-4, "picked", "Ann"),
        (44, "loaded", "Ann"),
    ]
