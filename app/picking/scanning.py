"""What a picker's scan does at a stop: location, item, and taking the last one back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from app import clock, push
from app.db import transaction
from app.errors import NotFound, Refused, Stale
from app.lives import move
from app.ops.verbs import Op, Said
from app.orders.counting import count_picked
from app.people.models import Interrupt
from app.picking import exceptions
from app.picking.matching import same
from app.picking.reading import BARCODES, PICK
from app.stock import moving
from app.stock.models import Sku
from app.timeline.recording import record
from app.waves.models import Pick
from app.waves.states import PICK as PICK_LIFE
from app.words import Words


@dataclass
class AtStop:
    """A pick with what its scans are checked against, as it was read. `state` follows what we do to it."""

    id: int
    task_id: int
    order_id: int
    line_id: int
    reservation_id: int
    sku_id: int
    location_id: int
    qty: int
    done_qty: int
    slot: int
    state: str
    location_ok: bool
    location_code: str
    sku_code: str
    sku_name: str
    task_state: str
    operator_id: int | None
    from_operator_id: int | None


def get_pick(pick_id: int) -> AtStop:
    found = PICK.first(pick_id=pick_id)
    if found is None:
        raise NotFound("pick.unknown")
    return AtStop(*found)


def get_own_pick(pick_id: int, by: int) -> AtStop:
    pick = get_pick(pick_id)
    if not is_walking(pick, by):
        raise Refused("task.not_yours")
    return pick


def is_walking(pick: AtStop, operator_id: int) -> bool:
    return pick.operator_id == operator_id and pick.task_state == "started"


def move_pick(pick: AtStop, action: str, **also: Any) -> None:
    """`lives.move` for a pick read with its surroundings."""
    row = Pick(id=pick.id, state=pick.state)
    move(row, PICK_LIFE, action, **also)
    pick.state = row.state
    pick.done_qty = also.get("done_qty", pick.done_qty)


def barcodes_of(sku_id: int) -> list[str]:
    """The barcodes on this SKU's items."""
    return [row.code for row in BARCODES.list(sku_id=sku_id)]


def codes_of(sku: Sku) -> list[str]:
    """Every code that means this SKU on an item."""
    return [*barcodes_of(sku.id), sku.code]


def scan(op: Op, pick_id: int, barcode: str, qty: int) -> Said:
    """Confirm `qty` units of a pick by an item barcode."""
    with transaction():
        pick = get_pick(pick_id)
        mine = is_walking(pick, op.by)
        if not mine and not was_mine_then(op, pick):
            raise Refused("task.not_yours")
        if not same(barcode, [*barcodes_of(pick.sku_id), pick.sku_code]):
            raise Refused("pick.wrong_item", expected=pick.sku_name or pick.sku_code, sku=pick.sku_code)
        if not mine:
            return late(op, pick, qty)
        if pick.state != "open":
            raise Refused("pick.already_done")
        take(pick, qty, op.by)
    return Said()


def take(pick: AtStop, qty: int, by: int) -> None:
    """Units leave the shelf for the tote: stock, line and pick move together."""
    if pick.done_qty + qty > pick.qty:
        raise Refused("pick.too_many", left=pick.qty - pick.done_qty)
    moving.take(pick.reservation_id, qty, pick.id, by)
    count_picked(pick.line_id, qty)
    if pick.done_qty + qty == pick.qty:
        move_pick(pick, "pick", done_qty=pick.qty, moved_at=clock.now())
        told = {"qty": pick.qty}
        record("pick:picked", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by, data=told)
    else:
        count(pick, pick.done_qty + qty)
    push.announce("task", pick.task_id, "lead")


def count(pick: AtStop, done_qty: int) -> None:
    """Some units of a pick are done; Stale when somebody else counted meanwhile."""
    seen = (Pick.id == pick.id) & (Pick.state == "open") & (Pick.done_qty == pick.done_qty)
    if not Pick.update(done_qty=done_qty, moved_at=clock.now()).where(seen).execute():
        raise Stale("life.stale", thing="pick", id=pick.id)
    pick.done_qty = done_qty


def was_mine_then(op: Op, pick: AtStop) -> bool:
    """Did this happen on the floor before the task was taken over? The device's clock says so."""
    if pick.from_operator_id != op.by or op.claimed_at is None:
        return False
    return op.claimed_at < _taken_at(pick.task_id, op.by)


def _taken_at(task_id: int, operator_id: int) -> datetime:
    mine = Interrupt.select(fn.MAX(Interrupt.at)).where(
        Interrupt.task_id == task_id, Interrupt.operator == operator_id, Interrupt.kind == "taken"
    )
    at: datetime | None = mine.scalar()
    return at or clock.now()


def late(op: Op, pick: AtStop, qty: int) -> Said:
    """A unit was picked on a walk that is no longer this picker's: the fact is kept, the lead sees it."""
    if pick.state == "open" and pick.done_qty + qty <= pick.qty:
        take(pick, qty, op.by)
        text = Words("exception.late_scan", {"name": op.operator.name, "sku": pick.sku_code, "qty": qty})
    else:
        text = Words("exception.double_pick", {"name": op.operator.name, "sku": pick.sku_code, "qty": qty})
    exceptions.open_exception("late-scan", text, pick.order_id, pick.task_id, op.by)
    return Said(attention=Words("pick.late_kept"))


def scan_location(pick_id: int, barcode: str, by: int) -> None:
    """The picker stands where the card says."""
    with transaction():
        pick = get_own_pick(pick_id, by)
        if not same(barcode, [pick.location_code]):
            raise Refused("pick.wrong_location", expected=pick.location_code)
        if not pick.location_ok:
            Pick.update(location_ok=True).where(Pick.id == pick.id).execute()
            record("pick:location_checked", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)


def skip(pick_id: int, by: int) -> None:
    """Later: the stop moves to the end of the walk and stays open."""
    with transaction():
        pick = get_own_pick(pick_id, by)
        last = Pick.select(fn.MAX(Pick.seq)).where(Pick.task == pick.task_id).scalar()
        move_pick(pick, "skip", seq=last + 1)
        record("pick:skipped", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)


def undo(pick_id: int, by: int) -> None:
    """Back on the shelf: everything that was scanned for this stop."""
    with transaction():
        pick = get_own_pick(pick_id, by)
        if not pick.done_qty:
            raise Refused("pick.nothing_to_undo")
        moving.put_back(pick.reservation_id, pick.done_qty, pick.id, by)
        count_picked(pick.line_id, -pick.done_qty)
        if pick.state == "picked":
            move_pick(pick, "undo", done_qty=0)
            record("pick:undone", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)
        else:
            count(pick, 0)
        push.announce("task", pick.task_id, "lead")
