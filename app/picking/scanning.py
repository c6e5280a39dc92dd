"""What a picker's scan does at a stop: location, item, and taking the last one back."""

from datetime import datetime

from peewee import fn

from app import clock, push
from app.db import transaction
from app.errors import NotFound, Refused, Stale
from app.lives import move
from app.ops.verbs import Op, Said
from app.orders.models import OrderLine
from app.people.models import Interrupt
from app.picking import exceptions
from app.picking.matching import same
from app.stock import moving
from app.stock.models import Barcode, Location, Sku
from app.timeline.recording import record
from app.waves.models import Pick, Task
from app.waves.states import PICK
from app.words import Words


def get_pick(pick_id: int) -> Pick:
    """A pick with its task, location and SKU."""
    query = (
        Pick.select(Pick, Task, Location, Sku).join(Task).switch(Pick).join(Location).switch(Pick).join(Sku)
    )
    found = query.where(Pick.id == pick_id).first()
    if found is None:
        raise NotFound("pick.unknown")
    return found


def get_own_pick(pick_id: int, by: int) -> Pick:
    pick = get_pick(pick_id)
    if pick.task.operator_id != by or pick.task.state != "started":
        raise Refused("task.not_yours")
    return pick


def codes_of(sku: Sku) -> list[str]:
    """Every code that means this SKU on an item."""
    return [
        *(barcode.code for barcode in Barcode.select(Barcode.code).where(Barcode.sku == sku.id)),
        sku.code,
    ]


def scan(op: Op, pick_id: int, barcode: str, qty: int) -> Said:
    """Confirm `qty` units of a pick by an item barcode."""
    with transaction():
        pick = get_pick(pick_id)
        mine = pick.task.operator_id == op.by and pick.task.state == "started"
        if not mine and not was_mine_then(op, pick.task):
            raise Refused("task.not_yours")
        if not same(barcode, codes_of(pick.sku)):
            raise Refused("pick.wrong_item", expected=pick.sku.name or pick.sku.code, sku=pick.sku.code)
        if not mine:
            return late(op, pick, qty)
        if pick.state != "open":
            raise Refused("pick.already_done")
        take(pick, qty, op.by)
    return Said()


def take(pick: Pick, qty: int, by: int) -> None:
    """Units leave the shelf for the tote: stock, line and pick move together."""
    if pick.done_qty + qty > pick.qty:
        raise Refused("pick.too_many", left=pick.qty - pick.done_qty)
    moving.take(pick.reservation_id, qty, pick.id, by)
    OrderLine.update(picked_qty=OrderLine.picked_qty + qty).where(OrderLine.id == pick.line_id).execute()
    if pick.done_qty + qty == pick.qty:
        move(pick, PICK, "pick", done_qty=pick.qty, moved_at=clock.now())
        told = {"qty": pick.qty}
        record("pick:picked", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by, data=told)
    else:
        count(pick, pick.done_qty + qty)
    push.announce("task", pick.task_id, "lead")


def count(pick: Pick, done_qty: int) -> None:
    """Some units of a pick are done; Stale when somebody else counted meanwhile."""
    seen = (Pick.id == pick.id) & (Pick.state == "open") & (Pick.done_qty == pick.done_qty)
    if not Pick.update(done_qty=done_qty, moved_at=clock.now()).where(seen).execute():
        raise Stale("life.stale", thing="pick", id=pick.id)
    pick.done_qty = done_qty


def was_mine_then(op: Op, task: Task) -> bool:
    """Did this happen on the floor before the task was taken over? The device's clock says so."""
    return (
        task.from_operator_id == op.by
        and op.claimed_at is not None
        and op.claimed_at < _taken_at(task, op.by)
    )


def _taken_at(task: Task, operator_id: int) -> datetime:
    mine = Interrupt.select(fn.MAX(Interrupt.at)).where(
        Interrupt.task_id == task.id, Interrupt.operator == operator_id, Interrupt.kind == "taken"
    )
    at: datetime | None = mine.scalar()
    return at or clock.now()


def late(op: Op, pick: Pick, qty: int) -> Said:
    """A unit was picked on a walk that is no longer this picker's: the fact is kept, the lead sees it."""
    if pick.state == "open" and pick.done_qty + qty <= pick.qty:
        take(pick, qty, op.by)
        text = Words("exception.late_scan", {"name": op.operator.name, "sku": pick.sku.code, "qty": qty})
    else:
        text = Words("exception.double_pick", {"name": op.operator.name, "sku": pick.sku.code, "qty": qty})
    exceptions.open_exception("late-scan", text, pick.order_id, pick.task_id, op.by)
    return Said(attention=Words("pick.late_kept"))


def scan_location(pick_id: int, barcode: str, by: int) -> None:
    """The picker stands where the card says."""
    with transaction():
        pick = get_own_pick(pick_id, by)
        if not same(barcode, [pick.location.code]):
            raise Refused("pick.wrong_location", expected=pick.location.code)
        if not pick.location_ok:
            Pick.update(location_ok=True).where(Pick.id == pick.id).execute()
            record("pick:location_checked", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)


def skip(pick_id: int, by: int) -> None:
    """Later: the stop moves to the end of the walk and stays open."""
    with transaction():
        pick = get_own_pick(pick_id, by)
        last = Pick.select(fn.MAX(Pick.seq)).where(Pick.task == pick.task_id).scalar()
        move(pick, PICK, "skip", seq=last + 1)
        record("pick:skipped", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)


def undo(pick_id: int, by: int) -> None:
    """Back on the shelf: everything that was scanned for this stop."""
    with transaction():
        pick = get_own_pick(pick_id, by)
        if not pick.done_qty:
            raise Refused("pick.nothing_to_undo")
        moving.put_back(pick.reservation_id, pick.done_qty, pick.id, by)
        line = OrderLine.update(picked_qty=OrderLine.picked_qty - pick.done_qty)
        line.where(OrderLine.id == pick.line_id).execute()
        if pick.state == "picked":
            move(pick, PICK, "undo", done_qty=0)
            record("pick:undone", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)
        else:
            count(pick, 0)
        push.announce("task", pick.task_id, "lead")
