"""What somebody scans to sign in. The badge says who; the PIN, which is never printed, proves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Rule, Space, Spring, Text
from printers.code_blocks import QR, Barcode, Beside
from printers.words import Words

WORDS: dict[str, Words] = {
    "zh-CN": {"badge": "工牌", "found": "拾到请交还 {site}"},
    "en": {"badge": "Badge", "found": "Found it? Please return it to {site}"},
}


@dataclass(frozen=True)
class Badge:
    name: str
    badge: str
    role: str = ""
    site_name: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(badge: Badge, words: Words) -> Iterator[Block]:
    yield Text(badge.site_name or words["badge"], 3.4, align="center")
    yield Rule(0.6)
    about: list[Block] = [Space(3), Text(badge.name, 9, bold=True, shrink=True), Text(badge.role, 4.4)]
    yield Beside(QR(badge.badge, module_mm=0.75), about)
    yield Spring()
    yield Barcode(badge.badge, height_mm=12)
    if badge.site_name:
        yield Rule(0.25)
        yield Text(words["found"].format(site=badge.site_name), 2.8, align="center")


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {"name": "林小雨", "badge": "P-0042", "role": "拣货员", "site_name": "示例仓库"},
    "en": {"name": "Lin Example", "badge": "P-0042", "role": "Picker", "site_name": "Example warehouse"},
}
