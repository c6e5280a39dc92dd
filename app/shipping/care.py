"""What the items of an order need on their way: from their SKUs' flags."""

from app.orders.models import OrderLine
from app.stock.models import Sku

CARE = ("fragile", "cold", "liquid", "upright")  # each has words for the packer and for the label


def list_flags(order_id: int) -> set[str]:
    """Every flag of what was picked for an order: fragile, cold, ..."""
    skus = Sku.select(Sku.flags).join(OrderLine, on=(OrderLine.sku_id == Sku.id))
    picked = skus.where(OrderLine.order == order_id, OrderLine.picked_qty > 0)
    return {flag for sku in picked for flag in sku.flags}


def list_care(order_id: int) -> list[str]:
    flags = list_flags(order_id)
    return [flag for flag in CARE if flag in flags]
