import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import Invalid
from app.orders.channels.presets import get_preset
from app.orders.grouping import HowToRead
from app.orders.reading import read_orders
from tests.conftest import Clock
from tests.orders.files import SHANGHAI, read, reasons

WAVECARD = "订单号,下单时间,商品编码,数量,单价,收货人,手机,标签,买家留言\n"
RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None: ...


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
