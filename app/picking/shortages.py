"""Found fewer, one chain: take what is there; the rest from another shelf on this walk; else what is promised
to somebody later; else another item that the order allows; else what its tier's rule says. The shelf is
counted.
"""

from dataclasses import dataclass

from peewee import fn

from app import clock, push
from app.db import transaction
from app.errors import Invalid, Refused
from app.orders.counting import count_short
from app.orders.ordering import get_order
from app.picking import borrowing, counts, exceptions, outcome, scanning, substituting
from app.picking.exceptions import About
from app.picking.scanning import AtStop
from app.stock import moving, reserving
from app.stock.models import Reservation
from app.stock.sql import lock_promises
from app.timeline.recording import record
from app.waves.models import Pick
from app.words import Words


@dataclass(frozen=True)
class Why:
    """`kind`: short, damaged, wrong-label."""

    kind: str = "short"
    photo_id: int | None = None


def short(pick_id: int, found: int, by: int, why: Why | None = None) -> Words:
    """The shelf holds `found` good ones of this stop's units, those already scanned included."""
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
        return _close_short(pick, found, by, why or Why())


def _close_short(pick: AtStop, found: int, by: int, why: Why) -> Words:
    missing = pick.qty - found
    if found > pick.done_qty:
        scanning.take(pick, found - pick.done_qty, by)
    moving.write_off(pick.reservation_id, missing, pick.id, by, why.kind)
    scanning.move_pick(pick, "short", moved_at=clock.now())
    told = {"found": found, "missing": missing}
    record("pick:short", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by, data=told)
    push.announce("task", pick.task_id, "lead")
    count = counts.open_count(pick.location_id, pick.sku_id, why.kind, by)
    counts.clear_promises(pick.location_id, pick.sku_id)
    answer, becomes = _go_on(pick, missing, by)
    text = {"sku": pick.sku_code, "name": pick.sku_name, "location": pick.location_code, "missing": missing}
    words = Words(f"exception.{why.kind.replace('-', '_')}", {**text, "then": becomes.to_json()})
    made = exceptions.open_exception(why.kind, words, pick.order_id, pick.task_id, by)
    exceptions.attach(made, About(pick.location_code, why.photo_id, count.id))
    return answer


def _go_on(pick: AtStop, missing: int, by: int) -> tuple[Words, Words]:
    """What the picker hears, and what the lead reads of it."""
    elsewhere = reserving.find_elsewhere(pick.reservation_id, missing)
    left = missing - _units(elsewhere)
    borrowed = _borrow(pick, left, by) if left else []
    left -= _units(borrowed)
    more = [*elsewhere, *borrowed]
    instead = substituting.substitute(pick, left, by) if left else []
    left -= _units(instead)
    _walk_on_to(pick, [*more, *instead])
    if left:
        count_short(pick.line_id, left)
        then = Words(f"short.{outcome.then(get_order(pick.order_id))}", {"missing": left})
        return (_next_stop(more, instead) or Words("pick.short_noted", {"missing": left}), then)
    key = "short.substituted" if instead else "short.borrowed" if borrowed else "short.elsewhere"
    answer = _next_stop(more, instead)
    assert answer is not None
    return answer, Words(key, {"location": [*more, *instead][0].location.code})


def _next_stop(more: list[Reservation], instead: list[Reservation]) -> Words | None:
    if more:
        return Words("pick.elsewhere", {"location": more[0].location.code})
    if instead:
        one = instead[0]
        return Words("pick.instead", {"location": one.location.code, "name": one.sku.name or one.sku.code})
    return None


def _borrow(pick: AtStop, missing: int, by: int) -> list[Reservation]:
    if not borrowing.borrow(pick, missing, by):
        return []
    return reserving.find_elsewhere(pick.reservation_id, missing)


def _units(reservations: list[Reservation]) -> int:
    return sum(int(reservation.qty) for reservation in reservations)


def _walk_on_to(pick: AtStop, elsewhere: list[Reservation]) -> None:
    """More stops at the end of this walk, for the same slot."""
    last = Pick.select(fn.MAX(Pick.seq)).where(Pick.task == pick.task_id).scalar()
    for seq, reservation in enumerate(elsewhere, start=last + 1):
        Pick.create(
            task=pick.task_id,
            order=pick.order_id,
            line_id=reservation.line_id,
            reservation_id=reservation.id,
            location=reservation.location_id,
            sku=reservation.sku_id,
            qty=reservation.qty,
            slot=pick.slot,
            seq=seq,
        )
