"""What a customer reads after proving the phone: the order's items, and the other orders of that phone."""

from dataclasses import dataclass
from typing import Any

from app.orders.models import HAS_PHONE, Order, OrderLine
from app.printing.moments import local
from app.shipping.models import Parcel, Waybill
from app.stock.models import Sku
from app.words import Words, say

MOST_LINES, MOST_ORDERS = 100, 20


@dataclass(frozen=True)
class Item:
    name: str
    qty: int


@dataclass(frozen=True)
class Known:
    """One order in a list."""

    order_no: str
    state: str
    number: str
    ordered: str


def list_items(order_id: int) -> list[Item]:
    """What is in it: names and quantities."""
    query: Any = OrderLine.select(Sku.name, Sku.code, OrderLine.qty).join(
        Sku, on=(Sku.id == OrderLine.sku_id)
    )
    rows = query.where(OrderLine.order == order_id).order_by(OrderLine.id).limit(MOST_LINES).tuples()
    return [Item(str(name or code), int(qty)) for name, code, qty in rows]


def list_orders(phone: str, lang: str, but: int = 0) -> list[Known]:
    """The newest orders to this phone. An empty phone has none."""
    if not phone:
        return []
    mine = (
        Order.select()
        .where(Order.phone == phone, HAS_PHONE, Order.id != but)
        .order_by(Order.id.desc())
        .limit(MOST_ORDERS)
    )
    orders = list(mine)
    numbers = _numbers([order.id for order in orders])
    return [
        Known(
            order.order_no,
            say(Words(f"track.order.{order.state}"), lang),
            numbers.get(order.id, ""),
            local(order.ordered_at).strftime("%Y-%m-%d"),
        )
        for order in orders
    ]


def _numbers(order_ids: list[int]) -> dict[int, str]:
    query: Any = Waybill.select(Parcel.order, Waybill.tracking_no).join(Parcel)
    living = Waybill.state.in_(("active", "printed")) & Waybill.tracking_no.is_null(False)
    return dict(query.where(Parcel.order.in_(order_ids), living).order_by(Waybill.id).tuples())


def phone_of(order_id: int) -> str:
    return str(Order.select(Order.phone).where(Order.id == order_id).scalar() or "")
