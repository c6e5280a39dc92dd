"""What every carrier can do for us. A new carrier is one file beside this one and one row in __init__.py."""

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Booking:
    """What a carrier is asked for. The same (parcel_id, version) is the same booking, however often asked.

    `reference` is our order id at the carrier; `sender` and `recipient` have name, phone, province, city,
    district, street, postcode, country; `weight_g` is what the scale or the SKUs say.
    """

    parcel_id: int
    version: int
    order_no: str
    recipient: dict[str, Any]
    sender: dict[str, Any] = field(default_factory=dict)
    weight_g: int | None = None

    @property
    def reference(self) -> str:
        return f"WC-{self.parcel_id}-{self.version}"


@dataclass(frozen=True)
class Booked:
    tracking_no: str
    sort_code: str = ""


class CarrierLink(Protocol):
    """Every call may raise Unavailable: asked again later, unless it is permanent."""

    code: str
    name_zh: str
    name_en: str

    def book(self, booking: Booking) -> Booked:
        """A number for this booking: the first time, and the same one every other time."""

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        """The parcel does not travel under this number; without one, under whatever it was given."""
