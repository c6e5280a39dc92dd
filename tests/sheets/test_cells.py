from datetime import date, datetime

import pytest

from app.sheets.cells import MAX_CELL, clean, of_value
from app.words import Words


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  abc ", "abc"),
        ("3\t", "3"),
        ("\t", ""),
        ("\ufeff订单号", "订单号"),
        ("　全角空格　", "全角空格"),
        ('="35153131473293579"', "35153131473293579"),
        ('=""', ""),
        ("'13900000000", "13900000000"),
        ("'+86 139", "+86 139"),
        ("'tis", "'tis"),
        ("two\r\nlines", "two lines"),
        ("=1+1", "=1+1"),
    ],
)
def test_padding_and_export_tricks_are_gone(raw: str, text: str) -> None:
    assert clean(raw) == text


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("a\x00b", "sheets.control_character"),
        ("a\x1b[31m", "sheets.control_character"),
        ("x" * (MAX_CELL + 1), "sheets.long_cell"),
    ],
)
def test_what_cannot_be_a_text_is_named(raw: str, key: str) -> None:
    found = clean(raw)
    assert isinstance(found, Words) and found.key == key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (2.1, "2.1"),
        (17850, "17850"),
        (True, "true"),
        (datetime(2026, 11, 22, 8, 5), "2026-11-22 08:05:00"),
        (date(2026, 11, 22), "2026-11-22"),
    ],
)
def test_typed_cells_read_as_their_csv_would(value: object, text: str) -> None:
    assert of_value(value) == text


def test_a_long_number_that_lost_its_digits_is_refused() -> None:
    found = of_value(3.5153131473293579e16)
    assert isinstance(found, Words) and found.key == "sheets.lost_digits"
