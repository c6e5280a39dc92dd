import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.orders.channels.presets import get_preset
from app.orders.grouping import HowToRead
from app.orders.reading import read_orders
from tests.conftest import Clock
from tests.orders.files import SHANGHAI, read, reasons

SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Total,Discount Code,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Shipping Name,"
    "Shipping Street,Shipping City,Shipping Zip,Shipping Country,Shipping Phone,Notes,Cancelled at,Tags\n"
)


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None: ...


def shopify_row(ref: str, **cells: str) -> str:
    known = {name: "" for name in SHOPIFY.strip().split(",")} | {
        "Name": ref,
        "Lineitem quantity": "1",
        "Lineitem sku": "T",
    }
    return ",".join((known | cells).values()) + "\n"


FIRST = {
    "Email": "bob@mail.example.com",
    "Financial Status": "paid",
    "Paid at": "2026-11-20 10:33:11 +0800",
    "Created at": "2026-11-20 10:30:00 +0800",
    "Currency": "USD",
    "Total": "42.50",
    "Discount Code": "TENOFF",
    "Shipping Name": "Bob Norman",
    "Shipping Zip": "'40202",
    "Shipping Phone": "'+1 502",
    "Tags": "24h",
}


def test_shopify_tells_an_order_on_its_first_row(tmp_path: Path) -> None:
    second = shopify_row("#1001", **{"Lineitem sku": "U", "Lineitem quantity": "3"})
    gift_card = shopify_row("#1001", **{"Lineitem sku": "", "Lineitem requires shipping": "false"})
    found = read(tmp_path, SHOPIFY + shopify_row("#1001", **FIRST) + second + gift_card)
    draft = found.drafts[0]
    assert [(line.sku, line.qty) for line in draft.lines] == [("T", 1), ("U", 3)]
    assert draft.paid_at == datetime(2026, 11, 20, 2, 33, 11, tzinfo=UTC)
    assert (draft.coupon, draft.postcode, draft.phone, draft.value_cents) == (
        "TENOFF",
        "40202",
        "+1 502",
        4250,
    )
    assert len(draft.customer_key) == 16 and "bob" not in draft.customer_key
    assert reasons(found) == [(4, "skipped", "intake.not_shipped")]


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({"Cancelled at": "2026-11-21 10:00:00 +0800"}, "intake.cancelled"),
        ({"Financial Status": "pending"}, "intake.not_paid"),
        ({"Financial Status": "refunded"}, "intake.not_paid"),
        ({"Fulfillment Status": "fulfilled"}, "intake.sent_already"),
    ],
)
def test_shopify_orders_that_are_not_for_us_are_left_out_whole(
    tmp_path: Path, cells: dict[str, str], key: str
) -> None:
    found = read(tmp_path, SHOPIFY + shopify_row("#1001", **FIRST | cells) + shopify_row("#1001"))
    assert (found.drafts, reasons(found)) == ([], [(2, "skipped", key), (3, "skipped", key)])


REST: dict[str, Any] = {
    "name": "#1001",
    "created_at": "2026-11-20T11:00:00-05:00",
    "processed_at": "2026-11-20T11:05:00-05:00",
    "cancelled_at": None,
    "financial_status": "paid",
    "fulfillment_status": None,
    "currency": "USD",
    "total_price": "598.94",
    "note": None,
    "tags": "vip, 24h",
    "customer": {"id": 207119551},
    "discount_codes": [{"code": "TENOFF"}],
    "shipping_address": {
        "name": "Bob Norman",
        "address1": "Chestnut Street 92",
        "address2": "",
        "zip": "40202",
    },
    "line_items": [
        {"sku": "IPOD2008GREEN", "quantity": 2, "current_quantity": 1, "name": "IPod", "price": "199.00"},
        {"sku": "CARD", "quantity": 1, "requires_shipping": False},
    ],
}


@pytest.mark.parametrize("wrap", [lambda o: {"order": o}, lambda o: {"orders": [o]}, lambda o: [o]])
def test_shopify_rest_orders_read_the_same(tmp_path: Path, wrap: Any) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(wrap(REST)), "utf-8")
    draft = read_orders(path, HowToRead(SHANGHAI, get_preset("shopify"))).drafts[0]
    assert (draft.channel_ref, draft.street, draft.tags) == ("#1001", "Chestnut Street 92", ["vip", "24h"])
    assert [(line.sku, line.qty) for line in draft.lines] == [("IPOD2008GREEN", 1)]
    assert (draft.value_cents, draft.customer_key) == (59_894, "207119551")


@pytest.mark.data
def test_shopifys_own_sample_and_header_fit(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/channels/shopify"
    how = HowToRead(SHANGHAI, get_preset("shopify"))
    sample = json.loads((folder / "order_rest_2026-07.json").read_text("utf-8"))
    assert reasons(read_orders(folder / "order_rest_2026-07.json", how)) == [
        (1, "skipped", "intake.cancelled")
    ]
    sample["order"] |= {"cancelled_at": None, "financial_status": "paid"}
    sample["order"]["line_items"] = [line | {"current_quantity": 1} for line in sample["order"]["line_items"]]
    (tmp_path / "sample.json").write_text(json.dumps(sample), "utf-8")
    draft = read_orders(tmp_path / "sample.json", how).drafts[0]
    assert (draft.city, draft.postcode, draft.coupon) == ("Louisville", "40202", "TENOFF")
    assert read_orders(folder / "orders_export_header.csv", HowToRead(SHANGHAI)).rows == 0
