"""Is this the barcode that the card asks for? Pure.

Item codes: a UPC-A that lost its leading zero in a spreadsheet and an EAN-13 that gained one are the same
GTIN (GS1 General Specifications, 3.3.2: shorter GTINs are zero-padded to 14 digits).
"""

from collections.abc import Iterable

GTIN_LENGTHS = range(8, 15)


def normal(code: str) -> str:
    """One spelling: no blanks or control characters around it, upper case, GTINs without leading zeros."""
    cleaned = "".join(character for character in code if character.isprintable()).strip().upper()
    if cleaned.isascii() and cleaned.isdigit() and len(cleaned) in GTIN_LENGTHS:
        return cleaned.lstrip("0")
    return cleaned


def same(code: str, expected: Iterable[str]) -> bool:
    scanned = normal(code)
    return any(scanned == normal(one) for one in expected)
