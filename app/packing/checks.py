"""What must always be true of what was packed."""

from collections.abc import Iterator

from app.orders.models import OrderLine
from app.packing.models import Add, ItemCheck
from app.shipping.models import Parcel

PAST_THE_GATES = ("checked", "labelled", "closed", "handed_over")


def list_problems() -> list[str]:
    return [*_unchecked(), *_not_added(), *_not_what_was_picked()]


def _unchecked() -> Iterator[str]:
    """No label before every item was scanned, unless a lead said why."""
    rows = ItemCheck.select(ItemCheck, Parcel).join(Parcel).where(ItemCheck.checked_qty < ItemCheck.qty)
    for row in rows.where(Parcel.state.in_(PAST_THE_GATES), Parcel.overridden_by.is_null()):
        yield f"packing: parcel {row.parcel_id} is {row.parcel.state}, line {row.line_id} was not checked"


def _not_added() -> Iterator[str]:
    rows = Add.select(Add, Parcel).join(Parcel).where(Add.done_at.is_null())
    for row in rows.where(Parcel.state.in_(PAST_THE_GATES), Parcel.overridden_by.is_null()):
        yield f"packing: parcel {row.parcel_id} is {row.parcel.state} without {row.what}"


def _not_what_was_picked() -> Iterator[str]:
    """A parcel holds what was picked of its lines."""
    rows = ItemCheck.select(ItemCheck).join(OrderLine, on=(ItemCheck.line_id == OrderLine.id))
    rows = rows.switch(ItemCheck).join(Parcel).where(Parcel.state != "cancelled")
    for row in rows.where(ItemCheck.qty != OrderLine.picked_qty):
        yield f"packing: parcel {row.parcel_id} holds {row.qty} of line {row.line_id}: not what was picked"
