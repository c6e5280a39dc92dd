"""Calls to carriers about numbers that exist: another recipient before hand-over, another way after it.

As with booking: see app/shipping/calls.py.
"""

from dataclasses import dataclass
from typing import Any

from app import clock
from app.db import connection, transaction
from app.errors import Unavailable
from app.prepared import Prepared, given
from app.shipping import booking, labels, problems, readdressing, rerouting, vendor_papers, waybills
from app.shipping.calls import Call, run_next, wait_after
from app.shipping.carriers import LINKS, Booked
from app.shipping.models import Readdress, Waybill
from app.shipping.parcels import get_parcel, tell
from app.shipping.states import NUMBERED
from app.timeline.recording import record
from app.words import Words

GIVE_UP_AFTER = 6  # unanswered calls: then the number is void and a new one is booked


@dataclass(frozen=True)
class Changed:
    """What they answered, and the recipient they were told of."""

    booked: Booked
    recipient: dict[str, Any]


def _to_change() -> Any:
    due = Waybill.next_try_at.is_null() | (Waybill.next_try_at <= given("now"))
    wanted = Waybill.change_id.is_null(False) & (Waybill.carrier == given("carrier"))
    return Waybill.select(Waybill.id).where(wanted, Waybill.state.in_(NUMBERED), due).limit(1)


def _to_send() -> Any:
    due = Readdress.next_try_at.is_null() | (Readdress.next_try_at <= given("now"))
    query = Readdress.select(Readdress.id).join(Waybill).where(Readdress.state == "pending", due)
    return query.where(Readdress.ticket.is_null(), Waybill.carrier == given("carrier")).limit(1)


CHANGES, REROUTES = Prepared(_to_change), Prepared(_to_send)


def change_next(carrier: str) -> bool:
    """Tell this carrier of one new recipient; the number stays. Whether there was one."""
    return run_next(carrier, CHANGES, Waybill, Call("changing waybill", _change, _save_changed, _not_changed))


def _change(waybill: Waybill) -> Changed:
    with connection():
        recipient = waybills.recipient_of(waybill.parcel.order)
    wanted = booking.booking_of(waybill, recipient)
    return Changed(LINKS[waybill.carrier].change_address(wanted, str(waybill.tracking_no)), recipient)


def _save_changed(waybill: Waybill, changed: Changed) -> None:
    """The same number for another recipient: a new label. A change that came meanwhile is told next."""
    with transaction():
        parcel = get_parcel(waybill.parcel_id)
        fresh, booked, recipient = Waybill.get_by_id(waybill.id), changed.booked, changed.recipient
        if fresh.state not in NUMBERED:
            return
        if fresh.change_id != waybill.change_id or booked.tracking_no != fresh.tracking_no:
            Waybill.update(next_try_at=None).where(Waybill.id == fresh.id).execute()
            if fresh.change_id == waybill.change_id:
                readdressing.rebook(fresh)  # they gave another number: the old one is void
            return
        kept: dict[str, Any] = {"recipient": recipient, "change_id": None, "next_try_at": None, "problem": ""}
        kept |= {"sort_code": booked.sort_code or fresh.sort_code, "tries": 0}
        kept |= vendor_papers.columns_of(booked)
        Waybill.update(**kept).where(Waybill.id == fresh.id).execute()
        record("waybill:changed", fresh.id, order_id=parcel.order_id, data={"tracking_no": fresh.tracking_no})
        readdressing.booked(fresh, labels.make(parcel, Waybill.get_by_id(fresh.id)))
        tell(parcel)


def _not_changed(waybill: Waybill, error: Unavailable) -> None:
    """Too late, or they do not answer: the old number is void, and the parcel gets a new one."""
    booking.keep_problem(waybill, error)
    if not error.permanent and waybill.tries + 1 < GIVE_UP_AFTER:
        return
    with transaction():
        get_parcel(waybill.parcel_id)
        fresh = Waybill.get_by_id(waybill.id)
        if fresh.state in NUMBERED and fresh.change_id is not None:
            readdressing.rebook(fresh)


def reroute_next(carrier: str) -> bool:
    """Ask this carrier for one interception. Whether there was one."""
    call = Call("intercepting for address change", _intercept, _save_ticket, _not_sent)
    return run_next(carrier, REROUTES, Readdress, call)


def _intercept(row: Readdress) -> str:
    with connection():
        waybill = Waybill.get_by_id(row.waybill_id)
        wanted = rerouting.interception_of(row, waybill)
    return LINKS[waybill.carrier].intercept(wanted)


def _save_ticket(row: Readdress, ticket: str) -> None:
    with transaction():
        kept = Readdress.update(ticket=ticket[:40], problem="", next_try_at=None)
        kept.where(Readdress.id == row.id).execute()
        record("readdress:sent_to_carrier", row.id, order_id=row.order_id)
        tell(get_parcel(row.parcel_id))


def _not_sent(row: Readdress, error: Unavailable) -> None:
    """A no for good is an answer; silence is asked again."""
    with transaction():
        parcel = get_parcel(row.parcel_id)
        fresh = Readdress.get_by_id(row.id)
        if fresh.state != "pending":
            return
        fresh.parcel = parcel
        if error.permanent:
            said = str(error.details.get("what") or error)
            readdressing.refuse(fresh, Words("readdress.carrier_refused", {"why": said[:120]}))
            return
        kept = Readdress.update(problem=problems.keep(error), next_try_at=clock.now() + wait_after(row))
        kept.where(Readdress.id == row.id).execute()
        tell(parcel)
