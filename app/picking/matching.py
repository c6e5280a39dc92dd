"""Is this the barcode that the card asks for? Pure.

Item codes: a UPC-A that lost its leading zero in a spreadsheet and an EAN-13 that gained one are the same
GTIN (GS1 General Specifications, 3.3.2: shorter GTINs are zero-padded to 14 digits); so is the (01)
in a GS1-128, DataMatrix or QR code.
"""

from collections.abc import Collection

from app.stock.gs1 import normal, read


def same(code: str, expected: Collection[str]) -> bool:
    if code in expected:
        return True
    scanned = read(code).code
    return any(scanned == normal(one) for one in expected)
