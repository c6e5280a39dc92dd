"""All that a picker needs to walk a task without a network. Read once a walk, not once a scan."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from app import clock
from app.contracts.tiers import get_site
from app.orders.models import Order
from app.people.models import SignIn
from app.picking import emptiness, gathering, joining, totes
from app.picking.cards import other_zone, task_card, zones_of
from app.picking.reading import SLOTS, one_a_slot
from app.stock import pictures
from app.stock.models import Balance, Barcode, Location, Sku
from app.waves import dispatching
from app.waves.models import Pick


def whole_walk(sign_in: SignIn) -> dict[str, Any]:
    """`walk` for the device's storage; the customers' remarks beside it, for its memory alone."""
    task = dispatching.find_task_of(sign_in.operator_id)
    told: dict[str, Any] = {"walk": None, "remarks": {}}
    if task is not None:
        slots = SLOTS.list(task_id=task.id)
        rows = _stops(task.id)
        head = task_card(task, sign_in.operator.lang, slots)
        del head["progress"]
        told["walk"] = {
            "head": head,
            "started": task.state == "started",
            "over": False,
            "slots": joining.tell_slots(
                one_a_slot(slots), joining.list_untaken(task.id, slots), sign_in.operator.lang
            ),
            "picks": _picks(rows, zones_of(sign_in.operator_id)),
            "asked": _asked(task.id),
            **gathering.tell_unloading(task.id),
            "tote_shapes": totes.list_shapes(),
            "touched": _touched(rows),
        }
        told["remarks"] = {str(row.id): row.order.remark for row in rows if row.order.remark}
    return told | {"now": clock.iso(clock.now()), "zone": get_site().zone}


def _stops(task_id: int) -> list[Pick]:
    query = Pick.select(Pick, Location, Sku, Order.id, Order.remark, Order.blocked)
    query = query.join(Location).switch(Pick).join(Sku).switch(Pick).join(Order)
    return list(query.where(Pick.task == task_id, Pick.state != "cancelled").order_by(Pick.seq))


def _asked(task_id: int) -> list[dict[str, Any]]:
    """Shelves that this picker is asked about now: are they empty?"""
    asked = emptiness.find_asked(task_id)
    return [asked] if asked else []


def _picks(rows: list[Pick], zones: Sequence[str]) -> list[dict[str, Any]]:
    codes, empties = _barcodes({row.sku_id for row in rows}), _list_emptying(rows)
    return [
        {
            "pick_id": row.id,
            "location_id": row.location_id,
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
            "picture": pictures.url_of(row.sku.picture),
            "other_zone": other_zone(row.location.zone, zones),
            "empties": row.id in empties,
            "seq": row.seq,
            "blocked": row.order.blocked,
            "state": row.state,
        }
        for row in rows
    ]


def _list_emptying(rows: list[Pick]) -> set[int]:
    """Stops after which the books say that nothing is left on the shelf."""
    if not emptiness.is_on():
        return set()
    query = Balance.select(Balance.location, fn.SUM(Balance.on_hand))
    here = query.where(Balance.location.in_({row.location_id for row in rows})).group_by(Balance.location)
    left: dict[int, int] = {row[0]: row[1] for row in here.tuples().execute()}
    found = set()
    for row in rows:
        if row.state != "open":
            continue
        left[row.location_id] = left.get(row.location_id, 0) - (row.qty - row.done_qty)
        if left[row.location_id] == 0:
            found.add(row.id)
    return found


def _barcodes(sku_ids: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Barcode.select().where(Barcode.sku.in_(sku_ids)):
        found.setdefault(row.sku_id, []).append(row.code)
    return found


def _touched(rows: list[Pick]) -> list[int]:
    """Stops that can still be taken back, the one touched last at the end."""
    with_units = [row for row in rows if row.done_qty and row.state in ("open", "picked") and row.moved_at]
    return [row.id for row in sorted(with_units, key=lambda row: row.moved_at)]
