"""A label scanned on its parcel, the parcel closed: the last two steps at the bench."""

from app import clock
from app.db import transaction
from app.errors import Refused
from app.printing import jobs
from app.shipping import labels, readdressing
from app.shipping.models import Parcel, TrackEvent
from app.shipping.parcels import advance, refuse_blocked, step, tell
from app.shipping.states import LABEL, LABEL_HAPPENED, WAYBILL, WAYBILL_HAPPENED
from app.words import Words


def apply_label(parcel: Parcel, barcode: str, by: int) -> Words:
    """The paper in the packer's hand is this parcel's newest label. Ends an address change.

    Refused for another parcel's label, loudly for a void one, and while an old paper is still about.
    """
    with transaction():
        scanned = labels.read(barcode)
        if scanned is None:
            raise Refused("label.not_a_label", barcode=barcode.strip()[:40])
        if scanned.waybill.parcel_id != parcel.id:
            raise Refused("label.other_parcel", expected=_expected(parcel))
        old = labels.list_dead(parcel.id)
        if old:
            raise Refused("label.old_first", code=old[0].code)
        if scanned.label.state == "printed":
            _apply(parcel, scanned, by)
        running = readdressing.find_running(parcel.id)
        if running is not None:
            readdressing.close(running, by)
            tell(parcel)
            return Words("readdress.done")
    return Words("label.fits")


def _apply(parcel: Parcel, scanned: labels.Scanned, by: int) -> None:
    about = {"order_id": parcel.order_id, "by": by}
    step(scanned.label, LABEL, "apply", LABEL_HAPPENED, **about, data={"code": scanned.label.code})
    if scanned.waybill.state == "active":
        step(scanned.waybill, WAYBILL, "print", WAYBILL_HAPPENED, **about)
    jobs.prove(labels.key_of(parcel.id), scanned.label.version, by)
    tell(parcel)


def _expected(parcel: Parcel) -> str:
    label = labels.find_current(parcel)
    return str(label.code) if label else "-"


def close_parcel(parcel: Parcel, by: int) -> None:
    """The box is shut. Refused while its label was not scanned on it, or something stops its order."""
    refuse_blocked(parcel.order)
    label = labels.find_current(parcel)
    if label is None or label.state != "applied":
        raise Refused("label.scan_first")
    advance(parcel, "close", by, closed_at=clock.now())
    TrackEvent.create(parcel=parcel, waybill=label.waybill, at=clock.now(), what="packed")
