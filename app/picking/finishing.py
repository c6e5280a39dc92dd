"""What becomes of an order when its last walk is unloaded: packing, or stock, or the lead."""

from peewee import fn

from app import push
from app.orders import backordering, holding
from app.orders.holding import Why
from app.orders.models import Order, OrderLine
from app.orders.ordering import advance, has_reserved
from app.picking import outcome, totes
from app.picking.exceptions import open_exception
from app.prepared import Prepared, given
from app.stock.models import Sku
from app.timeline.models import Entry
from app.waves.models import Pick, Task, TaskOrder
from app.waves.states import TO_WALK
from app.words import Words

UNITS = Prepared(
    lambda: Pick.select(fn.SUM(Pick.done_qty).alias("units")).where(Pick.order == given("order_id"))
)
SHORT = Prepared(
    lambda: (
        OrderLine.select()
        .where(OrderLine.order == given("order_id"), OrderLine.short_qty > 0)
        .order_by(OrderLine.id)
    )
)
ON_A_WALK = Prepared(
    lambda: (
        TaskOrder.select(TaskOrder.id)
        .join(Task)
        .where(TaskOrder.order == given("order_id"), Task.state.in_(TO_WALK))
        .limit(1)
    )
)


def finish(order: Order, by: int) -> None:
    """Picked when nothing of it is open on any walk; back to the queue when some must still be walked.

    With `lock_intake` and `lock_promises` where `list_short` names lines: they may become an order.
    """
    if order.state != "picking" or _is_on_a_walk(order.id):
        return
    if has_reserved(order.id):
        advance(order, "replan", by=by)
        return
    missing = _missing_of(order.id)
    then = outcome.then(order) if missing else ""
    if picked_units(order.id):
        _go_to_packing(order, missing, then, by)
    elif then == "backorder" and not _list_substituted(order.id):
        totes.free(order.id)
        backordering.wait_again(order, by)
    else:
        _go_to_packing(order, {}, "", by)
        open_exception("nothing-picked", Words("order.nothing_picked"), order.id)
        totes.free(order.id)


def _go_to_packing(order: Order, missing: dict[int, int], then: str, by: int) -> None:
    advance(order, "finish_picking", by=by)
    push.announce("order", order.id, "lead", "floor")
    if then == "backorder":
        backordering.split_off(order, missing, by)
    elif then == "hold":
        why = Words("order.held_short", {"units": sum(missing.values())})
        holding.block(order.id, Why("hold", why), by)


def picked_units(order_id: int) -> int:
    return UNITS.first(order_id=order_id).units or 0


def list_short(order_id: int) -> list[OrderLine]:
    return SHORT.list(order_id=order_id)


def _missing_of(order_id: int) -> dict[int, int]:
    """Units that are nowhere, by SKU; what went as another SKU is not missing."""
    short = {line.sku_id: int(line.short_qty) for line in list_short(order_id)}
    for entry in _list_substituted(order_id) if short else ():
        sku = Sku.get(Sku.code == entry.data["sku"])
        short[sku.id] = short.get(sku.id, 0) - entry.data["units"]
    return {sku_id: qty for sku_id, qty in short.items() if qty > 0}


def _list_substituted(order_id: int) -> list[Entry]:
    return list(Entry.select().where(Entry.order_id == order_id, Entry.what == "order:substituted"))


def _is_on_a_walk(order_id: int) -> bool:
    return ON_A_WALK.first(order_id=order_id) is not None
