"""What must always be true of what was packed."""

from collections.abc import Iterator
from typing import Any

from peewee import fn

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
    """The boxes of an order together hold what was picked of its lines."""
    summed = ItemCheck.select(ItemCheck.line_id, fn.SUM(ItemCheck.qty), OrderLine.picked_qty)
    summed = summed.join(OrderLine, on=(ItemCheck.line_id == OrderLine.id)).switch(ItemCheck).join(Parcel)
    rows: Any = summed.where(Parcel.state != "cancelled").group_by(ItemCheck.line_id, OrderLine.picked_qty)
    for line_id, packed, picked in rows.tuples():
        if packed != picked:
            yield f"packing: {packed} of line {line_id} are in boxes: not what was picked"
