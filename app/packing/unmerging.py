"""Two orders in one box, and one of them is cancelled: its state says so, and this loop acts on it.

The items of the one that lay inside leave the box; the one whose host was cancelled is packed anew.
"""

from typing import Any

from app.db import connection, transaction
from app.orders import ordering
from app.orders.models import Order, OrderLine
from app.packing import adding, checking
from app.packing.models import Add, ItemCheck
from app.picking.exceptions import open_exception
from app.prepared import Prepared
from app.shipping.models import Parcel
from app.shipping.parcels import advance, get_parcel, tell
from app.shipping.states import HERE
from app.timeline.recording import record
from app.words import Words


def _leftover() -> Any:
    """A box in the house with items of an order that was cancelled out of it, or out of one beside it."""
    inside, box = Parcel.alias(), Parcel.alias()
    query: Any = Parcel.select(Parcel.id, inside.order.alias("order_id"))
    query = query.join(box, on=(box.order == Parcel.order)).join(inside, on=(inside.inside_id == box.id))
    query = query.join(OrderLine, on=(OrderLine.order == inside.order))
    query = query.join(ItemCheck, on=((ItemCheck.line_id == OrderLine.id) & (ItemCheck.parcel == Parcel.id)))
    return query.where(inside.state == "cancelled", Parcel.state.in_(HERE)).limit(1)


def _homeless() -> Any:
    """A merged parcel whose box was cancelled; its own order was not."""
    box: Any = Parcel.alias()
    query: Any = Parcel.select(Parcel.id, Parcel.inside_id).join(box, on=(box.id == Parcel.inside_id))
    query = query.join(Order, on=(Order.id == Parcel.order))
    return query.where(Parcel.state == "merged", box.state == "cancelled", Order.state != "cancelled").limit(
        1
    )


LEFTOVER, HOMELESS = Prepared(_leftover), Prepared(_homeless)


def unmerge_next() -> bool:
    """Mend one box, or open one parcel anew. Whether there was one."""
    with connection():
        leftover = LEFTOVER.first()
        homeless = HOMELESS.first() if leftover is None else None
    if leftover is not None:
        take_out(leftover.id, leftover.order_id)
    elif homeless is not None:
        reopen(homeless.id)
    return leftover is not None or homeless is not None


def take_out(parcel_id: int, order_id: int) -> None:
    """The box holds its own items again; one that is complete without the others goes on to its label."""
    with transaction():
        box = get_parcel(parcel_id)
        lines = OrderLine.select(OrderLine.id).where(OrderLine.order == order_id)
        ItemCheck.delete().where(ItemCheck.parcel == box.id, ItemCheck.line_id.in_(lines)).execute()
        Add.delete().where(Add.parcel == box.id, Add.what.startswith(f"o{order_id}-")).execute()
        Parcel.update(weight_g=None).where(Parcel.id == box.id).execute()
        record("parcel:unmerged", box.id, order_id=box.order_id, data={"order": order_id})
        checking.finish_if_done(box, None)
        tell(box)


def reopen(parcel_id: int) -> None:
    """Packed anew where its box stood, in nobody's hands; the lead reads where its items lie."""
    with transaction():
        parcel = get_parcel(parcel_id)
        box = Parcel.get_by_id(parcel.inside_id)
        advance(parcel, "reopen", inside_id=None, packer_id=None, station_id=box.station_id)
        if parcel.order.state == "packed":
            ordering.advance(parcel.order, "reopen")
        for line in OrderLine.select().where(OrderLine.order == parcel.order_id, OrderLine.picked_qty > 0):
            ItemCheck.create(parcel=parcel, line_id=line.id, sku=line.sku_id, qty=line.picked_qty)
        adding.make_adds(parcel)
        told = {"order": parcel.order.order_no, "other": ordering.get_order(box.order_id).order_no}
        open_exception("box-cancelled", Words("exception.box_cancelled", told), order_id=parcel.order_id)
