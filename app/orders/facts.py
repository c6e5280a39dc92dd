"""What rules may ask of an order that was taken in."""

from typing import Any

from peewee import fn

from app.orders.models import Order, OrderLine
from app.prepared import Prepared, given

LINES = Prepared(
    lambda: OrderLine.select(fn.COUNT(OrderLine.id).alias("lines")).where(
        OrderLine.order == given("order_id")
    )
)


def facts_of(order: Order) -> dict[str, Any]:
    """app.rules.facts.SHORT_FACTS."""
    return {
        "channel": order.channel_id,
        "customer_group": order.customer_group,
        "coupon": order.coupon,
        "tags": order.tags,
        "wants": order.wants,
        "value": order.value_cents / 100,
        "currency": order.currency,
        "units": order.units,
        "lines": LINES.first(order_id=order.id).lines,
        "country": order.country,
        "province": order.province,
        "city": order.city,
        "tier": order.tier,
    }
