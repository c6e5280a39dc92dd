"""An address change after hand-over: the carrier is asked, and it is not true until the carrier says so.

asked -> pending (the loop asks; the answer comes by callback or by the lead's telephone) -> accepted ->
vouchered -> closed; or refused, with the reason and what to do instead.
"""

from app import clock
from app.db import transaction
from app.errors import NotFound, Refused
from app.lives import move
from app.orders.addressing import change_address
from app.orders.ordering import get_order
from app.shipping import merging, readdressing, vouchers, waybills
from app.shipping.carriers import Interception, can_of
from app.shipping.models import Parcel, Readdress, TrackEvent, Waybill
from app.shipping.parcels import get_parcel, tell
from app.shipping.readdressing import Wish
from app.shipping.states import READDRESS, READDRESS_HAPPENED
from app.timeline.recording import record
from app.words import Words


def check(gone: list[Parcel], wish: Wish) -> None:
    """Refused, with what to do instead, where a carrier takes no new address;

    and until its fee is accepted.
    """
    for parcel in gone:
        if not can_of(parcel.carrier).redirect:
            raise Refused("readdress.too_late")
    fee = sum(fee_of(parcel) for parcel in gone)
    if fee and wish.decides and wish.fee_cents != fee:
        raise Refused("readdress.fee", fee=f"{fee / 100:.2f}")


def fee_of(parcel: Parcel) -> int:
    return can_of(parcel.carrier).fee_cents


def send(made: Readdress, by: int | None) -> None:
    """The carrier shall be asked; a question that is still open with it is replaced by this one."""
    readdressing.replace_asked(made, by)
    living = waybills.find_living(made.parcel_id)
    readdressing.to_step(made, "send", by)
    Readdress.update(waybill=living).where(Readdress.id == made.id).execute()
    tell(made.parcel)


def interception_of(row: Readdress, waybill: Waybill) -> Interception:
    return Interception(reference_of(row.id), str(waybill.tracking_no), dict(row.after))


def reference_of(readdress_id: int) -> str:
    return f"WC-R-{readdress_id}"


def find_by_ticket(ticket: str) -> Readdress | None:
    """The change a carrier answers; our own reference counts too, for an answer that overtook its ticket."""
    known = Readdress.get_or_none(Readdress.ticket == ticket)
    number = ticket.removeprefix("WC-R-")
    if known is None and number != ticket and number.isdecimal() and len(number) < 16:
        return Readdress.get_or_none(Readdress.id == int(number))
    return known


def answered(readdress_id: int, accepted: bool, said: str, by: int | None = None) -> Words:
    """The carrier's answer, once. A change that was replaced meanwhile still tells where the parcel goes."""
    with transaction():
        row = Readdress.get_or_none(Readdress.id == readdress_id)
        if row is None:
            raise NotFound("readdress.unknown")
        parcel = get_parcel(row.parcel_id)
        row = Readdress.get_by_id(readdress_id)
        row.parcel = parcel
        if row.state == "replaced" and accepted and not _newer_accepted(row):
            _change(parcel, row, by)
        elif row.state == "pending" and accepted:
            _accept(row, by)
        elif row.state == "pending":
            readdressing.refuse(row, Words("readdress.carrier_refused", {"why": said or "-"}), by)
        elif by is not None:
            raise Refused("readdress.answered")
    return Words("readdress.accepted" if accepted else "readdress.refused_noted")


def _newer_accepted(row: Readdress) -> bool:
    later = Readdress.select().where(Readdress.parcel == row.parcel_id, Readdress.id > row.id)
    return bool(later.where(Readdress.state.in_(("accepted", "vouchered", "closed"))).exists())


def _accept(row: Readdress, by: int | None) -> None:
    """The order goes where the carrier agreed to take it;

    the customer's link goes out in the same transaction.
    """
    move(row, READDRESS, "accept")
    record(READDRESS_HAPPENED["accept"], row.id, order_id=row.order_id, by=by)
    _change(row.parcel, row, by)
    waybill = Waybill.get_by_id(row.waybill_id)
    recipient = waybills.recipient_of(row.parcel.order)
    Waybill.update(recipient=recipient).where(Waybill.id == waybill.id).execute()
    waybill.recipient = recipient
    TrackEvent.create(parcel=row.parcel, waybill=waybill, at=clock.now(), what="rerouted")
    vouchers.make(row, waybill, on_paper=False)
    readdressing.to_step(row, "vouch", by)
    readdressing.end(row, "close", by)
    tell(row.parcel)


def _change(parcel: Parcel, row: Readdress, by: int | None) -> None:
    """Every order in the box goes where it goes; `parcel` knows its own order."""
    change_address(parcel.order, row.after, by)
    for other_id in merging.list_together(parcel.order_id)[1:]:
        change_address(get_order(other_id), row.after, by)


def settle(readdress_id: int, by: int) -> Words:
    """The lead has read that a change was refused, and does what it says instead."""
    with transaction():
        mine = (Readdress.id == readdress_id) & (Readdress.state == "refused") & Readdress.closed_at.is_null()
        if not Readdress.update(closed_at=clock.now()).where(mine).execute():
            raise NotFound("readdress.unknown")
        row = Readdress.get_by_id(readdress_id)
        record("readdress:settled", row.id, order_id=row.order_id, by=by)
        tell(row.parcel)
    return Words("readdress.settled")
