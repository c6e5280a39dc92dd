"""What is inside a barcode: GS1 element strings and Digital Links, or a plain code. Pure.

GS1 General Specifications: 3.2 application identifiers, 5.10 GS1-128, 7.8 FNC1; Digital Link URI syntax 1.2.
What goods carry is read: (01) GTIN, (10) lot, (15) (17) dates, (21) serial; common others are passed by.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

GS = "\x1d"  # FNC1 between two elements, as scanners send it
AIM = re.compile(r"^\][A-Za-z][0-9]")  # ISO/IEC 15424: which symbology it was
FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
VARIABLE = {"10": 20, "21": 20, "22": 20, "30": 8, "37": 8, "240": 30, "241": 30}
GTIN_LENGTHS = range(8, 15)  # 11: a UPC-A that lost its leading zero in a spreadsheet


@dataclass(frozen=True)
class Scanned:
    """`code` in one spelling for comparing; `gtin` has 14 digits."""

    code: str
    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    best_before_on: date | None = None
    expires_on: date | None = None


def read(text: str) -> Scanned:
    """Never fails: what is not GS1 is a plain code."""
    plain = AIM.sub("", text.strip(f" {GS}\r\n\t"))
    elements = _link(plain) or _bracketed(plain) or _element_string(plain)
    if elements is None:
        return Scanned(normal(plain))
    return Scanned(
        normal(elements["01"]),
        gtin=elements["01"],
        lot=elements.get("10"),
        serial=elements.get("21"),
        best_before_on=_day(elements.get("15")),
        expires_on=_day(elements.get("17")),
    )


def normal(code: str) -> str:
    """One spelling: nothing unprintable, upper case, a GTIN without leading zeros (GS1 3.3.2 pads them)."""
    cleaned = "".join(character for character in code if character.isprintable()).strip().upper()
    if cleaned.isascii() and cleaned.isdigit() and len(cleaned) in GTIN_LENGTHS:
        return cleaned.lstrip("0")
    return cleaned


def is_gtin(digits: str) -> bool:
    """Eight to fourteen digits, shorter ones padded with zeros, whose last is the check digit."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in GTIN_LENGTHS):
        return False
    return check_digit(digits.zfill(14)[:13]) == digits[-1]


def check_digit(first: str) -> str:
    """Of the 13 digits before it: weights 3 and 1 in turn, from the right."""
    total = sum(int(digit) * (3 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(first)))
    return str(-total % 10)


def item_of_carton(gtin: str) -> str | None:
    """ITF-14 with an indicator 1 to 8: the GTIN-13 of what the carton holds, by its own check digit."""
    digits = gtin.zfill(14)
    if not is_gtin(digits) or digits[0] in "09":
        return None
    return digits[1:13] + check_digit("0" + digits[1:13])


def _link(text: str) -> dict[str, str] | None:
    """https://id.gs1.org/01/06901234567892/10/LOT?17=271231"""
    found = re.match(r"^https?://[^/]+(?:/[^?]*?)?/01/(\d{8,14})((?:/\d{2}/[^/?]+)*)(?:\?(.*))?$", text, re.I)
    if not found or not is_gtin(found[1]):
        return None
    pairs = re.findall(r"/(\d{2})/([^/]+)", found[2]) + re.findall(r"(\d{2})=([^&]+)", found[3] or "")
    return {"01": found[1].zfill(14), **dict(pairs)}


def _bracketed(text: str) -> dict[str, str] | None:
    """(01)06901234567892(10)LOT, as people and some scanners write it."""
    found = dict(re.findall(r"\((\d{2,4})\)([^(]+)", text)) if text.startswith("(") else {}
    return found if is_gtin(found.get("01", "")) else None


def _element_string(text: str) -> dict[str, str] | None:
    """The bytes themselves; only what begins with a GTIN and is read to its end."""
    if not text.startswith("01") or len(text) < 16 or not is_gtin(text[2:16]):
        return None
    found, rest = {}, text
    while rest:
        ai = next((ai for ai in (rest[:2], rest[:3]) if ai in FIXED or ai in VARIABLE), None)
        if ai is None:
            return None
        ends = [VARIABLE.get(ai, 0), *([rest.find(GS) - len(ai)] if GS in rest else [])]
        length = FIXED.get(ai) or min(ends)
        value = rest[len(ai) : len(ai) + length]
        if ai in FIXED and (len(value) != length or not value.isdigit()):
            return None
        found[ai] = value
        rest = rest[len(ai) + length :].lstrip(GS)
    return found


def _day(yymmdd: str | None) -> date | None:
    """Day 00 is the month's last; the century is the near one (GS1 7.12), which until 2050 is this one."""
    if yymmdd is None or not re.fullmatch(r"\d{6}", yymmdd):
        return None
    year, month, day = 2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
