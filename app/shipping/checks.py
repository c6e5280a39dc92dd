"""What must always be true of parcels, waybills, labels and stops."""

from collections.abc import Iterator
from typing import Any

from peewee import JOIN, fn

from app.orders.models import Block, Order
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.shipping.states import HERE, LIVING, NUMBERED, STOPPING
from app.timeline.models import Entry


def list_problems() -> list[str]:
    return [
        *_two_waybills(),
        *_dead_labels(),
        *_stops_without_owner(),
        *_orders_out_of_step(),
        *_untold_moves(),
    ]


def _two_waybills() -> Iterator[str]:
    """At most one active waybill a parcel."""
    living = Waybill.select(Waybill.parcel, fn.COUNT(Waybill.id)).where(Waybill.state.in_(LIVING))
    double: Any = living.group_by(Waybill.parcel).having(fn.COUNT(Waybill.id) > 1).tuples()
    for parcel_id, count in double:
        yield f"shipping: parcel {parcel_id} has {count} active waybills"


def _dead_labels() -> Iterator[str]:
    """A closed parcel carries its newest label with a number that is valid, unless a stop stands on it."""
    right = (Label.parcel == Parcel.id) & (Label.version == Parcel.label_version) & (Label.state == "applied")
    good = Label.select(Label.id).join(Waybill).where(right, Waybill.state.in_(NUMBERED))
    stopped = Readdress.select(Readdress.id).where(
        Readdress.parcel == Parcel.id, Readdress.state.in_(STOPPING)
    )
    without = ~fn.EXISTS(good) & ((Parcel.state == "handed_over") | ~fn.EXISTS(stopped))
    for parcel in Parcel.select().where(Parcel.state.in_(("closed", "handed_over")), without):
        yield f"shipping: parcel {parcel.id} is {parcel.state} with a dead label"


def _stops_without_owner() -> Iterator[str]:
    """Every stop belongs to a running address change at a bench, and every such change has its stop."""
    running = Readdress.select(Readdress.block_id).where(Readdress.state.in_(STOPPING))
    stops = Block.select().where(
        Block.kind == "stop", Block.parcel_id.is_null(False), Block.lifted_at.is_null()
    )
    for block in stops.where(Block.id.not_in(running)):
        yield f"shipping: nobody owns the stop {block.id} of parcel {block.parcel_id}"
    open_blocks = Block.select(Block.id).where(Block.lifted_at.is_null())
    changes = Readdress.select(Readdress, Parcel).join(Parcel).join(Order)
    changes = changes.where(Readdress.state.in_(STOPPING), Order.state != "cancelled")
    for change in changes.where(Readdress.block_id.is_null() | Readdress.block_id.not_in(open_blocks)):
        yield f"shipping: address change {change.id} stops nothing"
    for change in changes.where(Parcel.station_id.is_null()):
        yield f"shipping: address change {change.id} waits at no station"


def _orders_out_of_step() -> Iterator[str]:
    """A shipped order has left whole; a packed one lies here closed."""
    parcels = Parcel.select(Parcel, Order).join(Order)
    for parcel in parcels.where(Order.state == "shipped", Parcel.state.in_(HERE)):
        yield f"shipping: order {parcel.order.order_no} is shipped, its parcel {parcel.id} is {parcel.state}"
    packed = (
        Order.select(Order.order_no)
        .join(Parcel, JOIN.LEFT_OUTER)
        .where(Order.state.in_(("packed", "shipped")))
    )
    for order in packed.where(Parcel.id.is_null()):
        yield f"shipping: order {order.order_no} is packed without a parcel"


def _untold_moves() -> Iterator[str]:
    """One timeline entry for each closing and each hand-over, no more and no fewer."""
    for column, what in ((Parcel.closed_at, "parcel:closed"), (Parcel.handed_over_at, "parcel:handed_over")):
        told = (Entry.what == what) & (Entry.subject_id == Parcel.id)
        counted = Entry.select(fn.COUNT(Entry.id)).where(told)
        for parcel in Parcel.select().where(column.is_null(False), counted != 1):
            yield f"shipping: parcel {parcel.id} has not exactly one entry {what}"
