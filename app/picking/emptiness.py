"""The zero-check: a shelf that should be empty is looked at while somebody stands before it."""

from peewee import fn

from app.db import transaction
from app.errors import NotFound
from app.picking.exceptions import open_exception
from app.stock.models import Balance, Location
from app.timeline.recording import record
from app.words import Words


def check_empty(location_id: int, empty: bool, by: int) -> Words:
    """What the picker sees at a location; where the books say otherwise the lead has it counted."""
    with transaction():
        location = Location.get_or_none(Location.id == location_id)
        if location is None:
            raise NotFound("location.unknown")
        booked = Balance.select(fn.SUM(Balance.on_hand)).where(Balance.location == location_id).scalar() or 0
        record("location:checked", location_id, by=by, data={"empty": empty, "booked": booked})
        if empty == (booked == 0):
            return Words("location.as_booked")
        key = "exception.not_empty" if booked == 0 else "exception.empty"
        open_exception("empty", Words(key, {"location": location.code, "booked": booked}), operator_id=by)
        return Words("location.will_be_counted")
