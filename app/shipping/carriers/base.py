"""What every carrier can do for us. A new carrier is one file beside this one and one row in __init__.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import Denied, Unavailable
from app.shipping.carriers import settings
from app.shipping.carriers.seen import News

TIMEOUT_S = 8.0


@dataclass(frozen=True)
class Booking:
    """What a carrier is asked for. The same (parcel_id, version) is the same booking, however often asked.

    `reference` is our order id at the carrier; `sender` and `recipient` have name, phone, province, city,
    district, street, postcode, country, perhaps oaid (a platform's token for an encrypted recipient);
    `weight_g` is what the scale or the SKUs say.
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

    @property
    def weight_kg(self) -> float:
        """To the gram; 0 where nobody knows it."""
        return round((self.weight_g or 0) / 1000, 3)


@dataclass(frozen=True)
class Booked:
    """`component`: whose print component alone prints it (cainiao), from `contents` as they came."""

    tracking_no: str
    sort_code: str = ""
    cost_cents: int | None = None
    component: str = ""
    contents: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Interception:
    """A parcel on its way that is to go elsewhere; `reference` makes asking twice asking once."""

    reference: str
    tracking_no: str
    recipient: dict[str, Any]


@dataclass(frozen=True)
class Can:
    """What a carrier does to a booked number, and until when. `source`: where that is written.

    change: "update" (same number, printed again) or "rebook" (void, and a new number), before hand-over.
    redirect: it takes a new address after hand-over, for `fee_cents`, and answers later.
    key: the same order id gets its first number again; without it we ask before we book a second time.
    """

    change: str = "rebook"
    cancel: bool = False
    redirect: bool = False
    fee_cents: int = 0
    track: bool = False
    push: bool = False
    key: bool = False
    until: str = ""
    source: str = ""


class Line:
    """A carrier's interface. Every call may raise Unavailable: asked again later, unless it is permanent.

    A carrier overrides what it can do; the rest says that it cannot.
    """

    code = ""
    name_zh = ""
    name_en = ""
    phone = ""  # their hotline for customers
    can = Can()
    needs: tuple[str, ...] = ()  # settings without which it is not asked

    def setting(self, name: str, otherwise: Any = "") -> Any:
        return settings.FILE.of(self.code).get(name, otherwise)

    @property
    def name(self) -> dict[str, str]:
        """As a detail of a sentence, in both languages."""
        return {"zh-CN": self.name_zh, "en": self.name_en}

    @property
    def ready(self) -> bool:
        """Its contract is entered here."""
        return all(self.setting(name) for name in self.needs)

    def book(self, booking: Booking) -> Booked:
        """A number for this booking: the first time, and the same one every other time."""
        raise self.cannot("book")

    def find(self, booking: Booking) -> Booked | None:
        """The number that this booking has already; None when the carrier knows none, or cannot be asked."""
        return None

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        """The parcel does not travel under this number; without one, under whatever it was given."""

    def change_address(self, booking: Booking, tracking_no: str) -> Booked:
        """The number stays and goes to `booking.recipient`; the label must be printed again."""
        raise self.cannot("change_address")

    def intercept(self, wanted: Interception) -> str:
        """Ask for another way after hand-over; their name for the request. The answer comes later."""
        raise self.cannot("intercept")

    def track(self, tracking_no: str, phone: str) -> News:
        """Everything they have seen of the parcel; `phone` is the recipient's (some ask for its end)."""
        raise self.cannot("track")

    def read_callback(self, headers: dict[str, str], raw: bytes) -> list[News]:
        """What they tell us by themselves. Denied when it is not signed by them."""
        raise Denied("carrier.not_signed")

    def acknowledge(self) -> str:
        """What they expect as the answer to a callback, as JSON."""
        return '{"ok": true}'

    def cannot(self, what: str) -> Unavailable:
        return Unavailable("carrier.cannot", permanent=True, carrier=self.name, what=what)

    def said(self, what: Any, permanent: bool = True) -> Unavailable:
        """They answered, and it was no."""
        return Unavailable("carrier.said", permanent=permanent, carrier=self.name, what=str(what)[:120])


class Suspended(Unavailable):
    """The line takes nothing now: floods, a holiday, a lockdown. Others may be asked."""

    def __init__(self, carrier: dict[str, str], why: str) -> None:
        super().__init__("carrier.suspended", permanent=True, carrier=carrier, what=why[:120])
