"""Ask carriers for numbers, and tell them of those that are void: see app/shipping/calls.py.

Asked again with the same (parcel, version), a carrier gives the same number.
"""

from datetime import timedelta
from typing import Any

from peewee import fn

from app import clock
from app.contracts.tiers import get_site
from app.db import connection, transaction
from app.errors import Unavailable
from app.lives import move
from app.prepared import Prepared, given
from app.shipping import labels, lines, problems, readdressing, vendor_papers
from app.shipping.calls import Call, run_next, wait_after
from app.shipping.carriers import LINKS, Booked, Booking, Suspended
from app.shipping.models import Parcel, Waybill
from app.shipping.parcels import advance, get_parcel, tell
from app.shipping.states import WAYBILL, WAYBILL_HAPPENED
from app.timeline.recording import record

PERMANENT_WAIT = timedelta(minutes=5)


def _due(state: str) -> Prepared:
    """The id of the waybill in `state` that has waited longest for its next try; asked ten times a second."""

    def build() -> Any:
        due = Waybill.next_try_at.is_null() | (Waybill.next_try_at <= given("now"))
        untold = Waybill.cancelled_at.is_null() & (Waybill.state == state)
        query = Waybill.select(Waybill.id).where(Waybill.carrier == given("carrier"), untold, due)
        return query.order_by(fn.COALESCE(Waybill.next_try_at, 0), Waybill.id).limit(1)

    return Prepared(build)


WISHED, VOID = _due("booking"), _due("void")


def book_next(carrier: str) -> bool:
    """Book one waybill with this carrier, or try again one that failed. Whether there was one."""
    return run_next(carrier, WISHED, Waybill, Call("booking waybill", _book, _save, _keep_unbooked))


def _book(waybill: Waybill) -> Booked:
    """Where the same order id could make a second number, the carrier is asked for the first one before."""
    link, wanted = LINKS[waybill.carrier], booking_of(waybill)
    found = link.find(wanted) if waybill.tries and not link.can.key else None
    return found or link.book(wanted)


def _keep_unbooked(waybill: Waybill, error: Unavailable) -> None:
    keep_problem(waybill, error)
    if isinstance(error, Suspended):
        lines.suspend(waybill.carrier, str(error.details["what"]))


def cancel_next(carrier: str) -> bool:
    """Tell this carrier of one number that is void. Whether there was one."""
    return run_next(carrier, VOID, Waybill, Call("cancelling waybill", _cancel, _save_void, keep_problem))


def _cancel(waybill: Waybill) -> None:
    LINKS[waybill.carrier].cancel(booking_of(waybill), waybill.tracking_no)


def booking_of(waybill: Waybill, recipient: dict[str, Any] | None = None) -> Booking:
    with connection():
        parcel = waybill.parcel
        return Booking(
            parcel.id,
            waybill.version,
            parcel.order.order_no,
            recipient or waybill.recipient,
            get_site().sender,
            parcel.weight_g or parcel.order.weight_g or None,
        )


def keep_problem(waybill: Waybill, error: Unavailable) -> None:
    """Tried again later; a carrier that says no for good is asked seldom, and the lead reads why."""
    wait = PERMANENT_WAIT if error.permanent else wait_after(waybill)
    with transaction():
        problem = problems.keep(error)
        told = Waybill.update(problem=problem).where(Waybill.id == waybill.id, Waybill.problem != problem)
        Waybill.update(next_try_at=clock.now() + wait).where(Waybill.id == waybill.id).execute()
        if told.execute():
            parcel = waybill.parcel
            record("waybill:refused", waybill.id, order_id=parcel.order_id, data={"because": error.key})
            tell(parcel)


def _save(waybill: Waybill, booked: Booked) -> None:
    """The number, and in the same transaction the label that carries it."""
    with transaction():
        parcel = get_parcel(waybill.parcel_id)
        fresh = Waybill.get_by_id(waybill.id)
        if fresh.state != "booking":
            _keep_late(fresh, booked, parcel)
            return
        columns: dict[str, Any] = {"tracking_no": booked.tracking_no, "sort_code": booked.sort_code}
        columns |= {"cost_cents": booked.cost_cents, "problem": "", **vendor_papers.columns_of(booked)}
        move(fresh, WAYBILL, "book", booked_at=clock.now(), next_try_at=None, **columns)
        about = {"tracking_no": booked.tracking_no, "carrier": fresh.carrier, "version": fresh.version}
        record(WAYBILL_HAPPENED["book"], fresh.id, order_id=parcel.order_id, data=about)
        label = labels.make(parcel, fresh)
        if parcel.state == "checked":
            advance(parcel, "label")
        readdressing.booked(fresh, label)
        tell(parcel)


def _keep_late(waybill: Waybill, booked: Booked, parcel: Parcel) -> None:
    """The address changed while the carrier was asked: its number is void already, and must be cancelled."""
    if waybill.tracking_no is None:
        Waybill.update(tracking_no=booked.tracking_no).where(Waybill.id == waybill.id).execute()
        record("waybill:booked_too_late", waybill.id, order_id=parcel.order_id)


def _save_void(waybill: Waybill, _: None) -> None:
    with transaction():
        fresh = Waybill.update(cancelled_at=clock.now(), next_try_at=None, problem="")
        if fresh.where(Waybill.id == waybill.id, Waybill.cancelled_at.is_null()).execute():
            record("waybill:cancelled", waybill.id, order_id=waybill.parcel.order_id)
