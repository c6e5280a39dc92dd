"""All that a picker needs to walk a task without a network. Read once a walk, not once a scan."""

from typing import Any

from app import clock
from app.contracts.tiers import get_site
from app.orders.models import Order
from app.people.models import SignIn
from app.picking import joining
from app.picking.cards import task_card
from app.picking.reading import SLOTS, one_a_slot
from app.printing.models import Station
from app.stock.models import Barcode, Location, Sku
from app.waves import dispatching
from app.waves.models import Pick


def whole_walk(sign_in: SignIn) -> dict[str, Any]:
    """`walk` for the device's storage; the customers' remarks beside it, for its memory alone."""
    task = dispatching.find_task_of(sign_in.operator_id)
    told: dict[str, Any] = {"walk": None, "remarks": {}}
    if task is not None:
        slots = SLOTS.list(task_id=task.id)
        rows = _stops(task.id)
        head = task_card(task, sign_in.operator.lang, [slot.order_no for slot in slots])
        del head["progress"]
        told["walk"] = {
            "head": head,
            "started": task.state == "started",
            "over": False,
            "slots": joining.tell_slots(
                one_a_slot(slots), joining.list_untaken(task.id, slots), sign_in.operator.lang
            ),
            "picks": _picks(rows),
            "stations": [{"code": s.code, "name": s.name} for s in Station.select().order_by(Station.code)],
            "touched": _touched(rows),
        }
        told["remarks"] = {str(row.id): row.order.remark for row in rows if row.order.remark}
    return told | {"now": clock.iso(clock.now()), "zone": get_site().zone}


def _stops(task_id: int) -> list[Pick]:
    query = Pick.select(Pick, Location, Sku, Order.id, Order.remark, Order.blocked)
    query = query.join(Location).switch(Pick).join(Sku).switch(Pick).join(Order)
    return list(query.where(Pick.task == task_id, Pick.state != "cancelled").order_by(Pick.seq))


def _picks(rows: list[Pick]) -> list[dict[str, Any]]:
    codes = _barcodes({row.sku_id for row in rows})
    return [
        {
            "pick_id": row.id,
            "location": row.location.code,
            "location_parts": {
                "aisle": row.location.aisle,
                "bay": row.location.bay,
                "level": row.location.level,
            },
            "check_location": row.location.check_scan,
            "location_ok": row.location_ok,
            "sku": row.sku.code,
            "barcodes": [*codes.get(row.sku_id, []), row.sku.code],
            "name": row.sku.name,
            "qty": row.qty,
            "done_qty": row.done_qty,
            "slot": row.slot,
            "flags": row.sku.flags,
            "seq": row.seq,
            "blocked": row.order.blocked,
            "state": row.state,
        }
        for row in rows
    ]


def _barcodes(sku_ids: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Barcode.select().where(Barcode.sku.in_(sku_ids)):
        found.setdefault(row.sku_id, []).append(row.code)
    return found


def _touched(rows: list[Pick]) -> list[int]:
    """Stops that can still be taken back, the one touched last at the end."""
    with_units = [row for row in rows if row.done_qty and row.state in ("open", "picked") and row.moved_at]
    return [row.id for row in sorted(with_units, key=lambda row: row.moved_at)]
