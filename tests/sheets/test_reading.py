import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.errors import Invalid
from app.sheets import csv_sheet, reading, xlsx_sheet
from app.sheets.sheet import Row, Sheet

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def save(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return save


def read(path: Path) -> tuple[Sheet, list[Row]]:
    with reading.open_sheet(path) as sheet:
        return sheet, list(sheet.rows)


def cells(path: Path) -> list[list[str]]:
    return [row.cells for row in read(path)[1]]


def book(path: Path, rows: list[list[Any]]) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_reads_the_same_in_every_encoding(write: Write, encoding: str) -> None:
    path = write("a.csv", "订单号,收货人\r\n1,李 雷\r\n".encode(encoding))
    assert read(path)[0].columns == ["订单号", "收货人"]
    assert cells(path) == [["1", "李 雷"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_header(write: Write, delimiter: str) -> None:
    assert cells(write("a.csv", f"a{delimiter}b\n1{delimiter}2\n".encode())) == [["1", "2"]]


def test_rows_are_counted_as_in_the_file_and_empty_ones_left_out(write: Write) -> None:
    rows = read(write("a.csv", b"a,b\n1,2\n\n,\n3\n4,5,6\n"))[1]
    assert [(row.number, row.cells) for row in rows] == [(2, ["1", "2"]), (5, ["3", ""]), (6, ["4", "5"])]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "sheets.empty"),
        (b"\n\n", "sheets.no_header"),
        ("Name,Café\n1,crème brûlée à la carte\n".encode("latin-1"), "sheets.bad_encoding"),
        ("Name,Ort\n1,Bürstenhändler Müller\n".encode("latin-1"), "sheets.bad_encoding"),
        (b"a,b\n\xff\xfe\xfd,1\n", "sheets.bad_encoding"),
        (b"\xd0\xcf\x11\xe0 old excel", "sheets.old_excel"),
        (b"PK\x03\x04 not really", "sheets.bad_xlsx"),
        (b'{"orders": []}', "sheets.no_table"),
        (b"a," * 400, "sheets.too_wide"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(write: Write, content: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(write("bad", content))
    assert refused.value.key == key
    assert "bad" in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b'a,b\n1,"open\n2,3\n', "sheets.bad_csv"),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "sheets.bad_csv"),
        (b"a,b\n1," + b"x" * 1_100_000, "sheets.long_line"),
    ],
)
def test_a_row_that_breaks_the_file_is_named(write: Write, content: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(write("a.csv", content))
    assert refused.value.key == key


def test_a_bad_cell_spoils_its_cell_and_nothing_else(write: Write) -> None:
    row = read(write("a.csv", b"a,b\nfine,b\x00d\n"))[1][0]
    assert row.cells == ["fine", ""]
    assert row.bad[1].key == "sheets.control_character"


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Invalid) as refused:
        read(tmp_path / "huge.csv")
    assert refused.value.key == "sheets.too_large"


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"nowhere.csv cannot be opened: No such file"):
        read(tmp_path / "nowhere.csv")


def test_rows_beyond_the_limit_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_sheet, "MAX_ROWS", 3)
    with pytest.raises(Invalid) as refused:
        read(write("a.csv", b"a\n1\n2\n3\n4\n"))
    assert refused.value.key == "sheets.too_long"


def test_columns_are_found_by_name_whatever_case_and_brackets(write: Write) -> None:
    sheet = read(write("a.csv", "Order_No,实付款（元） ,x\n".encode()))[0]
    assert sheet.find(("order no",)) == 0
    assert sheet.find(("实付款(元)",)) == 1
    assert sheet.find(("missing",)) is None
    assert sheet.find(("missing", "x", "order no")) == 2


def test_two_columns_of_one_name_are_not_guessed_between(write: Write) -> None:
    sheet = read(write("a.csv", b"sku,SKU\n"))[0]
    with pytest.raises(Invalid):
        sheet.find(("sku",))


def test_an_xlsx_reads_like_its_csv(tmp_path: Path) -> None:
    rows = [
        ["订单号", "数量", "时间", None],
        ["0012", 3, datetime(2026, 11, 22, 8), None],
        ["x", 2.5, None, None],
    ]
    path = book(tmp_path / "a.xlsx", rows)
    assert read(path)[0].columns == ["订单号", "数量", "时间"]
    assert cells(path) == [["0012", "3", "2026-11-22 08:00:00"], ["x", "2.5", ""]]


def test_formulas_and_error_cells_are_refused_cell_by_cell(tmp_path: Path) -> None:
    rows = [["a", "b", "c"], ["=1+1", "#N/A", '="00123"']]
    row = read(book(tmp_path / "a.xlsx", rows))[1][0]
    assert {index: words.key for index, words in row.bad.items()} == {
        0: "sheets.formula",
        1: "sheets.error_cell",
    }
    assert row.cells[2] == "00123"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(Invalid) as refused:
        read(path)
    assert refused.value.key == "sheets.zip_bomb"


def test_entities_in_an_xlsx_do_not_multiply(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["a"], ["b"]])
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"ha" * 5000
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(5))
        + b"]><worksheet>&f;</worksheet>"
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {"xl/worksheets/sheet1.xml": laughs}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    with pytest.raises(Invalid):
        read(path)


def test_a_truncated_xlsx_is_not_sound(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["a"], ["b"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Invalid) as refused:
        read(path)
    assert refused.value.key == "sheets.bad_xlsx"


def test_the_widest_allowed_sheet_bounds_a_row(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["a"], [*range(400)]])
    assert [len(row.cells) for row in read(path)[1]] == [1]
    assert xlsx_sheet.MAX_COLUMNS == 300


def test_json_reads_with_its_long_numbers_whole(write: Write) -> None:
    assert reading.read_json(write("a.json", b'[{"id": 35153131473293579}]')) == [{"id": 35153131473293579}]


@pytest.mark.parametrize(
    "text", ['{"a": }', "[" * 100_000, "[NaN]", "[" + "9" * 5000 + "]", '{"a": 1', "\x00"]
)
def test_bad_json_is_named(write: Write, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        reading.read_json(write("a.json", text.encode()))
    assert refused.value.key == "sheets.bad_json"


def test_what_a_file_is_stands_in_it_not_in_its_name(write: Write) -> None:
    assert reading.kind_of(write("a.csv", json.dumps([1]).encode())) == "json"
    assert reading.kind_of(write("a.json", b"a,b\n1,2\n")) == "csv"
