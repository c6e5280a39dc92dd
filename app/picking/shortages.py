"""Found fewer: take what is there, fetch the rest elsewhere on this walk, or tell the lead."""

from peewee import fn

from app import clock, push
from app.db import transaction
from app.errors import Invalid, Refused
from app.orders.counting import count_short
from app.picking import exceptions, scanning
from app.picking.scanning import AtStop
from app.stock import moving, reserving
from app.stock.models import Reservation
from app.stock.sql import lock_promises
from app.timeline.recording import record
from app.waves.models import Pick
from app.words import Words


def short(pick_id: int, found: int, by: int, reason: str = "short") -> Words:
    """The shelf holds `found` of this stop's units, those already scanned included."""
    with transaction():
        lock_promises()
        pick = scanning.get_own_pick(pick_id, by)
        if pick.state != "open":
            raise Refused("pick.already_done")
        if not pick.done_qty <= found <= pick.qty:
            raise Invalid("pick.bad_count", least=pick.done_qty, most=pick.qty)
        if found == pick.qty:
            scanning.take(pick, found - pick.done_qty, by)
            return Words("pick.all_found")
        return _close_short(pick, found, by, reason)


def _close_short(pick: AtStop, found: int, by: int, reason: str) -> Words:
    missing = pick.qty - found
    if found > pick.done_qty:
        scanning.take(pick, found - pick.done_qty, by)
    moving.write_off(pick.reservation_id, missing, pick.id, by, reason)
    scanning.move_pick(pick, "short", moved_at=clock.now())
    told = {"found": found, "missing": missing}
    record("pick:short", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by, data=told)
    push.announce("task", pick.task_id, "lead")
    elsewhere = reserving.find_elsewhere(pick.reservation_id, missing)
    _walk_on_to(pick, elsewhere)
    nowhere = missing - sum(reservation.qty for reservation in elsewhere)
    if nowhere:
        _leave_short(pick, nowhere, by)
    if elsewhere:
        return Words("pick.elsewhere", {"location": elsewhere[0].location.code})
    return Words("pick.short_noted", {"missing": nowhere})


def _walk_on_to(pick: AtStop, elsewhere: list[Reservation]) -> None:
    """More stops at the end of this walk, for the same slot."""
    last = Pick.select(fn.MAX(Pick.seq)).where(Pick.task == pick.task_id).scalar()
    for seq, reservation in enumerate(elsewhere, start=last + 1):
        Pick.create(
            task=pick.task_id,
            order=pick.order_id,
            line_id=pick.line_id,
            reservation_id=reservation.id,
            location=reservation.location_id,
            sku=pick.sku_id,
            qty=reservation.qty,
            slot=pick.slot,
            seq=seq,
        )


def _leave_short(pick: AtStop, missing: int, by: int) -> None:
    count_short(pick.line_id, missing)
    text = Words(
        "exception.short",
        {"sku": pick.sku_code, "name": pick.sku_name, "location": pick.location_code, "missing": missing},
    )
    exceptions.open_exception("short", text, pick.order_id, pick.task_id, by)
