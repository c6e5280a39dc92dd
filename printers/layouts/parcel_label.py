"""The label on the box: 76x130, 100x150 or 100x180 mm, or a length of roll.

It carries two codes: the carrier's number, and our own parcel-and-version code, because an updated waybill
keeps its number and only ours tells the new paper from the old.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Frame, Row, Rule, Space, Spring, Stack, Text
from printers.code_blocks import QR, Barcode, Beside
from printers.layouts.tier import Tier
from printers.words import Words, moment

WORDS: dict[str, Words] = {
    "zh-CN": {
        "to": "收",
        "from": "寄",
        "order": "订单",
        "parcel": "包裹 {parcel}",
        "weight": "{kg:.2f} kg",
        "replaces": "改址换单 · 原单 {old} 作废",
        "ours": "仓内码",
    },
    "en": {
        "to": "TO",
        "from": "FROM",
        "order": "Order",
        "parcel": "Parcel {parcel}",
        "weight": "{kg:.2f} kg",
        "replaces": "Readdressed · {old} is void",
        "ours": "Warehouse code",
    },
}


@dataclass(frozen=True)
class Party:
    name: str
    address: str
    phone: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class ParcelLabel:
    """`label_code` is ours, as scanned back (`WL-183-2`); `sort_code` the carrier's routing code, huge.

    `marks` are words such as `易碎`; `replaces` is the void tracking number after an address change.
    """

    carrier: str
    tracking_no: str
    label_code: str
    recipient: Party
    order_no: str
    sender: Party | None = None
    tier: Tier | None = None
    sort_code: str = ""
    service: str = ""
    parcel: str = ""
    weight_g: int | None = None
    marks: list[str] = field(default_factory=list)
    remark: str = ""
    replaces: str = ""
    printed_at: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(label: ParcelLabel, words: Words) -> Iterator[Block]:
    yield from _carrier(label)
    if label.replaces:
        text = Text(words["replaces"].format(old=label.replaces), 3.4, bold=True, align="center")
        yield Frame(text, pad_mm=0.6, inverted=True)
        yield Space(1)
    yield _party(words["to"], label.recipient, 4.6)
    yield Rule(0.3)
    if label.sender:
        yield _party(words["from"], label.sender, 2.8)
        yield Rule(0.3)
    yield from _marks(label)
    yield Spring()
    yield from _ours(label, words)


def _carrier(label: ParcelLabel) -> Iterator[Block]:
    yield Row(
        [Cell(Text(label.carrier, 5.2, bold=True), share=1.7), Cell(Text(label.service, 4, align="right"))]
    )
    if label.sort_code:
        yield Text(label.sort_code, 10, bold=True, align="center", shrink=True)
    yield Space(1)
    yield Barcode(label.tracking_no, height_mm=16, text_mm=4.4)
    yield Rule(0.6)


def _party(word: str, party: Party, size_mm: float) -> Block:
    who = "  ".join(part for part in (party.name, party.phone) if part)
    about = Stack([Text(who, size_mm, bold=True), Text(party.address, size_mm * 0.92)])
    mark = Frame(Text(word, 3.4, bold=True, align="center"), border_mm=0.3, pad_mm=0.5, inverted=True)
    return Row([Cell(mark, mm=6 if len(word) == 1 else 13), Cell(about)])


def _marks(label: ParcelLabel) -> Iterator[Block]:
    if label.marks:
        yield Text("  ".join(f"【{mark}】" for mark in label.marks), 5, bold=True)
    if label.remark:
        yield Text(label.remark, 3)


def _ours(label: ParcelLabel, words: Words) -> Iterator[Block]:
    about = [Text(words["ours"], 2.6), Text(label.label_code, 4.6, bold=True, shrink=True)]
    order = Text(f"{words['order']} {label.order_no}", 3.2)
    details = [words["parcel"].format(parcel=label.parcel)] if label.parcel else []
    details += [] if label.weight_g is None else [words["weight"].format(kg=label.weight_g / 1000)]
    details += [moment(label.printed_at)] if label.printed_at else []
    tier = [Text(f"{label.tier.code}  {label.tier.word}", 4, bold=True)] if label.tier else []
    yield Rule(0.6)
    yield Beside(QR(label.label_code, module_mm=0.6), [*about, order, Text("  ".join(details), 3), *tier])


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "carrier": "示例快运",
        "service": "标准快件",
        "sort_code": "021-B07 33",
        "tracking_no": "SB7300128846521",
        "label_code": "WL-183-2",
        "order_no": "WC-240721-0183",
        "tier": {"code": "A", "word": "医药急单"},
        "recipient": {
            "name": "李晓明",
            "phone": "138****5678",
            "address": "上海市浦东新区张江镇祖冲之路 2288 弄 3 号楼 1102 室",
        },
        "sender": {
            "name": "示例仓库",
            "phone": "400-000-0000",
            "address": "江苏省苏州市昆山市花桥镇仓储路 8 号",
        },
        "parcel": "1/2",
        "weight_g": 1840,
        "marks": ["易碎", "勿压"],
        "remark": "放门卫处，到了打电话",
        "replaces": "SB7300128840017",
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
    "en": {
        "carrier": "Sandbox Express",
        "service": "Standard",
        "sort_code": "LDN-07 33",
        "tracking_no": "SB7300128846521",
        "label_code": "WL-183-2",
        "order_no": "WC-240721-0183",
        "tier": {"code": "A", "word": "Contract"},
        "recipient": {
            "name": "Ann Example",
            "phone": "**** 5678",
            "address": "Flat 11, 22 Long Meadow Gardens, Canary Wharf, London E14 5AB, United Kingdom",
        },
        "sender": {"name": "Example warehouse", "phone": "", "address": "8 Dock Road, Harwich CO12 3AA"},
        "parcel": "1/2",
        "weight_g": 1840,
        "marks": ["FRAGILE"],
        "remark": "Leave with the porter",
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
}
