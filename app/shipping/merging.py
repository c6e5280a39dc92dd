"""Two orders in one box: the second's parcel is `merged`, and goes where the first one's goes.

Offered at the bench (app/packing/merging.py); here is what it means for a box that leaves, or must not.
"""

from typing import Any

from app.orders import holding
from app.people.interrupts import interrupt
from app.prepared import Prepared, given
from app.shipping.models import Parcel
from app.shipping.parcels import advance, get_parcel
from app.words import Words


def _inside() -> Any:
    """Merged parcels that lie in the boxes of this order, each with its own order."""
    box: Any = Parcel.alias()
    query: Any = Parcel.select(Parcel.id, Parcel.order).join(box, on=(box.id == Parcel.inside_id))
    return query.where(box.order == given("order_id"), Parcel.state == "merged").order_by(Parcel.id)


def _hosts() -> Any:
    """The parcels in whose boxes merged parcels of this order lie."""
    inside: Any = Parcel.alias()
    query: Any = Parcel.select(Parcel.id, Parcel.order).join(inside, on=(inside.inside_id == Parcel.id))
    return query.where(inside.order == given("order_id"), inside.state == "merged").order_by(Parcel.id)


INSIDE, HOSTS = Prepared(_inside), Prepared(_hosts)


def list_inside(order_id: int) -> list[int]:
    """Other orders that travel in the boxes of this one."""
    return list(dict.fromkeys(int(row.order_id) for row in INSIDE.list(order_id=order_id)))


def list_together(order_id: int) -> list[int]:
    """This order, those in whose boxes it lies, and all that lie in them or in its own: one address."""
    hosts = [order_id, *(int(row.order_id) for row in HOSTS.list(order_id=order_id))]
    return list(dict.fromkeys([*hosts, *(inside for host in hosts for inside in list_inside(host))]))


def take_out(parcel: Parcel) -> None:
    """The order of a merged parcel was cancelled: its items leave the box, whose order waits for it."""
    box = get_parcel(parcel.inside_id or 0)
    advance(parcel, "cancel")
    if box.state in ("handed_over", "cancelled"):
        return
    told = {"order": box.order.order_no, "other": parcel.order.order_no}
    words = Words("parcel.take_out", told)
    holding.block(box.order_id, holding.Why("hold", words))
    if box.packer_id is not None:
        interrupt(box.packer_id, "stop", Words("parcel.cancelled_title"), words)
