"""What a stranger may read of a person: GB/T 41833-2022 hides a character of a name at least, six digits of
a phone at least, and unit and room of an address. Pure; we hide the whole street."""

import re

DIGIT = re.compile(r"\d")
LATIN = re.compile(r"^[\x20-\u024f]+$")


def mask_phone(phone: str) -> str:
    """13812345678 -> 1********78: all but the first digit and the last two; a short number wholly."""
    digits = DIGIT.findall(phone)
    if len(digits) < 9:
        return "*" * len(digits)
    return digits[0] + "*" * (len(digits) - 3) + "".join(digits[-2:])


def mask_name(name: str) -> str:
    """王小芳 -> 王**, Ann Lee -> A*** L**: the first character of each part."""
    if LATIN.match(name):
        return " ".join(part[0] + "*" * max(1, len(part) - 1) for part in name.split())
    told = name.strip()
    return told[:1] + "*" * max(1, len(told) - 1) if told else ""
