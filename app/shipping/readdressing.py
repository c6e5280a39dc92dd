"""An address change before hand-over, step by step: each is one transaction, found again after a crash.

asked -> stopped -> booking (the loop asks the carrier) -> relabelling (new label and voucher print, the old
label must be destroyed or declared lost) -> vouchered -> closed (the new label was scanned on the parcel).
The carrier keeps the number where it can (`Can.change`), else it is void and a new version is booked.
"""

from dataclasses import dataclass
from typing import Any

from app import clock
from app.db import transaction
from app.lives import move
from app.orders import holding
from app.prepared import Prepared, given
from app.shipping import choosing, labels, vouchers, waybills
from app.shipping.addresses import FIELDS, list_changed
from app.shipping.carriers import can_of
from app.shipping.models import Label, Parcel, Readdress, TrackEvent, Waybill
from app.shipping.parcels import get_parcel, step, tell
from app.shipping.states import NUMBERED, READDRESS, READDRESS_HAPPENED, STOPPING
from app.timeline.recording import record
from app.words import Words

RUNNING = Prepared(
    lambda: (
        Readdress.select(Readdress.id)
        .where(
            Readdress.parcel == given("parcel_id"),
            Readdress.id != given("but"),
            Readdress.state.in_(STOPPING),
            Readdress.closed_at.is_null(),
        )
        .limit(1)
    )
)


@dataclass(frozen=True)
class Wish:
    """Who wants a parcel elsewhere. `source`: lead, customer_service, channel, customer."""

    source: str = "lead"
    by: int | None = None
    reason: str = ""
    fee_cents: int | None = None  # what the carrier may take for it
    as_is: bool = False  # there is no house number, and that is right
    asked: Readdress | None = None  # the question that this approves

    @property
    def decides(self) -> bool:
        """A lead's word, also on somebody else's question; others may only ask where it costs something."""
        return self.source == "lead" or self.asked is not None


def ask(parcel: Parcel, before: dict[str, Any], after: dict[str, Any], wish: Wish) -> Readdress:
    """The wish as a row: the one that was approved, else a new one."""
    if wish.asked is not None and wish.asked.parcel_id == parcel.id:
        wish.asked.parcel = parcel
        kept = {"approved_by": wish.by, "fee_cents": wish.fee_cents or 0, "before": _only(before)}
        Readdress.update(**kept).where(Readdress.id == wish.asked.id).execute()
        return wish.asked
    made = Readdress.create(
        parcel=parcel,
        order=parcel.order,
        asked_by=wish.by,
        source=wish.source,
        reason=wish.reason.strip()[:200],
        before=_only(before),
        after=_only(after),
        fee_cents=wish.fee_cents or 0,
        old_label=labels.find_current(parcel),
        asked_at=clock.now(),
    )
    about = {"fields": list_changed(before, after), "source": wish.source}
    record("readdress:asked", made.id, order_id=parcel.order_id, by=wish.by, data=about)
    tell(parcel)
    return made


def _only(address: dict[str, Any]) -> dict[str, Any]:
    return {name: address.get(name) or "" for name in (*FIELDS, "oaid")}


def stop(made: Readdress, by: int | None) -> None:
    """Nobody may send the parcel from now on: the paper is dead, and the carrier is asked."""
    parcel = made.parcel
    block_id = _replace_running(made, by) or _block(parcel, by)
    to_step(made, "stop", by)
    labels.retire(parcel, by)
    living = waybills.find_living(parcel.id)
    keeps = living is not None and living.state in NUMBERED and can_of(living.carrier).change == "update"
    Readdress.update(block_id=block_id).where(Readdress.id == made.id).execute()
    if keeps and living is not None:
        # next_try_at stays: a call for an earlier change may still be on its way, and must come back first
        Waybill.update(change_id=made.id, tries=0).where(Waybill.id == living.id).execute()
        Readdress.update(waybill=living).where(Readdress.id == made.id).execute()
    else:
        _rebook(made, living, by)
    to_step(made, "book", by)
    tell(parcel)


def _rebook(made: Readdress, living: Waybill | None, by: int | None) -> None:
    parcel = made.parcel
    if living is not None:
        waybills.make_void(living, parcel.order_id, by)
    choosing.assign_carrier(parcel)
    asked = waybills.ask(parcel, by)
    Readdress.update(waybill=asked).where(Readdress.id == made.id).execute()


def rebook(waybill: Waybill) -> None:
    """The carrier does not change this number any more: it is void, and a new one is asked for."""
    running = find_running(waybill.parcel_id)
    if running is not None and running.state == "booking":
        running.parcel = get_parcel(waybill.parcel_id)
        _rebook(running, Waybill.get_by_id(waybill.id), None)


def _block(parcel: Parcel, by: int | None) -> int:
    why = holding.Why("stop", Words("readdress.why"), lifted_by_role="packer", parcel_id=parcel.id)
    return int(holding.block(parcel.order_id, why, by).id)


def _replace_running(made: Readdress, by: int | None) -> int | None:
    """The later change wins: the one before it ends here, and its stop goes on standing for this one."""
    running = find_running(made.parcel_id, but=made.id)
    replace_asked(made, by)
    if running is None:
        return None
    vouchers.retire(running)
    end(running, "replace", by)
    Readdress.update(replaced_by=made.id).where(Readdress.id == running.id).execute()
    return running.block_id


def replace_asked(made: Readdress, by: int | None) -> None:
    """Questions that nobody answered are answered by this change."""
    _replace(made, by, Readdress.state.in_(("asked", "pending")))


def replace_own(made: Readdress, by: int | None) -> None:
    """Whoever asks again has changed their mind: one question of theirs at a time."""
    _replace(made, by, (Readdress.state == "asked") & (Readdress.source == made.source))


def _replace(made: Readdress, by: int | None, which: Any) -> None:
    mine = (Readdress.parcel == made.parcel_id) & (Readdress.id != made.id)
    for row in Readdress.select().where(mine, which):
        end(row, "replace", by)
        Readdress.update(replaced_by=made.id).where(Readdress.id == row.id).execute()


def find_running(parcel_id: int, but: int = 0) -> Readdress | None:
    """The change that stops this parcel."""
    found = RUNNING.first(parcel_id=parcel_id, but=but)
    return Readdress.get_by_id(found.id) if found is not None else None


def booked(waybill: Waybill, label: Label) -> None:
    """The carrier took the new address: label and voucher print. Called inside the booking's transaction."""
    running = find_running(waybill.parcel_id)
    if running is None or running.state != "booking":
        return
    running.parcel = label.parcel
    to_step(running, "relabel")
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
        to_step(running, "vouch", by)


def close(running: Readdress, by: int) -> None:
    """The new label is on the parcel: the stop is lifted, and it goes on where it stood."""
    end(running, "close", by)
    if running.block_id is not None:
        holding.lift(running.block_id, by)


def fail(parcel: Parcel, by: int | None = None) -> None:
    """The order was cancelled: nothing is readdressed any more."""
    open_ones = Readdress.select().where(Readdress.parcel == parcel.id, Readdress.closed_at.is_null())
    for row in open_ones:
        if (row.state, "fail") in READDRESS.moves:
            vouchers.retire(row)
            end(row, "fail", by)


def end(row: Readdress, action: str, by: int | None = None) -> None:
    to_step(row, action, by)
    Readdress.update(closed_at=clock.now()).where(Readdress.id == row.id).execute()


def refuse(row: Readdress, because: Words, by: int | None = None) -> None:
    """It does not happen, and why; it stays on the lead's screen until somebody has read it."""
    move(row, READDRESS, "refuse", because=because.to_json())
    record(READDRESS_HAPPENED["refuse"], row.id, order_id=row.order_id, by=by)
    tell(row.parcel)


def to_step(row: Readdress, action: str, by: int | None = None) -> None:
    step(row, READDRESS, action, READDRESS_HAPPENED, order_id=row.order_id, by=by)


def find_stop(station_id: int | None) -> Readdress | None:
    """The oldest address change that waits for somebody at this station."""
    query = Readdress.select(Readdress, Parcel).join(Parcel).where(Readdress.closed_at.is_null())
    query = query.where(Readdress.state.in_(STOPPING), Parcel.station_id == station_id)
    return query.order_by(Readdress.id).first()
