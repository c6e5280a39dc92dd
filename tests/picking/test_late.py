"""What was done without a network: booked where it still fits, else the lead's; it never vanishes."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.ops.performing import perform
from app.orders import checks as order_checks
from app.picking.models import FloorException, Tote
from app.stock import checks as stock_checks
from app.stock.models import LedgerRow
from app.timeline.models import Entry
from app.waves import assigning
from app.waves.models import Pick, Task
from app.words import Words, say
from tests.picking.conftest import Walk


def sent(walk: Walk, what: str, minutes_ago: float, **body: Any) -> dict[str, Any]:
    at = clock.iso(clock.now() - timedelta(minutes=minutes_ago))
    raw = {"op_id": f"late-{what}-{minutes_ago}", "kind": what, "by": walk.ann.token, "at": at, "body": body}
    return perform(raw, walk.ann.device_id)


def told(walk: Walk) -> str:
    found = FloorException.select().where(FloorException.kind == "late-fact").get()
    assert found.operator_id == walk.ann.operator_id
    return say(Words.from_json(found.text), "en")


def bodies(walk: Walk) -> dict[str, dict[str, Any]]:
    """Operations that a task taken back in the meantime does not allow."""
    pick = walk.picks()[0]
    return {
        "tote.scan": {"task_id": walk.task.id, "slot": 1, "barcode": "T-0002"},
        "location.scan": {"pick_id": pick.id, "barcode": pick.location.code},
        "pick.short": {"pick_id": pick.id, "found": 1},
        "pick.damaged": {"pick_id": pick.id, "found": 1},
        "pick.undo": {"pick_id": pick.id},
        "task.unload": {"task_id": walk.task.id, "station": "ST-1"},
    }


@pytest.mark.parametrize("minutes_ago", [5, 0])
@pytest.mark.parametrize(
    "kind", ["tote.scan", "location.scan", "pick.short", "pick.damaged", "pick.undo", "task.unload"]
)
def test_a_fact_of_a_walk_taken_back_meanwhile_is_the_leads(walk: Walk, kind: str, minutes_ago: int) -> None:
    body = bodies(walk)[kind]
    assigning.take_back(walk.task.id, by=walk.ann.operator_id)
    rows = LedgerRow.select().count()
    answer = sent(walk, kind, minutes_ago, **body)
    assert answer["ok"] and "shift lead will check" in answer["attention"]
    assert "Without a network Ann" in told(walk)
    assert LedgerRow.select().count() == rows
    assert stock_checks.list_problems() == []


def test_a_short_pick_saved_offline_counts_while_the_walk_is_still_theirs(walk: Walk) -> None:
    pick = walk.picks()[0]
    assert sent(walk, "pick.short", 5, pick_id=pick.id, found=1)["ok"]
    assert Pick.get_by_id(pick.id).state == "short"


def test_a_tote_taken_by_somebody_else_meanwhile_is_told_to_the_lead_and_asked_for_again(walk: Walk) -> None:
    Tote.update(task_id=None, order_id=None, slot=None).where(Tote.code == "T-0001").execute()
    Tote.update(order_id=999).where(Tote.code == "T-0003").execute()
    answer = sent(walk, "tote.scan", 5, task_id=walk.task.id, slot=1, barcode="T-0003")
    assert answer["ok"] and answer["screen"] == "totes"
    assert "put tote T-0003 into slot 1" in told(walk)


def test_what_the_server_can_still_refuse_to_a_face_is_refused(walk: Walk) -> None:
    pick = walk.picks()[0]
    answer = sent(walk, "pick.scan", 0, pick_id=pick.id, barcode=pick.sku.code, qty=3)
    assert answer["code"] == "refused"
    assert FloorException.select().count() == 0


def test_units_scanned_too_often_offline_are_told_to_the_lead(walk: Walk) -> None:
    pick = walk.picks()[0]
    assert sent(walk, "pick.scan", 5, pick_id=pick.id, barcode=pick.sku.code, qty=3)["attention"]
    assert f"took 3 x {pick.sku.code}" in told(walk)
    assert Pick.get_by_id(pick.id).done_qty == 0


def test_a_late_fact_that_fails_halfway_leaves_nothing_but_the_exception(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first stop is taken and recorded before the refusal; none of it may stay."""
    from app.errors import Refused
    from app.picking import shortages

    def refuse(*_: Any) -> None:
        raise Refused("pick.already_done")

    monkeypatch.setattr(shortages.moving, "write_off", refuse)
    pick, before = walk.picks()[0], Entry.select().count()
    assert sent(walk, "pick.short", 5, pick_id=pick.id, found=1)["ok"]
    assert (Pick.get_by_id(pick.id).state, Pick.get_by_id(pick.id).done_qty) == ("open", 0)
    assert {entry.what for entry in Entry.select().where(Entry.id > before)} == {"exception:opened"}
    assert [*stock_checks.list_problems(), *order_checks.list_problems()] == []


def test_a_repeat_of_a_kept_fact_opens_no_second_exception(walk: Walk) -> None:
    body = bodies(walk)["task.unload"]
    for _ in range(2):
        assert sent(walk, "task.unload", 5, **body)["ok"]
    assert FloorException.select().count() == 1
    assert Task.get_by_id(walk.task.id).state == "started"


def test_what_was_not_accepted_long_after_it_was_done_can_be_handed_over_by_anyone(walk: Walk) -> None:
    said = {"kind": "pack.close", "minutes": 90, "why": "denied"}
    assert sent(walk, "fact.report", 0, **said)["ok"]
    found = FloorException.get()
    assert say(Words.from_json(found.text), "en") == (
        "What Ann's handheld saved 90 min ago was not accepted: closing a parcel (denied). Please check"
    )
