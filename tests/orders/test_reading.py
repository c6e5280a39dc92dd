import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from app.errors import Invalid
from app.orders.channels.presets import get_preset
from app.orders.channels.texts import BadCell, cents_of, list_of, moment_of, qty_of
from app.orders.grouping import FileOrders, HowToRead
from app.orders.reading import read_orders
from tests.conftest import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
WAVECARD = "订单号,下单时间,商品编码,数量,单价,收货人,手机,标签,买家留言\n"
RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Total,Discount Code,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Shipping Name,"
    "Shipping Street,Shipping City,Shipping Zip,Shipping Country,Shipping Phone,Notes,Cancelled at,Tags\n"
)


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None: ...


def read(folder: Path, text: str, preset: str | None = None, channel: str | None = None) -> FileOrders:
    path = folder / "orders.csv"
    path.write_text(text, "utf-8")
    return read_orders(path, HowToRead(SHANGHAI, get_preset(preset) if preset else None, channel))


def reasons(found: FileOrders) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.kind, problem.words.key) for problem in found.problems]


def test_rows_of_one_order_make_one_order(tmp_path: Path) -> None:
    rows = "A1,2026-11-22 10:00:00,t-1,2,9.90,李雷,13800000000,24h; 礼盒,\n"
    rows += "A1,,T-2,1,5,,,,快点\nA1,,T-1,3,9.9,,,,\n"
    found = read(tmp_path, WAVECARD + rows)
    draft = found.drafts[0]
    assert (found.rows, len(found.drafts), found.problems) == (3, 1, [])
    assert draft.ordered_at == datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert (draft.channel, draft.channel_ref, draft.name, draft.tags) == (
        "wavecard",
        "A1",
        "李雷",
        ["24h", "礼盒"],
    )
    assert [(line.sku, line.qty) for line in draft.lines] == [("T-1", 5), ("T-2", 1)]
    assert (draft.value_cents, draft.remark) == (2 * 990 + 500 + 3 * 990, "快点")


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    text = " qty ,SKU,Order-No,ORDERED_AT,unknown\n2,T,7,2026-11-22,x\n"
    draft = read(tmp_path, text).drafts[0]
    assert (draft.channel_ref, draft.lines[0].sku, draft.lines[0].qty) == ("7", "T", 2)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("A2,2026-11-22,T,two,1,,,,", "intake.bad_quantity"),
        ("A2,2026-11-22,T,1.5,1,,,,", "intake.bad_quantity"),
        ("A2,2026-11-22,T,0,1,,,,", "intake.bad_field"),
        ("A2,2026-11-22,,1,1,,,,", "intake.no_sku"),
        ("A2,2026-11-22,T,1,cheap,,,,", "intake.bad_money"),
        ("A2,22.11.2026,T,1,1,,,,", "intake.bad_date"),
        ("A2,,T,1,1,,,,", "intake.bad_date"),
        ("A2,1900-01-01,T,1,1,,,,", "intake.bad_field"),
        ("A2,2026-02-30,T,1,1,,,,", "intake.bad_date"),
        ("A2,2026-11-22,T,1,1,a\x00b,,,", "sheets.control_character"),
        (f"A2,2026-11-22,T,1,1,{'x' * 121},,,", "intake.bad_field"),
        (",2026-11-22,T,1,1,,,,", "intake.no_order_number"),
    ],
)
def test_a_wrong_row_names_itself_and_leaves_the_other_orders(tmp_path: Path, row: str, key: str) -> None:
    found = read(tmp_path, f"{WAVECARD}A1,2026-11-22,T,1,1,,,,\n{row}\n")
    assert [draft.channel_ref for draft in found.drafts] == ["A1"]
    assert (reasons(found), found.refused) == ([(3, "error", key)], 1)


def test_an_order_with_one_wrong_row_is_not_half_taken(tmp_path: Path) -> None:
    found = read(tmp_path, f"{WAVECARD}A1,2026-11-22,T,1,1,,,,\nA1,,U,many,1,,,,\n")
    assert (found.drafts, found.refused) == ([], 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("order,sku\n1,T\n", "intake.no_preset"),
        ("a,b\n1,2\n", "intake.no_preset"),
        ("sku,SKU,order,ordered at,qty\n", "sheets.two_columns"),
    ],
)
def test_a_file_that_fits_nothing_is_refused(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(tmp_path, text)
    assert refused.value.key == key


def test_a_named_preset_says_which_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no column StockCode"):
        read(tmp_path, "InvoiceNo,Quantity,InvoiceDate\n", "online-retail")
    with pytest.raises(Invalid, match="no preset amazon"):
        get_preset("amazon")


# online-retail


def test_credit_notes_fees_and_corrections_are_left_out_in_this_order(tmp_path: Path) -> None:
    rows = (
        "C500,POST,Postage,-1,2011-11-01 08:00:00,18,17850.0,UK\n"
        "500,POST,Postage,-1,2011-11-01 08:00:00,18,17850.0,UK\n"
        "500,22423,,-10,2011-11-01 08:00:00,0,,UK\n"
        "500,22423,,0,2011-11-01 08:00:00,0,,UK\n"
        "500,22423,CAKESTAND,3,2011-11-01 08:00:00,12.75,17850.0,UK\n"
        "500,22423a,,1,2011-11-01 08:01:00,0.001,17850.0,UK\n"
    )
    found = read(tmp_path, RETAIL + rows)
    assert reasons(found) == [
        (2, "skipped", "intake.credit_note"),
        (3, "skipped", "intake.no_product"),
        (4, "skipped", "intake.no_quantity"),
        (5, "skipped", "intake.no_quantity"),
    ]
    draft = found.drafts[0]
    assert (draft.channel, draft.customer_key, draft.currency, draft.value_cents) == (
        "online-retail",
        "17850",
        "GBP",
        3825,
    )
    assert [(line.sku, line.name) for line in draft.lines] == [("22423", "CAKESTAND"), ("22423A", "")]


def test_a_text_as_quantity_is_an_error_and_no_correction(tmp_path: Path) -> None:
    found = read(
        tmp_path, RETAIL + "500,22423,X,-,2011-11-01 08:00:00,1,,UK\n500,22423,X,abc,2011-11-01,1,,UK\n"
    )
    assert {key for _, _, key in reasons(found)} <= {"intake.no_quantity", "intake.bad_quantity"}
    assert found.drafts == []


# Shopify


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


# JSON of our own


def test_our_json_takes_what_the_api_takes(tmp_path: Path) -> None:
    good = {"channel_ref": "1", "ordered_at": "2026-11-22T10:00:00+08:00", "lines": [{"sku": "T", "qty": 1}]}
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"orders": [good, good | {"channel_ref": "2", "lines": []}, 7]}), "utf-8")
    found = read_orders(path, HowToRead(SHANGHAI, channel="shop"))
    assert [(draft.channel, draft.channel_ref) for draft in found.drafts] == [("shop", "1")]
    assert [(problem.row, problem.order) for problem in found.problems] == [(2, "2"), (3, "")]
    assert found.refused == 2


@pytest.mark.parametrize("preset", ["wavecard", "shopify"])
def test_json_that_holds_no_orders_is_refused(tmp_path: Path, preset: str) -> None:
    path = tmp_path / "orders.json"
    path.write_text('{"orders": 7}', "utf-8")
    with pytest.raises(Invalid):
        read_orders(path, HowToRead(SHANGHAI, get_preset(preset)))


def test_a_preset_without_json_says_so(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text("[]", "utf-8")
    with pytest.raises(Invalid, match="reads no JSON"):
        read_orders(path, HowToRead(SHANGHAI, get_preset("online-retail")))


# xlsx


def test_an_xlsx_of_orders_reads_and_its_formulas_are_errors(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["order", "ordered at", "sku", "qty"])
    book.active.append([1001, datetime(2026, 11, 22, 8), "T", 2.0])
    book.active.append([1002, datetime(2026, 11, 22, 8), "T", "=1+1"])
    book.save(tmp_path / "orders.xlsx")
    found = read_orders(tmp_path / "orders.xlsx", HowToRead(SHANGHAI))
    assert [(draft.channel_ref, draft.lines[0].qty) for draft in found.drafts] == [("1001", 2)]
    assert reasons(found) == [(3, "error", "sheets.formula")]


# texts


@pytest.mark.parametrize(("text", "qty"), [("3", 3), ("3.0", 3), ("1,200", 1200), ("-4", -4)])
def test_quantities(text: str, qty: int) -> None:
    assert qty_of(text) == qty


@pytest.mark.parametrize("text", ["", "3.5", "three", "1e3", "３", "1,20", "9" * 10])
def test_no_quantities(text: str) -> None:
    with pytest.raises(BadCell):
        qty_of(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("2.1", 210), ("1,234.00", 123_400), ("¥99", 9_900), ("0元", 0), ("0.005", 1), ("", 0)],
)
def test_amounts(text: str, cents: int) -> None:
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2011-11-01 08:16:00", "2011-11-01T08:16:00+08:00"),
        ("2026/11/2 8:05", "2026-11-02T08:05:00+08:00"),
        ("2026-11-22T08:05:09.123Z", "2026-11-22T08:05:09+00:00"),
        ("2026-01-05 10:33:11 +0530", "2026-01-05T10:33:11+05:30"),
        ("2026年11月22日 08:05", "2026-11-22T08:05:00+08:00"),
        ("2026-11-22", "2026-11-22T00:00:00+08:00"),
    ],
)
def test_moments(text: str, iso: str) -> None:
    assert moment_of(text, SHANGHAI) == datetime.fromisoformat(iso)


def test_lists() -> None:
    assert list_of("a, b; c、d|e，，") == ["a", "b", "c", "d", "e"]
