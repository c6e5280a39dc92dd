"""Units promised to somebody who needs them later: from an order nobody walks for yet, or another's walk.

Only of the same SKU at shelves in use; only from orders of a lower tier or a later promise, and never the
stop that a picker stands at.
"""

from dataclasses import dataclass
from typing import Any

from app import push
from app.contracts.tiers import list_tiers
from app.db import lock_row
from app.orders.counting import count_short
from app.orders.models import Order, OrderLine
from app.orders.ordering import advance, get_order, line_ids_of
from app.people.interrupts import interrupt
from app.picking.scanning import AtStop, get_pick, move_pick
from app.stock import reserving
from app.stock.models import Location, Reservation
from app.stock.sql import run
from app.timeline.recording import record
from app.waves.models import Pick
from app.words import Words

MOST_ASKED = 20
FIRST_OPEN = """
SELECT id FROM pick WHERE task_id = ? AND state = 'open' ORDER BY seq LIMIT 1"""
OTHERS_OPEN = """
SELECT COUNT(*) FROM pick WHERE order_id = ? AND task_id = ? AND state = 'open' AND id <> ?"""


@dataclass(frozen=True)
class Lender:
    reservation: Reservation
    order: Order


def borrow(pick: AtStop, qty: int, by: int) -> int:
    """Free up to `qty` promised units elsewhere; how many. In a transaction that holds `lock_promises`."""
    order, freed = get_order(pick.order_id), 0
    for lender in _list_lenders(pick, order):
        if freed >= qty:
            break
        freed += _take_from(lender, qty - freed, order, by)
    return freed


def _list_lenders(pick: AtStop, order: Order) -> list[Lender]:
    """Whoever can wait longest first."""
    query = Reservation.select(Reservation).join(OrderLine, on=(OrderLine.id == Reservation.line_id))
    query = query.join(Order).join(Location, on=(Location.id == Reservation.location))
    mine = Reservation.sku == pick.sku_id
    in_use = (Location.kind == "pick") & ~Location.blocked & ~Location.to_count
    others = (Order.id != order.id) & Order.state.in_(("ready", "released", "picking"))
    query = query.where(mine, Reservation.qty > 0, Reservation.location != pick.location_id, in_use, others)
    found = [
        Lender(row, get_order(OrderLine.get_by_id(row.line_id).order_id))
        for row in query.where(Order.pinned_at.is_null())
    ]
    later = [lender for lender in found if _press(lender.order) > _press(order)]
    return sorted(later, key=lambda lender: _press(lender.order), reverse=True)[:MOST_ASKED]


def _press(order: Order) -> tuple[int, Any]:
    places = {tier.code: tier.position for tier in list_tiers()}
    return places.get(order.tier, len(places) + 1), order.promised_at


def _take_from(lender: Lender, qty: int, order: Order, by: int) -> int:
    if lender.order.state == "ready":
        return _unready(lender, by)
    return _shorten(lender, qty, order, by)


def _unready(lender: Lender, by: int) -> int:
    """It waits for stock again, all of it: an order of which something is picked already is left alone."""
    begun = OrderLine.picked_qty + OrderLine.short_qty > 0
    if OrderLine.select().where(OrderLine.order == lender.order.id, begun).exists():
        return 0
    units = int(lender.reservation.qty)
    reserving.release_lines(line_ids_of(lender.order.id))
    advance(lender.order, "unready", by=by)
    push.announce("queue", None, "lead", "floor")
    return units


def _shorten(lender: Lender, qty: int, order: Order, by: int) -> int:
    """A stop of another walk that nobody has come to, while its order has other stops there."""
    stop = (
        Pick.select(Pick.id).where(Pick.reservation_id == lender.reservation.id, Pick.state == "open").first()
    )
    if stop is None:
        return 0
    pick = get_pick(stop.id)
    lock_row(Order, pick.order_id)
    standing_at = run(FIRST_OPEN, pick.task_id)[0][0] == pick.id
    last_one = run(OTHERS_OPEN, pick.order_id, pick.task_id, pick.id)[0][0] == 0
    if pick.state != "open" or pick.done_qty or standing_at or last_one:
        return 0
    units = min(qty, pick.qty)
    if units == pick.qty:
        move_pick(pick, "cancel")
        record("pick:cancelled", pick.id, order_id=pick.order_id, task_id=pick.task_id, by=by)
    else:
        Pick.update(qty=Pick.qty - units).where(Pick.id == pick.id).execute()
    reserving.give_up(pick.reservation_id, units)
    count_short(pick.line_id, units)
    _tell(pick, units, order, by)
    return units


def _tell(pick: AtStop, units: int, order: Order, by: int) -> None:
    data = {"units": units, "sku": pick.sku_code, "to_order": order.order_no}
    record("order:lent", pick.order_id, order_id=pick.order_id, task_id=pick.task_id, by=by, data=data)
    if pick.operator_id is not None:
        told = {"location": pick.location_code, "sku": pick.sku_code, "units": units, "order": order.order_no}
        text = Words("task.lent_text", told)
        interrupt(pick.operator_id, "changed", Words("task.lent_title"), text, pick.task_id)
    push.announce("task", pick.task_id, "lead")
