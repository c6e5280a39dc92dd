"""A shelf that is not as booked: nothing more is promised from it until somebody has counted it."""

from peewee import fn

from app import clock, push
from app.db import transaction
from app.errors import NotFound, Refused
from app.orders.models import Order, OrderLine
from app.picking.models import FloorException
from app.stock import closing, moving
from app.stock.models import Balance, Location, Reservation, StockCount
from app.stock.sql import lock_promises
from app.timeline.recording import record
from app.words import Words

UNTOUCHED = ("ready",)


def open_count(location_id: int, sku_id: int, why: str, by: int) -> StockCount:
    """One at a time a shelf and SKU: a second reason finds the first one open."""
    with transaction():
        here = (StockCount.location == location_id) & (StockCount.sku == sku_id)
        known = StockCount.get_or_none(here, StockCount.closed_at.is_null())
        if known is not None:
            return known
        columns = {"location": location_id, "sku": sku_id, "why": why, "by": by}
        made = StockCount.create(**columns, at=clock.now())
        Location.update(to_count=True).where(Location.id == location_id).execute()
        record("count:opened", made.id, by=by, data={"why": why})
        push.announce("queue", None, "lead", "floor")
    return made


def clear_promises(location_id: int, sku_id: int) -> None:
    """Orders that nobody walks for yet get their units from other shelves, as far as there are any."""
    lock_promises()
    waiting = Reservation.select(Reservation).join(OrderLine, on=(OrderLine.id == Reservation.line_id))
    waiting = waiting.join(Order).where(Order.state.in_(UNTOUCHED), Reservation.qty > 0)
    here = waiting.where(Reservation.location == location_id, Reservation.sku == sku_id)
    for reservation in list(here.order_by(Reservation.id)):
        closing.move_elsewhere(reservation)


def close(count_id: int, found: int, by: int) -> Words:
    """The books follow what somebody counted, the shelf serves again, its exceptions are settled."""
    with transaction():
        lock_promises()
        count = StockCount.get_or_none(StockCount.id == count_id, StockCount.closed_at.is_null())
        if count is None:
            raise NotFound("count.unknown")
        if found < _promised(count):
            clear_promises(count.location_id, count.sku_id)
        promised = _promised(count)
        if found < promised:
            raise Refused("count.promised", promised=promised)
        booked = Balance.get_or_none(Balance.location == count.location_id, Balance.sku == count.sku_id)
        if booked is None:
            moving.load(count.location_id, count.sku_id, found, by) if found else None
        else:
            moving.count(count.location_id, count.sku_id, found, by)
        _finish(count, found, by)
    return Words("count.closed", {"found": found})


def _promised(count: StockCount) -> int:
    here = (Balance.location == count.location_id) & (Balance.sku == count.sku_id)
    return int(Balance.select(fn.SUM(Balance.reserved)).where(here).scalar() or 0)


def _finish(count: StockCount, found: int, by: int) -> None:
    now = clock.now()
    StockCount.update(found=found, closed_at=now, closed_by=by).where(StockCount.id == count.id).execute()
    others = StockCount.select().where(
        StockCount.location == count.location_id, StockCount.closed_at.is_null()
    )
    if not others.exists():
        Location.update(to_count=False).where(Location.id == count.location_id).execute()
    record("count:closed", count.id, by=by, data={"found": found})
    mine = (FloorException.count_id == count.id) & FloorException.resolved_at.is_null()
    for row in list(FloorException.select(FloorException.id).where(mine)):
        FloorException.update(resolved_at=now).where(FloorException.id == row.id).execute()
        record("exception:resolved", row.id, by=by)
    push.announce("people", count.id, "lead")
    push.announce("queue", None, "lead", "floor")
