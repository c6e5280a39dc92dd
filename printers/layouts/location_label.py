"""The sign on a pick face: what the card says, large, and what the scanner reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Row, Rule, Spring, Text
from printers.code_blocks import Barcode
from printers.words import Words

WORDS: dict[str, Words] = {
    "zh-CN": {"location": "库位", "up": "↑ 上层", "down": "↓ 下层"},
    "en": {"location": "Location", "up": "↑ above", "down": "↓ below"},
}


@dataclass(frozen=True)
class LocationLabel:
    """`arrow` (`up`, `down`) when one sign on the beam serves the shelf above or below it."""

    location: str
    barcode: str
    arrow: Literal["up", "down"] | None = None
    sku: str = ""
    name: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(label: LocationLabel, words: Words) -> Iterator[Block]:
    arrow = Text(words[label.arrow] if label.arrow else "", 4.6, bold=True, align="right")
    yield Row([Cell(Text(words["location"], 3.2)), Cell(arrow)])
    yield Text(label.location, 14, bold=True, align="center", shrink=True)
    yield Spring()
    yield Barcode(label.barcode, height_mm=14)
    if label.sku or label.name:
        yield Rule(0.3)
        yield Text("  ".join(part for part in (label.sku, label.name) if part), 3.2)


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {"location": "03-12-2", "barcode": "L03122", "arrow": "up"},
    "en": {"location": "03-12-2", "barcode": "L03122", "arrow": "down", "sku": "22423", "name": "Cake stand"},
}
