"""What stands in a cell once padding and export tricks are gone. Pure."""

import re
from datetime import date, datetime
from typing import Any

from app.words import Words

MAX_CELL = 32_767  # characters; Excel's own limit
LOST_DIGITS = 1e15  # a float this large no longer knows its last digits
INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060"
QUOTED = re.compile(r'="(.*)"')  # ="00123": how exports keep Excel from eating zeros
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BREAKS = re.compile(r"[\t\r\n]+")

Cell = str | Words  # the text, or what is wrong with it


def clean(text: str) -> Cell:
    """A text cell without padding, `="..."` and the apostrophe before a number; breaks become blanks."""
    if text.isprintable() and len(text) <= MAX_CELL and text[:1] not in ("=", "'"):
        return text.strip()
    if len(text) > MAX_CELL:
        return Words("sheets.long_cell", {"most": MAX_CELL})
    text = text.strip().strip(INVISIBLE).strip()
    quoted = QUOTED.fullmatch(text)
    if quoted:
        text = quoted.group(1).strip()
    if text[:1] == "'" and (text[1:2].isdigit() or text[1:2] == "+"):
        text = text[1:]
    if CONTROL.search(text):
        return Words("sheets.control_character")
    return BREAKS.sub(" ", text)


def of_value(value: Any) -> Cell:
    """A typed cell (xlsx) as the text a CSV of the same sheet would hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _of_float(value: float) -> Cell:
    if abs(value) >= LOST_DIGITS or value != value:
        return Words("sheets.lost_digits")
    return str(int(value)) if value == int(value) else repr(value)
