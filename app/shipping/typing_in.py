"""A waybill number that somebody types: for the carrier that has no interface."""

from app.db import transaction
from app.errors import Refused
from app.shipping import waybills
from app.shipping.carriers import manual
from app.shipping.models import Waybill
from app.shipping.parcels import get_parcel
from app.timeline.recording import record
from app.words import Words


def type_number(parcel_id: int, number: str, by: int) -> Words:
    """The booking takes this number instead of the list's next one. Refused when it waits for none."""
    with transaction():
        parcel = get_parcel(parcel_id)
        living = waybills.find_living(parcel.id)
        if living is None or living.state != "booking" or living.carrier != manual.Manual.code:
            raise Refused("carrier.wants_no_number", order=parcel.order.order_no)
        manual.give(f"WC-{parcel.id}-{living.version}", number)
        Waybill.update(next_try_at=None).where(Waybill.id == living.id).execute()
        record("waybill:typed", living.id, order_id=parcel.order_id, by=by)
    return Words("carrier.number_typed")
