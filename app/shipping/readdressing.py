"""An address change after the waybill exists: the parcel stops, gets a new number, goes on where it stood.

asked -> stopped -> booking (the loop asks the carrier) -> relabelling (new label and voucher print, the old
label must be destroyed or declared lost) -> vouchered -> closed (the new label was scanned on the parcel).
"""

from app import clock
from app.db import transaction
from app.errors import Invalid, Refused
from app.orders import holding
from app.orders.addressing import change_address
from app.orders.models import Order
from app.orders.states import BEFORE_SHIPPED
from app.shipping import choosing, labels, vouchers, waybills
from app.shipping.addresses import FIELDS, Address, list_changed, list_missing, name_fields
from app.shipping.models import Label, Parcel, Readdress, TrackEvent, Waybill
from app.shipping.parcels import get_parcel, lock_order, step, tell
from app.shipping.states import HERE, READDRESS, READDRESS_HAPPENED, RUNNING
from app.timeline.recording import record
from app.words import Words

REASON_LENGTH = 200


def readdress(order_id: int, address: Address, reason: str, by: int) -> Words:
    """Send an order elsewhere, before it has left. Every parcel that has a waybill stops at once."""
    with transaction():
        order = lock_order(order_id)
        before = waybills.recipient_of(order)
        _check(order, before, address)
        wanted = address.model_dump()
        change_address(order, wanted, by)
        labelled = [parcel for parcel in _list_parcels(order) if waybills.find_living(parcel.id) is not None]
        _settle_review(order, by)
        for parcel in labelled:
            parcel.order = order
            _stop(_ask(parcel, before, reason, by), by)
    return Words("readdress.stopped" if labelled else "readdress.changed", {"order": order.order_no})


def _check(order: Order, before: dict[str, object], address: Address) -> None:
    if order.state not in BEFORE_SHIPPED:
        raise Refused("readdress.cancelled" if order.state == "cancelled" else "readdress.too_late")
    wanted = address.model_dump()
    missing = list_missing(wanted, order.country)
    if missing:
        raise Invalid("readdress.missing", fields=name_fields(missing))
    if not list_changed(before, wanted):
        raise Refused("readdress.no_change")
    if Parcel.select().where(Parcel.order == order.id, Parcel.state == "handed_over").exists():
        raise Refused("readdress.too_late")


def _settle_review(order: Order, by: int) -> None:
    """The channel sent another address after packing began and asked for a person: this is what they did."""
    review = holding.find_block(order.id, "review")
    if review is not None and review.why.get("key") == "order.address_changed":
        holding.lift(review.id, by)


def _list_parcels(order: Order) -> list[Parcel]:
    return list(Parcel.select().where(Parcel.order == order.id, Parcel.state.in_(HERE)).order_by(Parcel.id))


def _ask(parcel: Parcel, before: dict[str, object], reason: str, by: int) -> Readdress:
    after = waybills.recipient_of(parcel.order)
    made = Readdress.create(
        parcel=parcel,
        order=parcel.order,
        asked_by=by,
        reason=reason.strip()[:REASON_LENGTH],
        before={name: before[name] for name in FIELDS},
        after={name: after[name] for name in FIELDS},
        old_label=labels.find_current(parcel),
        asked_at=clock.now(),
    )
    about = {"fields": list_changed(before, after)}
    record("readdress:asked", made.id, order_id=parcel.order_id, by=by, data=about)
    return made


def _stop(made: Readdress, by: int) -> None:
    """Nobody may send the parcel from now on: number and paper are dead, and a new number is asked for."""
    parcel = made.parcel
    block_id = _replace_running(made, by) or _block(parcel, by)
    _step(made, "stop", by)
    labels.retire(parcel, by)
    living = waybills.find_living(parcel.id)
    if living is not None:
        waybills.make_void(living, parcel.order_id, by)
    choosing.assign_carrier(parcel)
    waybill = waybills.ask(parcel, by)
    Readdress.update(block_id=block_id, waybill=waybill).where(Readdress.id == made.id).execute()
    _step(made, "book", by)
    tell(parcel)


def _block(parcel: Parcel, by: int) -> int:
    why = holding.Why("stop", Words("readdress.why"), lifted_by_role="packer", parcel_id=parcel.id)
    return int(holding.block(parcel.order_id, why, by).id)


def _replace_running(made: Readdress, by: int) -> int | None:
    """The later change wins: the one before it ends here, and its stop goes on standing for this one."""
    running = find_running(made.parcel_id, but=made.id)
    if running is None:
        return None
    vouchers.retire(running)
    _end(running, "replace", by)
    Readdress.update(replaced_by=made.id).where(Readdress.id == running.id).execute()
    return running.block_id


def find_running(parcel_id: int, but: int = 0) -> Readdress | None:
    mine = (Readdress.parcel == parcel_id) & (Readdress.id != but)
    return Readdress.get_or_none(mine, Readdress.state.in_(RUNNING))


def booked(waybill: Waybill, label: Label) -> None:
    """The carrier gave the new number: label and voucher print. Called inside the booking's transaction."""
    running = find_running(waybill.parcel_id)
    if running is None or running.state != "booking":
        return
    running.parcel = label.parcel
    _step(running, "relabel")
    TrackEvent.create(parcel=label.parcel, waybill=waybill, at=clock.now(), what="readdressed")
    vouchers.make(running, waybill)
    _go_on(running)


def account_for(label_id: int, action: str, by: int) -> Words:
    """An old label was destroyed (`destroy`) or cannot be found (`lose`)."""
    with transaction():
        parcel = labels.account_for(label_id, action, by)
        running = find_running(parcel.id)
        if running is not None:
            _go_on(running, by)
    return Words("label.destroyed" if action == "destroy" else "label.lost_noted")


def _go_on(running: Readdress, by: int | None = None) -> None:
    """Once no old paper is left, only the new label's scan is missing."""
    if running.state == "relabelling" and not labels.list_dead(running.parcel_id):
        _step(running, "vouch", by)


def close(running: Readdress, by: int) -> None:
    """The new label is on the parcel: the stop is lifted, and it goes on where it stood."""
    _end(running, "close", by)
    if running.block_id is not None:
        holding.lift(running.block_id, by)


def fail(parcel: Parcel, by: int | None = None) -> None:
    """The order was cancelled: nothing is readdressed any more."""
    running = find_running(parcel.id)
    if running is not None:
        vouchers.retire(running)
        _end(running, "fail", by)


def _end(running: Readdress, action: str, by: int | None) -> None:
    _step(running, action, by)
    Readdress.update(closed_at=clock.now()).where(Readdress.id == running.id).execute()


def _step(row: Readdress, action: str, by: int | None = None) -> None:
    step(row, READDRESS, action, READDRESS_HAPPENED, order_id=row.order_id, by=by)


def find_stop(station_id: int | None) -> Readdress | None:
    """The oldest address change that waits for somebody at this station."""
    query = Readdress.select(Readdress, Parcel).join(Parcel).where(Readdress.closed_at.is_null())
    query = query.where(Readdress.state.in_(RUNNING), Parcel.station_id == station_id)
    return query.order_by(Readdress.id).first()


def get_stopped(parcel_id: int) -> Parcel:
    """A parcel under an address change, locked; Refused when none is running."""
    parcel = get_parcel(parcel_id)
    if find_running(parcel.id) is None:
        raise Refused("readdress.over")
    return parcel
