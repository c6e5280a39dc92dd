"""Parcels: found under their order's lock, moved along, told about."""

from typing import Any

from app import push
from app.db import is_sqlite
from app.errors import NotFound, Refused
from app.lives import Life, move
from app.orders import holding
from app.orders.models import Order
from app.orders.ordering import get_order
from app.shipping.models import Parcel
from app.shipping.states import PARCEL, PARCEL_HAPPENED
from app.timeline.recording import record


def lock_order(order_id: int) -> Order:
    """The order, and nobody else's hands on it or its parcels until the transaction ends.

    SQLite's one writer does this by itself.
    """
    if is_sqlite():
        return get_order(order_id)
    found = Order.select().where(Order.id == order_id).for_update().first()
    return found if found is not None else get_order(order_id)


def get_parcel(parcel_id: int) -> Parcel:
    """A parcel with its order, locked. To be called inside the transaction that changes it."""
    parcel = Parcel.get_or_none(Parcel.id == parcel_id)
    if parcel is None:
        raise NotFound("parcel.unknown")
    order = lock_order(parcel.order_id)
    if not is_sqlite():
        parcel = Parcel.get_by_id(parcel_id)  # as whoever had the lock before left it
    parcel.order = order
    return parcel


def advance(parcel: Parcel, action: str, by: int | None = None, **columns: Any) -> None:
    """Move a parcel along its life, with its timeline entry and its screens."""
    move(parcel, PARCEL, action, **columns)
    record(PARCEL_HAPPENED[action], parcel.id, order_id=parcel.order_id, by=by)
    tell(parcel)


def step(row: Any, life: Life, action: str, happened: dict[str, str], **about: Any) -> None:
    """Move a waybill, label or address change along, with its timeline entry; `about` as for record()."""
    move(row, life, action)
    record(happened[action], row.id, **about)


def tell(parcel: Parcel) -> None:
    """Poke everybody who may be looking at this parcel."""
    rooms = ["lead"]
    rooms += [f"station:{parcel.station_id}"] if parcel.station_id else []
    rooms += [f"operator:{parcel.packer_id}"] if parcel.packer_id else []
    push.announce("parcel", parcel.id, *rooms)


def refuse_blocked(order: Order) -> None:
    """Refused, in the words of the block, when something stops this order; or when it was cancelled."""
    if order.state == "cancelled":
        raise Refused("parcel.order_cancelled", order=order.order_no)
    blocks = holding.list_blocks(order.id) if order.blocked else []
    if blocks:
        raise Refused("parcel.blocked", order=order.order_no, why=blocks[0].why)
