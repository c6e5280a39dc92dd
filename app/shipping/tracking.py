"""What a customer may read of a parcel: where it is, its number, its journey. No full name, phone or street.

Opened by everybody at once when a truck is late, so its queries are compiled once.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.orders.models import Order
from app.prepared import Prepared, given
from app.printing.moments import local
from app.rules.remembering import Remembered
from app.shipping.addresses import masked
from app.shipping.carriers import LINKS
from app.shipping.masking import mask_name, mask_phone
from app.shipping.models import Carrier, Parcel, Readdress, TrackEvent, Voucher, Waybill
from app.shipping.states import AWAY, STOPPING
from app.words import Words, say

STATES = {"closed": "packed", "handed_over": "handed_over", "cancelled": "cancelled"}
ON_THE_WAY = ("picked_up", "moving", "out_for_delivery", "signed", "problem", "returning", "returned")
NOT_COMING = ("signed", "returning", "returned")  # an estimate of its delivery means nothing any more
NOT_YET_GONE = ("open", "checked", "labelled", "closed")

BY_HASH = Prepared(
    lambda: (
        Voucher.select(
            Voucher.id,
            Voucher.parcel,
            Voucher.short_code,
            Voucher.expires_at,
            Voucher.revoked_at,
            Parcel.state,
            Parcel.carrier,
            Parcel.expected_at,
            Parcel.order,
            Order.order_no,
            Order.promised_at,
        )
        .join(Parcel)
        .join(Order)
        .where(Voucher.token_hash == given("token_hash"))
    )
)
WAYBILL = Prepared(
    lambda: (
        Waybill.select(Waybill.carrier, Waybill.tracking_no, Waybill.recipient)
        .where(Waybill.parcel == given("parcel_id"))
        .order_by(Waybill.version.desc())
        .limit(1)
    )
)
EVENTS = Prepared(
    lambda: (
        TrackEvent.select(TrackEvent.at, TrackEvent.what, TrackEvent.place)
        .where(TrackEvent.parcel == given("parcel_id"))
        .order_by(TrackEvent.at.desc(), TrackEvent.id.desc())
        .limit(50)
    )
)
CHANGING = Prepared(
    lambda: (
        Readdress.select(Readdress.state)
        .where(
            Readdress.parcel == given("parcel_id"),
            Readdress.closed_at.is_null(),
            Readdress.state.in_(("asked", *STOPPING, *AWAY)),
        )
        .order_by(Readdress.id.desc())
        .limit(1)
    )
)


@dataclass(frozen=True)
class Event:
    at: str
    text: str
    place: str


@dataclass(frozen=True)
class Journey:
    """Everything the page shows, said in `lang`; times are the site's, to the minute."""

    lang: str
    order_no: str
    short_code: str
    state: str
    to: str
    carrier: str
    carrier_phone: str
    tracking_no: str | None
    leaves_by: str | None
    leaves_in: str | None
    expected: str | None
    asked: bool
    events: list[Event] = field(default_factory=list)


def find_voucher(token_hash: str) -> Any:
    """The voucher's row while it is valid. Every other one costs the same query and the same look."""
    row = BY_HASH.first(token_hash=token_hash)
    valid = row is not None and row.revoked_at is None and row.expires_at > clock.now()
    return row if valid else None


def read_journey(voucher: Any, lang: str) -> Journey:
    """`voucher`: a row of find_voucher."""
    waybill = WAYBILL.first(parcel_id=voucher.parcel_id)
    events = EVENTS.list(parcel_id=voucher.parcel_id)
    changing = CHANGING.first(parcel_id=voucher.parcel_id)
    code = waybill.carrier if waybill else voucher.carrier
    gone = voucher.state not in NOT_YET_GONE
    coming = voucher.expected_at is not None and _seen(events) not in NOT_COMING
    return Journey(
        lang=lang,
        order_no=voucher.order_no,
        short_code=voucher.short_code,
        state=say(Words(f"track.{_state(voucher, events, changing)}"), lang),
        to=_to(waybill.recipient) if waybill else "",
        carrier=_named(code, lang),
        carrier_phone=_phone(code),
        tracking_no=waybill.tracking_no if waybill else None,
        leaves_by=None if gone else _told(voucher.promised_at),
        leaves_in=None if gone else _left(voucher.promised_at, lang),
        expected=_told(voucher.expected_at) if coming else None,
        asked=changing is not None and changing.state == "asked",
        events=[
            Event(_told(row.at), say(Words(f"track.event.{row.what}"), lang), row.place) for row in events
        ],
    )


def _seen(events: list[Any]) -> str | None:
    """The last thing that happened on its way; `events` newest first."""
    return next((row.what for row in events if row.what in ON_THE_WAY), None)


def _state(voucher: Any, events: list[Any], changing: Any) -> str:
    if changing is not None and changing.state != "asked":
        return "readdressing" if changing.state in STOPPING else "redirecting"
    seen = _seen(events)
    if voucher.state == "handed_over" and seen is not None:
        return f"event.{seen}"
    return STATES.get(voucher.state, "preparing")


def _to(recipient: dict[str, Any]) -> str:
    parts = (
        masked(recipient),
        mask_name(str(recipient.get("name") or "")),
        mask_phone(str(recipient.get("phone") or "")),
    )
    return " ".join(part for part in parts if part)


def _left(at: datetime, lang: str) -> str:
    """How long until then, to the minute; the page asks again every minute."""
    left = at - clock.now()
    if left <= timedelta(0):
        return say(Words("track.any_moment"), lang)
    minutes = int(left.total_seconds() // 60)
    return say(Words("track.in", {"hours": minutes // 60, "minutes": minutes % 60}), lang)


_carriers = Remembered(lambda: {row.code: row for row in Carrier.select()})


def _named(code: str, lang: str) -> str:
    row = _carriers.get().get(code)
    return str((row.name_zh if lang == "zh-CN" else row.name_en) if row else code)


def _phone(code: str) -> str:
    """Their hotline, as the site entered it or as it is known."""
    row, link = _carriers.get().get(code), LINKS.get(code)
    return str((row.phone if row else "") or (link.phone if link else ""))


def _told(at: datetime) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M")
