"""A carrier without an interface: its numbers are typed in from its own list and given out one by one."""

from app import clock
from app.db import transaction
from app.errors import Unavailable
from app.shipping.carriers.base import Booked, Booking
from app.shipping.models import PoolNumber
from app.timeline.recording import record

MAX_NUMBER = 40


class Manual:
    code = "manual"
    name_zh = "手工运单"
    name_en = "Typed numbers"

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


def add_numbers(numbers: list[str]) -> int:
    """Add numbers from the carrier's list; how many are new."""
    wanted = dict.fromkeys(number.strip().upper() for number in numbers if number.strip())
    rows = [
        {"carrier": Manual.code, "tracking_no": number}
        for number in wanted
        if len(number) <= MAX_NUMBER and number.isascii() and number.isalnum()
    ]
    with transaction():
        before = PoolNumber.select().count()
        for start in range(0, len(rows), 500):
            PoolNumber.insert_many(rows[start : start + 500]).on_conflict_ignore().execute()
        added = PoolNumber.select().count() - before
        record("carrier:numbers_added", 0, data={"carrier": Manual.code, "count": added})
    return added
