"""A carrier without an interface: numbers come from its own list, one by one, or are typed for one parcel."""

from app import clock
from app.db import transaction
from app.errors import Invalid, Refused, Unavailable
from app.shipping.carriers.base import Booked, Booking, Can, Line
from app.shipping.models import PoolNumber
from app.timeline.recording import record

MAX_NUMBER = 40


class Manual(Line):
    code, name_zh, name_en = "manual", "手工运单", "Typed numbers"
    can = Can(change="rebook", key=True, until="hand-over", source="our own list of numbers")

    def book(self, booking: Booking) -> Booked:
        """The number this booking has, else the next free one; Unavailable when the list is used up."""
        with transaction():
            kept = PoolNumber.get_or_none(PoolNumber.reference == booking.reference)
            if kept is None:
                kept = self._take(booking.reference)
        return Booked(str(kept.tracking_no))

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        """The number stays with its booking: it may be on paper, so nobody else gets it."""

    def _take(self, reference: str) -> PoolNumber:
        while True:
            free = PoolNumber.select().where(PoolNumber.carrier == self.code, PoolNumber.reference.is_null())
            number = free.order_by(PoolNumber.id).first()
            if number is None:
                raise Unavailable("carrier.no_numbers")
            mine = PoolNumber.update(reference=reference, taken_at=clock.now())
            if mine.where(PoolNumber.id == number.id, PoolNumber.reference.is_null()).execute():
                return number


def give(reference: str, number: str) -> None:
    """A number typed for one booking. Refused when another booking has it; Invalid when it is none."""
    wanted = number.strip().upper()
    if not _is_number(wanted):
        raise Invalid("carrier.no_such_number", number=wanted[:MAX_NUMBER])
    with transaction():
        if PoolNumber.select().where(PoolNumber.reference == reference).exists():
            return
        mine = (PoolNumber.carrier == Manual.code) & (PoolNumber.tracking_no == wanted)
        kept = PoolNumber.get_or_none(mine)
        if kept is not None and kept.reference is not None:
            raise Refused("carrier.number_taken", number=wanted)
        if kept is None:
            PoolNumber.create(
                carrier=Manual.code, tracking_no=wanted, reference=reference, taken_at=clock.now()
            )
        else:
            PoolNumber.update(reference=reference, taken_at=clock.now()).where(mine).execute()


def add_numbers(numbers: list[str]) -> int:
    """Add numbers from the carrier's list; how many are new."""
    wanted = dict.fromkeys(number.strip().upper() for number in numbers if number.strip())
    rows = [{"carrier": Manual.code, "tracking_no": number} for number in wanted if _is_number(number)]
    with transaction():
        before = PoolNumber.select().count()
        for start in range(0, len(rows), 500):
            PoolNumber.insert_many(rows[start : start + 500]).on_conflict_ignore().execute()
        added = PoolNumber.select().count() - before
        record("carrier:numbers_added", 0, data={"carrier": Manual.code, "count": added})
    return added


def _is_number(number: str) -> bool:
    return 0 < len(number) <= MAX_NUMBER and number.isascii() and number.isalnum()
