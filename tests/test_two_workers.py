"""A site that outgrew one process: two workers, PostgreSQL and Redis, one floor."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import checking
from app.people import operators, pairing
from app.picking import totes
from app.stock import floor, moving, reserving
from app.stock.models import Location
from app.stock.slotting import Shape
from tests import builders
from tests.serving import Handheld, Served, serving

pytestmark = [pytest.mark.served, pytest.mark.redis, pytest.mark.timeout(240)]
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def lay_out_a_floor(orders: int) -> None:
    """One shelf of tea and `orders` urgent orders of two boxes each."""
    builders.make_site()
    floor.make_floor(Shape(aisles=1, bays=2, levels=1))
    tea = builders.make_sku("TEA", "6900000000017")
    moving.load(Location.get(Location.code == "A01-01-1").id, tea.id, 2 * orders + 1)  # no shelf gets empty
    totes.make_totes(orders)
    for _ in range(orders):
        order = builders.make_order((tea, 2), state="ready")
        line = order.lines.get()
        line.picked_qty = 0
        line.save()
        assert reserving.reserve(line.id, tea.id, 2)


@contextmanager
def handhelds(served: Served) -> Iterator[tuple[Handheld, Handheld]]:
    """A picker's and a lead's, signed in, their sockets at different workers."""
    pair = [Handheld(served, pairing.make_code()[0]) for _ in range(2)]
    for handheld, role in zip(pair, ("picker", "lead"), strict=True):
        made, pin = operators.add_operator(role.title(), [role])
        handheld.sign_in(made.badge, pin)
    try:
        taken = pair[0].connect()
        assert any(pair[1].connect() != taken for _ in range(60)), "one worker took every connection"
        yield pair[0], pair[1]
    finally:
        for handheld in pair:
            handheld.close()


def walk_to_the_shelf(picker: Handheld) -> dict[str, Any]:
    """Accept the offer, put the tote on the cart, stand at the shelf; the pick's card."""
    shown = picker.ask("/api/screen")
    until = time.monotonic() + 10
    while shown["screen"] != "offer" and time.monotonic() < until:
        picker.wait_for_poke()
        shown = picker.ask("/api/screen")
    task_id = shown["card"]["task_id"]
    assert picker.op("task.start", task_id=task_id)["screen"] == "totes"
    picker.op("tote.scan", task_id=task_id, slot=1, barcode="T-0001")
    card = picker.ask("/api/screen")["card"]
    picker.op("location.scan", pick_id=card["pick_id"], barcode=card["location"])
    return {"task_id": task_id, **card}


def wait_for_task(screen: Handheld, task_id: int) -> dict[str, Any]:
    while True:
        poke = screen.wait_for_poke()
        if "task" in poke["what"].split(",") and task_id in poke["ids"]:
            return poke


@on_postgresql
def test_one_scan_reaches_both_screens_though_their_workers_differ(
    database: str, redis_url: str, tmp_path: Path
) -> None:
    lay_out_a_floor(orders=1)
    with serving(tmp_path, "--workers=2", DATABASE_URL=database, REDIS_URL=redis_url) as served:
        assert len(served.workers()) == 2
        with handhelds(served) as (picker, lead):
            card = walk_to_the_shelf(picker)
            seen = lead.ask("/api/lead/board")["cursor"]
            answer = picker.op("pick.scan", pick_id=card["pick_id"], barcode="6900000000017", qty=2)
            assert (answer["ok"], answer["screen"]) == (True, "unload")
            while wait_for_task(lead, card["task_id"])["cursor"] <= seen:
                pass
            assert lead.ask("/api/lead/board")["tasks"][0]["progress"] == {"done": 1, "of": 1}
    assert checking.list_problems() == []
