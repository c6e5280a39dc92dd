"""The code on a tote, read from two metres and scanned at every stop."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Row, Rule, Space, Spring, Text
from printers.code_blocks import Barcode
from printers.layouts.tier import Tier
from printers.words import Words

WORDS: dict[str, Words] = {
    "zh-CN": {"tote": "周转箱", "slot": "车位 {slot}", "order": "订单 {order}"},
    "en": {"tote": "Tote", "slot": "Slot {slot}", "order": "Order {order}"},
}


@dataclass(frozen=True)
class ToteLabel:
    """`barcode` is what the scanner reads, `tote` what people say; a tote that stays in use has no order."""

    tote: str
    barcode: str
    tier: Tier | None = None
    slot: str = ""
    order_no: str = ""
    note: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(label: ToteLabel, words: Words) -> Iterator[Block]:
    if label.tier:
        yield label.tier.bar(8)
    slot = words["slot"].format(slot=label.slot) if label.slot else ""
    yield Row([Cell(Text(words["tote"], 4)), Cell(Text(slot, 4, bold=True, align="right"))])
    yield Text(label.tote, 14, bold=True, align="center", shrink=True)
    yield Spring()
    yield Space(1)
    yield Barcode(label.barcode, height_mm=16)
    if label.order_no or label.note:
        yield Rule(0.3)
        yield Text(words["order"].format(order=label.order_no) if label.order_no else "", 3.6)
        yield Text(label.note, 3.6)


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {"tote": "T-0042", "barcode": "T-0042", "slot": "3", "note": "破损请交给组长"},
    "en": {"tote": "T-0042", "barcode": "T-0042", "slot": "3", "note": "Broken? Hand it to the lead."},
}
