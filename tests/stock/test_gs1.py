"""Codes as scanners send them; the expected values were made by hand from GS1's tables."""

from datetime import date

import pytest

from app.stock.gs1 import Scanned, check_digit, is_gtin, item_of_carton, read

GTIN = "06902538005141"
WHOLE = Scanned("6902538005141", GTIN, "AB-1", "S9", None, date(2027, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{GTIN}17271231" + "10AB-1\x1d21S9",  # GS1-128
        f"]d201{GTIN}10AB-1\x1d21S9\x1d17271231",  # DataMatrix, another order
        f"]Q301{GTIN}21S9\x1d1727123110AB-1\x1d",  # QR, FNC1 at the end
        f"\x1d01{GTIN}1727123110AB-1\x1d21S9",  # FNC1 sent for the first one, too
        f"(01){GTIN}(17)271231(10)AB-1(21)S9",
        f"https://id.gs1.org/01/{GTIN}/10/AB-1/21/S9?17=271231",
    ],
)
def test_gtin_lot_serial_and_expiry_are_read_in_every_spelling(text: str) -> None:
    assert read(text) == WHOLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6902538005141", "6902538005141"),
        ("]E06902538005141", "6902538005141"),
        ("96385074", "96385074"),  # EAN-8
        ("036000291452", "36000291452"),  # UPC-A, and
        ("36000291452", "36000291452"),  # the same without its zero
        ("0106902538005142", "0106902538005142"),  # wrong check digit: not GS1
        ("0112", "0112"),
        ("T-0001", "T-0001"),
        ("01069025380051419912", "01069025380051419912"),  # (99) is nobody's here
    ],
)
def test_a_plain_code_stays_what_it_is(text: str, code: str) -> None:
    assert read(text) == Scanned(code)


@pytest.mark.parametrize(
    ("written", "meant"), [("280200", date(2028, 2, 29)), ("271301", None), ("270230", None)]
)
def test_day_zero_is_the_months_last_and_impossible_days_are_none(written: str, meant: date | None) -> None:
    assert read(f"01{GTIN}17{written}").expires_on == meant


def test_check_digits_are_those_of_gs1() -> None:
    assert check_digit("0629104150021") == "3"  # GS1's own worked example, 6291041500213
    assert is_gtin("96385074") and is_gtin("84501446314") and not is_gtin("6917536014089")


def test_a_carton_names_the_item_inside_and_an_item_names_none() -> None:
    assert item_of_carton("16902538005148") == "6902538005141"
    assert item_of_carton(GTIN) is None
