"""What a channel's file must tell, and by which names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Cells = Mapping[str, str]

# what one row may tell: `ref` to `total` of its order, the rest of its line
ORDER_FIELDS = (
    *("ref", "ordered_at", "paid_at", "customer_group", "customer_key", "coupon", "tags", "wants", "remark"),
    *("currency", "total", "name", "phone", "province", "city", "district", "street", "postcode", "country"),
    *("cancelled_at", "paid_state", "sent_state"),
)
LINE_FIELDS = ("sku", "sku_name", "qty", "price", "to_ship")


def no_reason(cells: Cells) -> str | None:
    return None


@dataclass(frozen=True)
class Preset:
    """`columns`: field -> names it goes by, the usual one first; a file must have those in `needed`.

    `skip_row` and `skip_order` name the sentence why a row, or all rows of an order, are no business of ours.
    `finish` may change what the cells of an order say before they are read.
    `read_json` makes orders, as `POST /api/orders` takes them, of what a JSON file holds.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    currency: str = "CNY"
    skip_row: Callable[[Cells], str | None] = no_reason
    skip_order: Callable[[Cells], str | None] = no_reason
    finish: Callable[[dict[str, str]], None] = field(default=lambda cells: None)
    read_json: Callable[[Any], Iterable[Any]] | None = None
