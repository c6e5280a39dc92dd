"""What a customer may read of a parcel: where it is, its number, its journey. No name, phone or street."""

from dataclasses import dataclass
from datetime import datetime

from app.printing.moments import local
from app.shipping import carriers, readdressing, waybills
from app.shipping.addresses import masked
from app.shipping.models import Parcel, TrackEvent, Voucher, Waybill
from app.words import Words, say

STATES = {"closed": "packed", "handed_over": "handed_over", "cancelled": "cancelled"}
NOT_YET_GONE = ("open", "checked", "labelled", "closed")


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
    place: str
    carrier: str
    tracking_no: str | None
    leaves_by: str | None
    events: list[Event]


def read_journey(voucher: Voucher, lang: str) -> Journey:
    parcel = voucher.parcel
    waybill = waybills.find_living(parcel.id) or _last(parcel)
    return Journey(
        lang=lang,
        order_no=parcel.order.order_no,
        short_code=voucher.short_code,
        state=say(Words(f"track.{_state(parcel)}"), lang),
        place=masked(waybill.recipient) if waybill else "",
        carrier=carriers.name_of(waybill.carrier if waybill else parcel.carrier, lang),
        tracking_no=waybill.tracking_no if waybill else None,
        leaves_by=_told(parcel.order.promised_at) if parcel.state in NOT_YET_GONE else None,
        events=_events(parcel, lang),
    )


def _last(parcel: Parcel) -> Waybill | None:
    return Waybill.select().where(Waybill.parcel == parcel.id).order_by(Waybill.version.desc()).first()


def _state(parcel: Parcel) -> str:
    if readdressing.find_running(parcel.id) is not None:
        return "readdressing"
    return STATES.get(parcel.state, "preparing")


def _events(parcel: Parcel, lang: str) -> list[Event]:
    """Newest first."""
    rows = TrackEvent.select().where(TrackEvent.parcel == parcel.id).order_by(TrackEvent.id.desc()).limit(50)
    return [Event(_told(row.at), say(Words(f"track.event.{row.what}"), lang), row.place) for row in rows]


def _told(at: datetime) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M")
