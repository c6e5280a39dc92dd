import pytest

from app.picking.matching import same
from app.stock.gs1 import normal


@pytest.mark.parametrize(
    ("scanned", "expected"),
    [
        ("6902538005141", "6902538005141"),
        ("84501446314", "084501446314"),  # a UPC-A that a spreadsheet robbed of its zero
        ("0845014463140", "845014463140"),
        (" 85123a\r", "85123A"),
        ("\x02TOJIRO-F-503\x03", "tojiro-f-503"),
        ("a03-12-2", "A03-12-2"),
        ("]C1010690253800514117271231\x1d10AB-1", "6902538005141"),
        ("(01)06902538005141(17)271231(10)AB-1", "6902538005141"),
        ("]d20106902538005141", "6902538005141"),
        ("https://id.gs1.org/01/06902538005141/10/AB-1?17=271231", "6902538005141"),
        ("06902538005141", "6902538005141"),
    ],
)
def test_one_code_in_several_spellings(scanned: str, expected: str) -> None:
    assert same(scanned, [expected])


@pytest.mark.parametrize(("scanned", "expected"), [("", "1"), ("12345", "012345"), ("85123B", "85123A")])
def test_other_codes_stay_other_codes(scanned: str, expected: str) -> None:
    assert not same(scanned, [expected])


def test_short_numbers_keep_their_zeros() -> None:
    assert normal("0012") == "0012"
