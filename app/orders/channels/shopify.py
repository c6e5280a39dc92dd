"""Shopify's order export (CSV: an order's own fields stand on its first row only) and its REST orders (JSON).

https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders
https://shopify.dev/docs/api/admin-rest/latest/resources/order
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from app.orders.channels.preset import Cells, Preset
from app.orders.channels.texts import cents_of

COLUMNS = {
    "ref": ("Name",),
    "ordered_at": ("Created at",),
    "paid_at": ("Paid at",),
    "sku": ("Lineitem sku",),
    "sku_name": ("Lineitem name",),
    "qty": ("Lineitem quantity",),
    "price": ("Lineitem price",),
    "to_ship": ("Lineitem requires shipping",),
    "total": ("Total",),
    "currency": ("Currency",),
    "customer_key": ("Email",),
    "coupon": ("Discount Code",),
    "tags": ("Tags",),
    "remark": ("Notes",),
    "name": ("Shipping Name",),
    "phone": ("Shipping Phone",),
    "province": ("Shipping Province Name", "Shipping Province"),
    "city": ("Shipping City",),
    "street": ("Shipping Street", "Shipping Address1"),
    "postcode": ("Shipping Zip",),
    "country": ("Shipping Country",),
    "cancelled_at": ("Cancelled at",),
    "paid_state": ("Financial Status",),
    "sent_state": ("Fulfillment Status",),
}
PAID = ("", "paid", "partially_refunded")
SENT = ("fulfilled", "restocked")


def skip_row(cells: Cells) -> str | None:
    return "intake.not_shipped" if cells["to_ship"].lower() == "false" else None


def skip_order(cells: Cells) -> str | None:
    if cells["cancelled_at"]:
        return "intake.cancelled"
    if cells["paid_state"].lower() not in PAID:
        return "intake.not_paid"
    return "intake.sent_already" if cells["sent_state"].lower() in SENT else None


def finish(cells: dict[str, str]) -> None:
    """A customer is known by the hash of the address they order with: enough to merge, nothing to leak."""
    email = cells["customer_key"].lower()
    cells["customer_key"] = hashlib.sha256(email.encode()).hexdigest()[:16] if email else ""


def read_json(told: Any) -> Iterable[Any]:
    """`{"order": {...}}`, `{"orders": [...]}` or a list; what is not for us to send is left out."""
    if isinstance(told, dict):
        told = told.get("orders", [told.get("order", told)])
    return _orders(told)


def _orders(told: Any) -> Iterator[dict[str, Any]]:
    for order in told:
        states = {
            "cancelled_at": order.get("cancelled_at") or "",
            "paid_state": order.get("financial_status") or "",
            "sent_state": order.get("fulfillment_status") or "",
        }
        reason = skip_order(states)
        yield {"skip": reason, "channel_ref": order.get("name")} if reason else _draft_of(order)


def _draft_of(order: dict[str, Any]) -> dict[str, Any]:
    to = order.get("shipping_address") or {}
    address = {
        "name": to.get("name") or "",
        "phone": to.get("phone") or "",
        "province": to.get("province") or "",
        "city": to.get("city") or "",
        "street": ", ".join(filter(None, (to.get("address1"), to.get("address2")))),
        "postcode": to.get("zip") or "",
        "country": to.get("country_code") or "",
    }
    codes = [one.get("code", "") for one in order.get("discount_codes") or ()]
    return address | {
        "channel_ref": order.get("name"),
        "ordered_at": order.get("created_at"),
        "paid_at": order.get("processed_at"),
        "customer_key": str((order.get("customer") or {}).get("id") or ""),
        "coupon": codes[0] if codes else "",
        "currency": order.get("currency") or "USD",
        "tags": [tag for tag in (order.get("tags") or "").split(", ") if tag],
        "remark": order.get("note") or "",
        "value_cents": cents_of(str(order.get("total_price") or "0")),
        "lines": [
            _line_of(line) for line in order.get("line_items") or () if line.get("requires_shipping", True)
        ],
    }


def _line_of(line: dict[str, Any]) -> dict[str, Any]:
    qty = line.get("quantity") if line.get("current_quantity") is None else line["current_quantity"]
    price = cents_of(str(line.get("price") or "0"))
    return {"sku": line.get("sku"), "qty": qty, "name": (line.get("name") or "")[:200], "price_cents": price}


PRESET = Preset(
    "shopify",
    COLUMNS,
    ("ref", "ordered_at", "sku", "qty"),
    "USD",
    skip_row=skip_row,
    skip_order=skip_order,
    finish=finish,
    read_json=read_json,
)
