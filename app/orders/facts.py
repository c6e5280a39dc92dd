"""What rules may ask of an order, as it comes and when it was taken in."""

from typing import Any

from peewee import fn

from app.orders.draft import OrderDraft
from app.orders.models import Order, OrderLine
from app.prepared import Prepared, given

LINES = Prepared(
    lambda: OrderLine.select(fn.COUNT(OrderLine.id).alias("lines")).where(
        OrderLine.order == given("order_id")
    )
)


def facts_of_draft(draft: OrderDraft) -> dict[str, Any]:
    """app.rules.facts.ORDER_FACTS."""
    return _told(draft) | {"channel": draft.channel, "lines": len(draft.lines)}


def facts_of(order: Order) -> dict[str, Any]:
    """app.rules.facts.SHORT_FACTS."""
    lines = LINES.first(order_id=order.id).lines
    return _told(order) | {"channel": order.channel_id, "lines": lines, "tier": order.tier}


def _told(of: OrderDraft | Order) -> dict[str, Any]:
    return {
        "customer_group": of.customer_group,
        "coupon": of.coupon,
        "tags": of.tags,
        "wants": of.wants,
        "value": (of.value_cents or 0) / 100,
        "currency": of.currency,
        "units": of.units,
        "country": of.country,
        "province": of.province,
        "city": of.city,
    }
