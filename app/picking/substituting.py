"""Another SKU goes instead, where the order allows it and the house knows one that is there."""

from app.orders.counting import count_short
from app.orders.models import OrderLine
from app.orders.ordering import get_order
from app.picking import outcome
from app.picking.scanning import AtStop
from app.stock import reserving
from app.stock.models import Reservation, Sku, Substitute
from app.timeline.recording import record


def substitute(pick: AtStop, missing: int, by: int) -> list[Reservation]:
    """All the missing units of one other SKU, promised on a line of their own; empty where that cannot be."""
    order = get_order(pick.order_id)
    if not outcome.allows_substitute(order):
        return []
    taken = OrderLine.select(OrderLine.sku_id).where(OrderLine.order == order.id)
    others = Substitute.select().where(Substitute.sku == pick.sku_id, Substitute.other.not_in(taken))
    for one in others.order_by(Substitute.id):
        if reserving.free_units([one.other_id]).get(one.other_id, 0) >= missing:
            return _send_instead(pick, one.other_id, missing, by)
    return []


def _send_instead(pick: AtStop, sku_id: int, missing: int, by: int) -> list[Reservation]:
    line = OrderLine.create(order=pick.order_id, sku_id=sku_id, qty=missing)
    count_short(pick.line_id, missing)
    told = {"units": missing, "sku": pick.sku_code, "other": Sku.get_by_id(sku_id).code}
    record("order:substituted", pick.order_id, order_id=pick.order_id, task_id=pick.task_id, by=by, data=told)
    return reserving.reserve(line.id, sku_id, missing)
