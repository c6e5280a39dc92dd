"""Text as people typed it, made safe to draw: it is only ever ink, never a command."""

import unicodedata

FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by category, invisible by design
DROPPED = frozenset({"Cc", "Cf"})  # controls; bidi marks, zero-width characters, soft hyphens


def clean(text: str) -> str:
    """NFC, line breaks as `\\n`, and without control, bidi, zero-width and variation characters."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(_clean_char, lines)).strip()


def _clean_char(char: str) -> str:
    if char in "\n\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    if char == "\t" or (category == "Zs" and char != "\u3000"):
        return " "
    if category in DROPPED or char in FILLERS or _is_variation_selector(char):
        return ""
    return "\ufffd" if category == "Cs" else char


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
