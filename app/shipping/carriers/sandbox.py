"""A carrier that exists nowhere, for demos and tests: it answers at once and forgets nothing."""

from app.shipping.carriers.base import Booked, Booking


class Sandbox:
    """The number says which booking it belongs to, so the same booking always has the same number."""

    code = "sandbox"
    name_zh = "测试快递"
    name_en = "Sandbox Express"

    def book(self, booking: Booking) -> Booked:
        digits = f"{booking.parcel_id:08d}{booking.version:03d}"
        return Booked(f"SB{digits}{97 - int(digits) % 97:02d}", _sort_code(booking))

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        """Nothing to tell: no other parcel can ever get this number."""


def _sort_code(booking: Booking) -> str:
    """Two digits that differ by city, as sorters print them big."""
    place = f"{booking.recipient.get('province', '')}{booking.recipient.get('city', '')}"
    return f"{sum(place.encode()) % 900 + 100}-{booking.parcel_id % 90 + 10}"
