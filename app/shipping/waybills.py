"""A parcel's waybills: asked for, found, made void. A change of mind is a new version."""

from typing import Any

from peewee import fn

from app import clock
from app.lives import move
from app.orders.models import Order
from app.prepared import Prepared, given
from app.shipping.addresses import FIELDS
from app.shipping.models import Parcel, Waybill
from app.shipping.parcels import tell
from app.shipping.states import LIVING, WAYBILL, WAYBILL_HAPPENED
from app.timeline.recording import record

LAST = Prepared(
    lambda: Waybill.select(fn.MAX(Waybill.version).alias("version")).where(
        Waybill.parcel == given("parcel_id")
    )
)


def recipient_of(order: Order) -> dict[str, Any]:
    told = {name: getattr(order, name) for name in (*FIELDS, "country")}
    return told | ({"oaid": order.oaid} if order.oaid else {})


def find_living(parcel_id: int) -> Waybill | None:
    """The parcel's one waybill that is not void."""
    return Waybill.get_or_none(Waybill.parcel == parcel_id, Waybill.state.in_(LIVING))


def ask(parcel: Parcel, by: int | None = None) -> Waybill:
    """Save the wish for a number; the booking loop calls the carrier. Asked twice is asked once."""
    living = find_living(parcel.id)
    if living is not None:
        return living
    last = LAST.first(parcel_id=parcel.id).version
    waybill = Waybill.create(
        parcel=parcel,
        version=(last or 0) + 1,
        carrier=parcel.carrier,
        recipient=recipient_of(parcel.order),
        asked_at=clock.now(),
    )
    about = {"version": waybill.version, "carrier": waybill.carrier}
    record("waybill:asked", waybill.id, order_id=parcel.order_id, by=by, data=about)
    tell(parcel)
    return waybill


def make_void(waybill: Waybill, order_id: int, by: int | None = None) -> None:
    """The number may not travel any more. The loop tells the carrier, unless it never heard of it."""
    action = "supersede" if waybill.state == "booking" and not waybill.tries else "void"
    move(waybill, WAYBILL, action, next_try_at=None, problem="", change_id=None, poll_at=None)
    about = {"version": waybill.version, "tracking_no": waybill.tracking_no}
    record(WAYBILL_HAPPENED[action], waybill.id, order_id=order_id, by=by, data=about)
