"""Line breaking for mixed Chinese and Latin text."""

import re
from collections.abc import Iterator

from printers.typeface import get_glyph, text_width

WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
OPENING = "（《「『“‘〈【"
CLOSING = "，。、；：！？）》」』”’…〉】％"
# A run of spaces; or one Chinese character with the marks that may not part from it; or a Latin word.
PIECE = re.compile(rf" +|[{OPENING}]*(?:[{WIDE}]|[^ {WIDE}]+)[{CLOSING}]*|[{OPENING}]+")


def wrap(text: str, width: int, size: int, bold: bool) -> list[str]:
    """Lines no wider than `width` dots; only the spaces at breaks are left out."""
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width, size, bold)]


def _wrap_paragraph(text: str, width: int, size: int, bold: bool) -> Iterator[str]:
    line, used = "", 0
    for piece in PIECE.findall(text):
        room = text_width(piece, size, bold)
        if used + room > width and line.strip():
            yield line.rstrip()
            line, used = "", 0
            if piece.isspace():
                continue
        if room > width:
            *full, piece = _split(piece, width, size, bold)
            yield from full
            room = text_width(piece, size, bold)
        line, used = line + piece, used + room
    yield line.rstrip()


def _split(piece: str, width: int, size: int, bold: bool) -> list[str]:
    """A word longer than a line, cut where the line ends."""
    lines, line, used = [], "", 0
    for char in piece:
        advance = get_glyph(char, size, bold).advance
        if line and used + advance > width:
            lines.append(line)
            line, used = "", 0
        line, used = line + char, used + advance
    return [*lines, line]
