"""Where an order goes, changed by somebody who may."""

from collections.abc import Mapping
from typing import Any

from app import push
from app.db import transaction
from app.orders.models import Order
from app.timeline.recording import record

ADDRESS = ("name", "phone", "province", "city", "district", "street", "postcode", "oaid")


def change_address(order: Order, address: Mapping[str, Any], by: int | None) -> list[str]:
    """Save the fields that differ; their names, which is all that the timeline keeps of them."""
    changed = {
        name: address[name] for name in ADDRESS if name in address and address[name] != getattr(order, name)
    }
    with transaction():
        if changed:
            Order.update(**changed).where(Order.id == order.id).execute()
            for name, value in changed.items():
                setattr(order, name, value)
            record(
                "order:address_changed", order.id, order_id=order.id, by=by, data={"fields": list(changed)}
            )
            push.announce("order", order.id, "lead")
    return list(changed)
