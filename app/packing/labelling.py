"""Print, label, close: step three at the bench."""

from app.db import transaction
from app.errors import Refused
from app.ops.verbs import Op, Said
from app.orders import ordering
from app.orders.models import Order
from app.packing import checking, mistakes, opening, weighing
from app.packing.slips import print_slip
from app.picking import totes
from app.prepared import update
from app.printing import jobs
from app.printing.models import PrintJob
from app.shipping import applying, labels, readdressing, waybills
from app.shipping.choosing import assign_carrier
from app.shipping.merging import list_inside
from app.shipping.models import Parcel
from app.shipping.parcels import get_parcel, refuse_blocked, tell
from app.shipping.states import ON_BENCH
from app.timeline.recording import record
from app.words import Words

OVER = ("failed", "cancelled", "expired")
CAME_OUT = ("sent", "confirmed")


def own_parcel(op: Op, parcel_id: int, *states: str) -> Parcel:
    """The parcel in this packer's hands, locked. Refused in words when it is not, or stands elsewhere."""
    parcel = get_parcel(parcel_id)
    if parcel.packer_id != op.by:
        raise Refused("pack.not_yours")
    refuse_blocked(parcel.order)
    if states:
        _refuse_step(parcel, *states)
    return parcel


def _refuse_step(parcel: Parcel, *states: str) -> None:
    if parcel.state not in states:
        raise Refused(_WHY.get(parcel.state, "pack.other_step"))


_WHY = {"open": "pack.check_first", "checked": "pack.print_first", "closed": "pack.is_closed"}


def print_papers(op: Op, parcel_id: int, spoiled: bool = False) -> Words:
    """Ask the carrier for a number and print the slip; the label follows as soon as there is a number.

    `spoiled`: the label came out and cannot be used, so another copy is printed.
    """
    with transaction():
        stopped = _find_stopped(op, parcel_id)
        if stopped is not None:
            return _print_again(stopped, op.by, spoiled)
        parcel = own_parcel(op, parcel_id, "checked", "labelled")
        if parcel.state == "labelled":
            return _print_again(parcel, op.by, spoiled)
        if waybills.find_living(parcel.id) is not None:
            return Words("pack.printing")
        update(Parcel, parcel.id, station_id=op.sign_in.station_id)
        parcel.station_id = op.sign_in.station_id
        assign_carrier(parcel)
        waybills.ask(parcel, op.by)
        print_slip(parcel)
    return Words("pack.printing")


def _find_stopped(op: Op, parcel_id: int) -> Parcel | None:
    """The parcel, if an address change stops it and this packer has it in hand or stands where it does."""
    parcel = get_parcel(parcel_id)
    here = parcel.packer_id == op.by or parcel.station_id == op.sign_in.station_id
    return parcel if here and readdressing.find_running(parcel.id) is not None else None


def _print_again(parcel: Parcel, by: int, spoiled: bool) -> Words:
    """A label that could not be printed, or came out spoiled, is printed once more; one on its way is not."""
    last, label = find_label_job(parcel), labels.find_current(parcel)
    on_the_box = label is not None and label.state == "applied"
    if last is None or on_the_box or last.state not in (OVER + CAME_OUT if spoiled else OVER):
        raise Refused("pack.printed_already")
    jobs.repeat(last, by)
    tell(parcel)
    return Words("pack.printing")


def find_label_job(parcel: Parcel) -> PrintJob | None:
    """The last copy of the newest label."""
    return next(iter(jobs.list_copies(labels.key_of(parcel.id), parcel.label_version)), None)


def scan_label(op: Op, parcel_id: int, barcode: str) -> Words:
    """The label on the box is scanned: by its packer, or by whoever stands at a stopped parcel's station."""
    with transaction():
        labels.read(barcode)  # a void label is refused loudly whatever else is wrong
        parcel = _find_stopped(op, parcel_id) or own_parcel(op, parcel_id, "labelled")
        return applying.apply_label(parcel, barcode, op.by)


def close(parcel: Parcel, by: int) -> Words:
    """The box is shut and goes to its carrier's place; its totes are free. `parcel`: from own_parcel()."""
    with transaction():
        _refuse_step(parcel, "labelled")
        weighing.require(parcel)
        applying.close_parcel(parcel, by)
        order = parcel.order
        if opening.find_on_bench(order.id) is None:
            for one in [order, *(ordering.get_order(inside) for inside in list_inside(order.id))]:
                _finish(one, by)
    return Words("pack.closed", {"order": order.order_no})


def _finish(order: Order, by: int) -> None:
    if order.state == "packing" and opening.find_on_bench(order.id) is None:
        ordering.advance(order, "finish_packing", by=by)
        totes.free(order.id)


def override(op: Op, parcel_id: int, reason: str) -> Words:
    """Whoever has the parcel in hand goes on with the label. Refused once it has passed the gates."""
    with transaction():
        parcel = get_parcel(parcel_id)
        refuse_blocked(parcel.order)
        if parcel.state not in ("open", "labelled"):
            raise Refused("pack.other_step")
        checking.override(parcel, reason, op.by)
    return Words("pack.overridden", {"order": parcel.order.order_no})


def weigh(op: Op, parcel_id: int, grams: int) -> Said:
    """What the scale says is kept; what does not fit is told at once, and closing is refused."""
    with transaction():
        parcel = own_parcel(op, parcel_id, *ON_BENCH)
        Parcel.update(weight_g=grams).where(Parcel.id == parcel.id).execute()
        record("parcel:weighed", parcel.id, order_id=parcel.order_id, by=op.by, data={"grams": grams})
        wrong = weighing.compare(parcel, grams)
        if wrong is not None:
            mistakes.note(op, parcel.id, "weight")
        tell(parcel)
    return Said(Words("pack.weighed", {"grams": grams}), attention=wrong)
