"""Two orders of one customer to one address in one box: offered at the bench, never done silently."""

from typing import Any

from app import clock
from app.db import transaction
from app.errors import Refused
from app.ops.verbs import Op
from app.orders import ordering
from app.orders.models import Order, OrderLine
from app.packing.adding import make_adds
from app.packing.models import Add, ItemCheck, MergeOffer
from app.picking import gathering
from app.picking.models import Tote
from app.shipping.models import Parcel
from app.shipping.parcels import advance, lock_order, refuse_blocked, tell
from app.timeline.recording import record
from app.words import Words

MOST = 20
SAME = ("name", "phone", "province", "city", "district", "street", "postcode", "country", "oaid", "channel")


def find_offer(parcel: Parcel) -> Order | None:
    """An order not yet answered for that stands picked, with all its totes, at the same bench: for the same
    person at the same address.
    """
    order = parcel.order
    if parcel.state != "open" or not (order.street and (order.phone or order.customer_key)):
        return None
    here = Tote.select(Tote.order_id).where(
        Tote.station_id == parcel.station_id, Tote.order_id.is_null(False)
    )
    answered = MergeOffer.select(MergeOffer.order_id).where(MergeOffer.parcel == parcel.id)
    others = Order.select().where(Order.id.in_(here), Order.id != order.id, Order.id.not_in(answered))
    others = others.where(Order.state == "picked", ~Order.blocked, Order.customer_key == order.customer_key)
    same = [
        getattr(Order, name) == getattr(order, f"{name}_id" if name == "channel" else name) for name in SAME
    ]
    found = list(others.where(*same).order_by(Order.id).limit(MOST))
    away = gathering.list_away([one.id for one in found], [parcel.station_id or 0]) if found else {}
    return next((one for one in found if one.id not in away), None)


def answer(op: Op, parcel: Parcel, order_id: int, accept: bool) -> Words:
    """The packer's word on an offer. Refused when it does not stand any more."""
    with transaction():
        other = lock_order(order_id)
        offer = find_offer(parcel)
        if offer is None or offer.id != order_id:
            raise Refused("pack.no_merge")
        row = {"parcel": parcel, "order_id": order_id, "accepted": accept, "by": op.by, "at": clock.now()}
        MergeOffer.create(**row)
        if not accept:
            record("parcel:merge_declined", parcel.id, order_id=parcel.order_id, by=op.by)
            return Words("pack.merge_declined")
        refuse_blocked(other)
        _put_in(op, parcel, other)
        tell(parcel)
    return Words("pack.merged", {"other": other.order_no})


def _put_in(op: Op, box: Parcel, other: Order) -> None:
    lines = OrderLine.select().where(OrderLine.order == other.id, OrderLine.picked_qty > 0)
    for line in lines:
        ItemCheck.create(parcel=box, line_id=line.id, sku=line.sku_id, qty=line.picked_qty)
    told: dict[str, Any] = {"station_id": box.station_id, "packer_id": op.by, "opened_at": clock.now()}
    made = Parcel.create(order=other, inside_id=box.id, **told)
    made.order = other
    make_adds(made)
    for row in Add.select().where(Add.parcel == made.id):
        kept = {
            "parcel": box.id,
            "what": f"o{other.id}-{row.what}"[:40],
        }  # what the other order asks for, too
        Add.update(**kept).where(Add.id == row.id).execute()
    ordering.advance(other, "pack", by=op.by)
    record("parcel:opened", made.id, order_id=other.id, by=op.by)
    advance(made, "merge", op.by)
