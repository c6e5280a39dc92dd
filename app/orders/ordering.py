"""Move an order along its life: the state, one timeline entry, and the lead's screens."""

from typing import Any

from app import push
from app.db import transaction
from app.errors import NotFound, Refused
from app.lives import move
from app.orders.models import Order, OrderLine
from app.orders.states import HAPPENED, ORDER, STOPPED_BY_BLOCK
from app.prepared import Prepared, given
from app.stock import reserving
from app.timeline.recording import record

IS_BLOCKED = Prepared(lambda: Order.select(Order.id).where(Order.id == given("order_id"), Order.blocked))
LINE_IDS = Prepared(lambda: OrderLine.select(OrderLine.id).where(OrderLine.order == given("order_id")))


def get_order(order_id: int) -> Order:
    found = Order.get_or_none(Order.id == order_id)
    if found is None:
        raise NotFound("order.unknown", order=order_id)
    return found


def advance(order: Order, action: str, by: int | None = None, **data: Any) -> None:
    """Move `order` by an action of states.ORDER; `data` goes into its timeline entry.

    Refused where its life has no such move, or where a block stops it; Stale when somebody moved it first.
    """
    with transaction():
        if action in STOPPED_BY_BLOCK and _is_blocked(order):
            raise Refused("order.blocked", order=order.order_no)
        before = order.state
        move(order, ORDER, action)
        told = {"from": before, "to": order.state, **data}
        record(f"order:{HAPPENED[action]}", order.id, order_id=order.id, by=by, data=told)
        push.announce("order", order.id, "lead")


def has_reserved(order_id: int) -> bool:
    """Whether units of it are still promised at some location: something of it is left to walk for."""
    return reserving.has_reserved(line_ids_of(order_id))


def line_ids_of(order_id: int) -> list[int]:
    return [line.id for line in LINE_IDS.list(order_id=order_id)]


def _is_blocked(order: Order) -> bool:
    return IS_BLOCKED.first(order_id=order.id) is not None
