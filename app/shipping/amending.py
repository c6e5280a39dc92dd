"""Calls to carriers about numbers that exist: another recipient before hand-over, another way after it.

As with booking, the wish is saved first, the call is outside any transaction, then the answer.
"""

import logging
from datetime import timedelta
from typing import Any

from app import clock
from app.db import connection, transaction
from app.errors import Unavailable
from app.prepared import Prepared, given
from app.shipping import booking, labels, readdressing, rerouting, vendor_papers, waybills
from app.shipping.carriers import LINKS, Booked
from app.shipping.models import Readdress, Waybill
from app.shipping.parcels import get_parcel, tell
from app.shipping.states import NUMBERED
from app.timeline.recording import record
from app.words import Words

log = logging.getLogger(__name__)
GIVE_UP_AFTER = 6  # unanswered calls: then the number is void and a new one is booked


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
    waybill = _find(CHANGES, Waybill, carrier)
    if waybill is None:
        return False
    if not booking.claim(waybill):
        return True
    with connection():
        recipient = waybills.recipient_of(waybill.parcel.order)
    try:
        booked = LINKS[carrier].change_address(booking.booking_of(waybill, recipient), waybill.tracking_no)
    except Unavailable as error:
        _not_changed(waybill, error)
    except Exception:
        log.exception("changing waybill %s with %s broke", waybill.id, carrier)
        _not_changed(waybill, Unavailable("carrier.broke"))
    else:
        _save_changed(waybill, booked, recipient)
    return True


def _find(which: Prepared, model: type[Any], carrier: str) -> Any:
    with connection():
        found = which.first(carrier=carrier, now=clock.to_ms(clock.now()))
        return model.get_by_id(found.id) if found is not None else None


def _save_changed(waybill: Waybill, booked: Booked, recipient: dict[str, Any]) -> None:
    """The same number for another recipient: a new label. A change that came meanwhile is told next."""
    with transaction():
        parcel = get_parcel(waybill.parcel_id)
        fresh = Waybill.get_by_id(waybill.id)
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
    row = _find(REROUTES, Readdress, carrier)
    if row is None:
        return False
    if not _claim(row):
        return True
    try:
        with connection():
            wanted = rerouting.interception_of(row, Waybill.get_by_id(row.waybill_id))
        ticket = LINKS[carrier].intercept(wanted)
    except Unavailable as error:
        _not_sent(row, error)
    except Exception:
        log.exception("intercepting for address change %s with %s broke", row.id, carrier)
        _not_sent(row, Unavailable("carrier.broke"))
    else:
        _save_ticket(row, ticket)
    return True


def _claim(row: Readdress) -> bool:
    mine = (Readdress.id == row.id) & (Readdress.state == "pending") & (Readdress.tries == row.tries)
    with transaction():
        tried = Readdress.update(tries=Readdress.tries + 1, next_try_at=clock.now() + booking.CALL_LASTS)
        return bool(tried.where(mine).execute())


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
        wait = min(timedelta(seconds=2 ** min(row.tries + 1, 9)), booking.LONGEST_WAIT)
        kept = Readdress.update(problem=str(error)[:200], next_try_at=clock.now() + wait)
        kept.where(Readdress.id == row.id).execute()
        tell(parcel)
