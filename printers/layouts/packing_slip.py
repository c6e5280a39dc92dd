"""What is in the box, for the packer's eyes now and the customer's later."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Frame, Row, Rule, Space, Stack, Text
from printers.code_blocks import Barcode
from printers.layouts.tier import Tier
from printers.words import Words, moment

WORDS: dict[str, Words] = {
    "zh-CN": {
        "title": "装箱单",
        "promised": "承诺发出\n{at}",
        "item": "商品",
        "qty": "数量",
        "total": "共 {lines} 种 {qty} 件",
        "add": "要求附加",
        "remark": "客户备注",
        "gift": "礼品赠言",
        "parcel": "包裹 {parcel}",
        "packed": "{station}  {by}  {at}",
    },
    "en": {
        "title": "Packing slip",
        "promised": "Promised\n{at}",
        "item": "Item",
        "qty": "Qty",
        "total": "SKUs: {lines} · units: {qty}",
        "add": "Also add",
        "remark": "Buyer's remark",
        "gift": "Gift message",
        "parcel": "Parcel {parcel}",
        "packed": "{station}  {by}  {at}",
    },
}


@dataclass(frozen=True)
class SlipLine:
    sku: str
    name: str
    qty: int
    note: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class PackingSlip:
    """Times are ISO 8601 in the site's zone; `parcel` is `1/2`; `extras`: what the packer adds."""

    order_no: str
    tier: Tier
    lines: list[SlipLine]
    barcode: str = ""
    channel: str = ""
    channel_ref: str = ""
    buyer: str = ""
    promised_at: str = ""
    extras: list[str] = field(default_factory=list)
    remark: str = ""
    gift_message: str = ""
    parcel: str = ""
    station: str = ""
    packed_by: str = ""
    printed_at: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(slip: PackingSlip, words: Words) -> Iterator[Block]:
    promised = words["promised"].format(at=moment(slip.promised_at)) if slip.promised_at else ""
    yield slip.tier.bar(aside=promised)
    yield from _heading(slip, words)
    yield from _items(slip, words)
    yield from _additions(slip, words)
    yield from _footer(slip, words)


def _heading(slip: PackingSlip, words: Words) -> Iterator[Block]:
    parcel = words["parcel"].format(parcel=slip.parcel) if slip.parcel else ""
    title = Text(words["title"], 4, bold=True)
    yield Row([Cell(title), Cell(Text(parcel, 4, bold=True, align="right"))])
    yield Text(slip.order_no, 6, bold=True, shrink=True)
    yield Text(" · ".join(part for part in (slip.channel, slip.channel_ref, slip.buyer) if part), 3)
    if slip.barcode:
        yield Space(1.5)
        yield Barcode(slip.barcode, height_mm=10, text_mm=0 if slip.barcode == slip.order_no else 3)
    yield Rule(0.5)


def _items(slip: PackingSlip, words: Words) -> Iterator[Block]:
    qty = Text(words["qty"], 2.8, align="right")
    yield Row([Cell(Text(words["item"], 2.8)), Cell(qty, mm=12)])
    for line in slip.lines:
        yield Rule(dash_mm=0.6, around_mm=0.7)
        about = [Text(line.name, 3.6), Text(line.sku, 2.9, bold=True)]
        note = [Text(line.note, 3.2, bold=True)] if line.note else []
        yield Row(
            [Cell(Stack([*about, *note])), Cell(Text(f"×{line.qty}", 5.2, bold=True, align="right"), mm=16)]
        )
    yield Rule(0.5)
    total = words["total"].format(lines=len(slip.lines), qty=sum(line.qty for line in slip.lines))
    yield Text(total, 3.6, bold=True, align="right")


def _additions(slip: PackingSlip, words: Words) -> Iterator[Block]:
    if slip.extras:
        yield Space(1.5)
        boxes = [Text(f"□ {extra}", 4.2, bold=True) for extra in slip.extras]
        yield Frame(Stack([Text(words["add"], 2.8), *boxes]), border_mm=0.5)
    for title, text in ((words["remark"], slip.remark), (words["gift"], slip.gift_message)):
        if text:
            yield Space(1.5)
            yield Frame(Stack([Text(title, 2.8), Text(text, 3.6)]), border_mm=0.25)


def _footer(slip: PackingSlip, words: Words) -> Iterator[Block]:
    yield Space(1.5)
    at = moment(slip.printed_at)
    yield Text(words["packed"].format(station=slip.station, by=slip.packed_by, at=at), 2.8)


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "order_no": "WC-240721-0183",
        "tier": {"code": "A", "word": "医药急单"},
        "barcode": "WC-240721-0183",
        "channel": "官网",
        "channel_ref": "#10482",
        "promised_at": "2026-07-21T18:00:00+08:00",
        "lines": [
            {"sku": "22423", "name": "三层陶瓷蛋糕架（摄政玫瑰）", "qty": 2, "note": "易碎"},
            {"sku": "85123A", "name": "白色爱心烛台吊灯，含防风玻璃罩与备用挂钩", "qty": 12},
            {"sku": "47566", "name": "派对彩旗 5 米", "qty": 1},
        ],
        "extras": ["生日贺卡", "易碎标记"],
        "remark": "请放在门卫处，到了打电话，谢谢！",
        "gift_message": "祝小䶮生日快乐",
        "parcel": "1/2",
        "station": "打包台 2",
        "packed_by": "小林",
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
    "en": {
        "order_no": "WC-240721-0183",
        "tier": {"code": "B", "word": "Promotion"},
        "barcode": "WC-240721-0183",
        "channel": "Web shop",
        "channel_ref": "#10482",
        "promised_at": "2026-07-21T18:00:00+08:00",
        "lines": [
            {"sku": "22423", "name": "Regency cake stand, three tiers", "qty": 2, "note": "Fragile"},
            {"sku": "85123A", "name": "White hanging heart T-light holder with storm glass", "qty": 12},
            {"sku": "47566", "name": "Party bunting, 5 m", "qty": 1},
        ],
        "extras": ["Birthday card", "Fragile mark"],
        "remark": "Please leave it with the porter and ring the bell.",
        "gift_message": "Happy birthday, Ann!",
        "parcel": "1/2",
        "station": "Station 2",
        "packed_by": "Lin",
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
}
