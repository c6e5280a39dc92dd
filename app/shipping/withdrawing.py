"""Parcels of orders that were cancelled: the order's state says so, and this loop acts on it."""

from app.db import connection, transaction
from app.orders.models import Order
from app.people.interrupts import interrupt
from app.people.models import SignIn
from app.prepared import Prepared
from app.printing import jobs
from app.shipping import labels, merging, readdressing, waybills
from app.shipping.models import Parcel
from app.shipping.parcels import advance, get_parcel
from app.shipping.states import HERE
from app.words import Words

CANCELLED = Prepared(
    lambda: (
        Parcel.select(Parcel.id)
        .join(Order)
        .where(Order.state == "cancelled", Parcel.state.in_((*HERE, "merged")))
        .order_by(Parcel.id)
        .limit(1)
    )
)


def withdraw_next() -> bool:
    """Stop one parcel of a cancelled order: number and label void, its packer told. Whether there was one."""
    with connection():
        found = CANCELLED.first()
    if found is None:
        return False
    withdraw(found.id)
    return True


def withdraw(parcel_id: int) -> None:
    with transaction():
        parcel = get_parcel(parcel_id)
        if parcel.state not in (*HERE, "merged") or parcel.order.state != "cancelled":
            return
        if parcel.state == "merged":
            merging.take_out(parcel)
            return
        labels.retire(parcel, None)
        jobs.withdraw_parcel(parcel.id)
        living = waybills.find_living(parcel.id)
        if living is not None:
            waybills.make_void(living, parcel.order_id)
        readdressing.fail(parcel)
        advance(parcel, "cancel")
        if parcel.packer_id is not None and _works(parcel.packer_id):
            told = {"order": parcel.order.order_no}
            interrupt(
                parcel.packer_id,
                "stop",
                Words("parcel.cancelled_title"),
                Words("parcel.cancelled_text", told),
            )


def _works(operator_id: int) -> bool:
    return bool(SignIn.select().where(SignIn.operator == operator_id, SignIn.ended_at.is_null()).exists())
