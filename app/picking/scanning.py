"""What a picker's scan does at a stop: location, item, and taking the last one back."""

from dataclasses import dataclass
from typing import Any, ClassVar

from peewee import fn

from app import clock, push
from app.db import lock_row, transaction
from app.errors import NotFound, Refused, Stale
from app.lives import move
from app.ops.verbs import Op, Said
from app.orders.counting import count_picked
from app.orders.ordering import get_order
from app.people.models import Interrupt
from app.picking import emptiness, exceptions
from app.picking.matching import same
from app.picking.reading import BARCODES, PICK
from app.stock import moving, reserving
from app.stock.models import Sku
from app.stock.sql import lock_promises
from app.timeline.models import Entry
from app.timeline.recording import record
from app.waves.models import Pick
from app.waves.states import PICK as PICK_LIFE
from app.words import Words


@dataclass
class AtStop:
    """A pick with what its scans are checked against, as it was read. `state` follows what we do to it."""

    TABLE: ClassVar = Pick
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
    """The pick as it stands; nobody else counts on it until our commit."""
    lock_row(Pick, pick_id)
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
    move(pick, PICK_LIFE, action, **also)


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
        if not mine or pick.state == "cancelled":
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
        if is_walking(pick, by):
            emptiness.ask_if_empty(pick.location_id, pick.sku_id, pick.task_id)
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
    """Could this have happened? The task was theirs once, and they had not seen it taken away."""
    if op.claimed_at is None:
        return False
    offered = (Entry.what == "task:offered") & (Entry.subject_id == pick.task_id) & (Entry.by == op.by)
    told = (Interrupt.task_id == pick.task_id) & (Interrupt.operator == op.by) & (Interrupt.kind == "taken")
    seen = Interrupt.select().where(told, Interrupt.seen_at < op.claimed_at)
    return bool(Entry.select().where(offered).exists() and not seen.exists())


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
        lock_promises()
        pick = get_own_pick(pick_id, by)
        if not pick.done_qty:
            raise Refused("pick.nothing_to_undo")
        put_back(pick, by)
        if get_order(pick.order_id).state == "cancelled":
            drop(pick, by)
        push.announce("task", pick.task_id, "lead")


def put_back(pick: AtStop, by: int) -> None:
    """What was scanned for a stop stands on its shelf again, promised as before."""
    moving.put_back(pick.reservation_id, pick.done_qty, pick.id, by)
    count_picked(pick.line_id, -pick.done_qty)
    emptiness.forget(pick.location_id, pick.task_id)
    if pick.state == "picked":
        move_pick(pick, "undo", done_qty=0)
        record("pick:undone", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)
    else:
        Pick.update(done_qty=0).where(Pick.id == pick.id).execute()
        pick.done_qty = 0


def drop(pick: AtStop, by: int) -> None:
    """Nobody wants it any more: the promise ends, an open stop is cancelled."""
    reserving.release(pick.reservation_id)
    if pick.state == "open":
        move_pick(pick, "cancel")
        record("pick:cancelled", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)
