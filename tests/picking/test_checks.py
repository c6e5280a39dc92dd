"""`wavecard check` holds on an honest floor and names what somebody broke behind its back."""

from typing import Any

import pytest

from app.orders.models import OrderLine
from app.stock.models import LedgerRow
from app.timeline.models import Entry
from app.waves import checks
from app.waves.models import Pick, Task
from tests.picking.conftest import Walk


def test_an_honest_floor_has_no_problems(walk: Walk) -> None:
    walk.scan(qty=2)
    card = walk.scan(qty=1)["card"]
    walk.send("pick.undo", pick_id=card["pick_id"])
    walk.send("pick.short", pick_id=card["pick_id"], found=1)
    assert checks.list_problems() == []
    walk.scan(qty=2)
    walk.send("task.unload", task_id=walk.task.id, station="ST-1")
    assert checks.list_problems() == []


BROKEN: list[tuple[Any, str]] = [
    (Pick.update(done_qty=0).where(Pick.state == "picked"), "the ledger 2"),
    (OrderLine.update(picked_qty=1).where(OrderLine.picked_qty == 2), "order line"),
    (LedgerRow.delete().where(LedgerRow.reason == "picked"), "the ledger 0"),
    (Pick.update(state="short").where(Pick.state == "picked"), "the timeline tells it otherwise"),
    (Entry.delete().where(Entry.what == "pick:picked"), "the timeline tells it otherwise"),
    (Task.update(operator=None), "nobody has it"),
    (Entry.delete().where(Entry.what == "task:offered"), "the timeline tells it otherwise"),
]


@pytest.mark.parametrize(("query", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_what_is_broken_is_named(walk: Walk, query: Any, told: str, request: pytest.FixtureRequest) -> None:
    walk.scan(qty=2)
    before = list(LedgerRow.select().dicts())
    query.clone().execute()
    assert any(told in problem for problem in checks.list_problems())
    if LedgerRow.select().count() < len(before):
        LedgerRow.insert_many([row for row in before if row["reason"] == "picked"]).execute()
