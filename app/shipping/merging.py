"""Two orders in one box: the second's parcel is `merged`, and goes where the first one's goes.

Offered at the bench (app/packing/merging.py); here is what it means for a box that leaves, or must not.
"""

from app.orders import holding
from app.people.interrupts import interrupt
from app.prepared import Prepared, given
from app.shipping.models import Parcel
from app.shipping.parcels import advance, get_parcel
from app.words import Words

INSIDE = Prepared(
    lambda: (
        Parcel.select()
        .where(Parcel.inside_id == given("parcel_id"), Parcel.state == "merged")
        .order_by(Parcel.id)
    )
)


def list_inside(parcel_id: int) -> list[Parcel]:
    """Parcels that travel in this one's box."""
    return INSIDE.list(parcel_id=parcel_id)


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
