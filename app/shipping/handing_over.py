"""Parcels leave the house, one scan each."""

from dataclasses import dataclass
from typing import Any

from peewee import fn

from app import clock
from app.db import transaction
from app.errors import Refused
from app.lives import move
from app.orders import ordering
from app.orders.models import Order
from app.people.models import SignIn
from app.prepared import Prepared, given
from app.shipping import carriers, hearing, labels, merging, parting, polling
from app.shipping.models import Carrier, Parcel, TrackEvent
from app.shipping.parcels import get_parcel, refuse_blocked, tell
from app.shipping.states import PARCEL, PARCEL_HAPPENED
from app.timeline.recording import record
from app.words import Words

WAITS = Prepared(
    lambda: (
        Parcel.select(Parcel.id)
        .where(Parcel.order == given("order_id"), Parcel.state.not_in(("handed_over", "cancelled", "merged")))
        .limit(1)
    )
)


def _shared() -> Any:
    """A box that has not left, of an order in whose box one of this order's parcels lies: it may be split."""
    box, beside = Parcel.alias(), Parcel.alias()
    query: Any = Parcel.select(Parcel.id).join(box, on=(box.id == Parcel.inside_id))
    query = query.join(beside, on=(beside.order == box.order))
    mine = (Parcel.order == given("order_id")) & (Parcel.state == "merged")
    return query.where(mine, beside.state.not_in(("handed_over", "cancelled", "merged"))).limit(1)


SHARED = Prepared(_shared)


@dataclass(frozen=True)
class Waiting:
    """A carrier, and how many closed parcels wait for its truck."""

    carrier: Carrier
    waiting: int


def hand_over(carrier: str, barcode: str, by: int, lang: str) -> Words:
    """A closed parcel goes to its carrier. Refused, loudly, for a void label, a stop, or another carrier."""
    with transaction():
        scanned = labels.read(barcode)
        if scanned is None:
            raise Refused("handover.unknown", barcode=barcode.strip()[:40])
        parcel = get_parcel(scanned.waybill.parcel_id)
        refuse_blocked(parcel.order)
        scanned = labels.read(barcode)  # again, now that nobody else can change it
        assert scanned is not None
        if parcel.state == "handed_over":
            return Words("handover.already", {"tracking_no": scanned.waybill.tracking_no})
        _check(parcel, scanned, carrier, lang)
        _go(parcel, scanned, by)
    return Words("handover.done", {"tracking_no": scanned.waybill.tracking_no})


def _check(parcel: Parcel, scanned: labels.Scanned, carrier: str, lang: str) -> None:
    if parcel.state != "closed" or scanned.label.state != "applied":
        raise Refused("handover.not_closed", order=parcel.order.order_no)
    if parting.waits_for_others(parcel):
        raise Refused("handover.not_alone", order=parcel.order.order_no)
    if scanned.waybill.carrier != carrier:
        raise Refused("handover.other_carrier", expected=carriers.name_of(scanned.waybill.carrier, lang))


def _go(parcel: Parcel, scanned: labels.Scanned, by: int) -> None:
    now = clock.now()
    move(parcel, PARCEL, "hand_over", handed_over_at=now, handed_over_by=by)
    told = {"carrier": scanned.waybill.carrier, "tracking_no": scanned.waybill.tracking_no}
    record(PARCEL_HAPPENED["hand_over"], parcel.id, order_id=parcel.order_id, by=by, data=told)
    TrackEvent.create(parcel=parcel, waybill=scanned.waybill, at=now, what="handed_over")
    hearing.now_moving(parcel.id)
    polling.start(scanned.waybill)
    _ship(parcel.order, by)
    for other_id in merging.list_inside(parcel.order_id):
        _ship(ordering.get_order(other_id), by)
    tell(parcel)


def _ship(order: Order, by: int) -> None:
    """Once all of its boxes, its own and those it shares, have left."""
    if order.state != "packed" or WAITS.first(order_id=order.id) or SHARED.first(order_id=order.id):
        return
    ordering.advance(order, "ship", by=by)


def list_waiting() -> list[Waiting]:
    """Active carriers, those with parcels waiting first."""
    counts = Parcel.select(Parcel.carrier, fn.COUNT(Parcel.id)).where(Parcel.state == "closed")
    counted: Any = counts.group_by(Parcel.carrier).tuples()
    waiting: dict[str, int] = dict(counted)
    rows = [Waiting(row, waiting.get(row.code, 0)) for row in Carrier.select().where(Carrier.active)]
    return sorted(rows, key=lambda row: (-row.waiting, row.carrier.code))


def find_last(sign_in: SignIn) -> Parcel | None:
    """What this operator handed over last since signing in."""
    since = SignIn.select(SignIn.at).where(SignIn.id == sign_in.id)
    mine = (Parcel.handed_over_by == sign_in.operator_id) & (Parcel.handed_over_at >= since)
    return Parcel.select().where(mine).order_by(Parcel.handed_over_at.desc(), Parcel.id.desc()).first()
