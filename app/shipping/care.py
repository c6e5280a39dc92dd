"""What the items of an order need on their way: from their SKUs' flags."""

from app.orders.models import OrderLine
from app.prepared import Prepared, given
from app.stock.models import Sku

CARE = ("fragile", "cold", "liquid", "upright")  # each has words for the packer and for the label


FLAGS = Prepared(
    lambda: (
        Sku.select(Sku.flags)
        .join(OrderLine, on=(OrderLine.sku_id == Sku.id))
        .where(OrderLine.order == given("order_id"), OrderLine.picked_qty > 0)
    )
)


def list_flags(order_id: int) -> set[str]:
    """Every flag of what was picked for an order: fragile, cold, ..."""
    return {flag for sku in FLAGS.list(order_id=order_id) for flag in sku.flags}


def list_care(order_id: int) -> list[str]:
    flags = list_flags(order_id)
    return [flag for flag in CARE if flag in flags]
