"""Where a parcel goes: what must be there, what changed, and what a stranger may read. Pure."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

FIELDS = ("name", "phone", "province", "city", "district", "street", "postcode")
HERE = ("", "CN", "CHN", "CHINA", "中国")
NEEDED_HERE = ("name", "phone", "province", "city", "street")
NEEDED_ABROAD = ("name", "city", "street", "postcode")
PHONE = re.compile(r"^\+?[0-9][0-9 ()-]{5,24}$")

FIELD_NAMES = {
    "name": ("收件人", "name"),
    "phone": ("电话", "phone"),
    "province": ("省", "province"),
    "city": ("市", "city"),
    "district": ("区县", "district"),
    "street": ("详细地址", "street"),
    "postcode": ("邮编", "postcode"),
}


def _clean(text: str) -> str:
    """One line without what no printer and no carrier can take."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


Line20 = Annotated[str, Field(max_length=20), AfterValidator(_clean)]
Line40 = Annotated[str, Field(max_length=40), AfterValidator(_clean)]
Line60 = Annotated[str, Field(max_length=60), AfterValidator(_clean)]
Line120 = Annotated[str, Field(max_length=120), AfterValidator(_clean)]
Line300 = Annotated[str, Field(max_length=300), AfterValidator(_clean)]


class Address(BaseModel):
    """As somebody typed it; the widths are the order's own."""

    model_config = ConfigDict(extra="ignore", strict=True)
    name: Line120 = ""
    phone: Line40 = ""
    province: Line60 = ""
    city: Line60 = ""
    district: Line60 = ""
    street: Line300 = ""
    postcode: Line20 = ""
    oaid: Line300 = ""


def list_missing(address: Mapping[str, Any], country: str) -> list[str]:
    """The fields without which no carrier finds it; a phone that is no number counts as missing."""
    needed = NEEDED_HERE if country.strip().upper() in HERE else NEEDED_ABROAD
    missing = [name for name in needed if not address.get(name)]
    if address.get("phone") and not PHONE.match(str(address["phone"])):
        missing.append("phone")
    return missing


def list_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in FIELDS if (before.get(name) or "") != (after.get(name) or "")]


def name_fields(names: list[str]) -> dict[str, str]:
    """Field names as a detail of a sentence, in both languages."""
    return {
        "zh-CN": "、".join(FIELD_NAMES[name][0] for name in names),
        "en": ", ".join(FIELD_NAMES[name][1] for name in names),
    }


def one_line(address: Mapping[str, Any]) -> str:
    """The whole address as a label carries it: Chinese from the large to the small, others the other way."""
    parts = [str(address.get(name) or "") for name in ("province", "city", "district", "street", "postcode")]
    chinese = any("\u4e00" <= character <= "\u9fff" for character in "".join(parts))
    if chinese:
        return "".join(parts[:4]) + (f" {parts[4]}" if parts[4] else "")
    return ", ".join(part for part in (parts[3], parts[2], parts[1], parts[0], parts[4]) if part)


def masked(address: Mapping[str, Any]) -> str:
    """Province and city alone (GB/T 41833-2022 keeps the rest from strangers)."""
    parts = [str(address.get(name) or "") for name in ("province", "city")]
    return " ".join(dict.fromkeys(part for part in parts if part))
