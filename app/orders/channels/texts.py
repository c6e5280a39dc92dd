"""Texts of a cell as numbers, money and moments. BadCell says which sentence applies. Pure."""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from app.words import Words

QTY = re.compile(r"-?\d{1,3}(,\d{3})+(\.0+)?|-?\d{1,9}(\.0+)?")
MONEY = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d{1,12}(\.\d{1,6})?")
SIGNS = str.maketrans("", "", "¥￥$£€元 ")
DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?"
)


class BadCell(ValueError):
    def __init__(self, key: str, value: str) -> None:
        super().__init__(key)
        self.words = Words(key, {"value": value[:40]})


def qty_of(text: str) -> int:
    """3, 3.0, 1,200."""
    if not text.isascii() or not QTY.fullmatch(text):
        raise BadCell("intake.bad_quantity", text)
    return int(text.replace(",", "").partition(".")[0])


def cents_of(text: str) -> int:
    """2.1, 1,234.00, ¥99, 0元; rounded half up to a cent. Nothing is 0."""
    told = text.translate(SIGNS)
    if not told:
        return 0
    if not told.isascii() or not MONEY.fullmatch(told):
        raise BadCell("intake.bad_money", text)
    return int((Decimal(told.replace(",", "")) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """2011-11-01 08:16:00, 2026/11/22 8:05, 2026-11-22T08:05:00+08:00; without an offset in `zone`."""
    found = DAY.fullmatch(text) if text.isascii() or "年" in text else None
    if found is None:
        raise BadCell("intake.bad_date", text)
    try:
        at = datetime(*(int(part or 0) for part in found.groups()[:6]))  # type: ignore[arg-type]
    except ValueError:
        raise BadCell("intake.bad_date", text) from None
    offset = found.group(7)
    if not offset:
        return at.replace(tzinfo=zone)
    return datetime.strptime(f"{at:%Y-%m-%d %H:%M:%S} {offset.replace('UTC', 'Z')}", "%Y-%m-%d %H:%M:%S %z")


def list_of(text: str) -> list[str]:
    """a, b; c、d"""
    return [part.strip() for part in re.split(r"[,;，；、|]", text) if part.strip()]
