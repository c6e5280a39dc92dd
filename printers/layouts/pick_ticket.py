"""A task on paper: when the Wi-Fi is gone the floor still works."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Row, Rule, Space, Stack, Text
from printers.code_blocks import Barcode
from printers.layouts.tier import Tier
from printers.words import Words, moment

WORDS: dict[str, Words] = {
    "zh-CN": {
        "title": "拣货单",
        "promised": "承诺发出\n{at}",
        "operator": "拣货员 {who}",
        "cart": "拣货车 {cart}",
        "orders": "订单 {orders}",
        "stops": "共 {stops} 站 {qty} 件",
        "slot": "车位 {slot}",
        "found": "实拣 ______",
        "signed": "签名 ____________   时间 ________",
        "return": "拣完请把此单交给组长：扫上方条码即可补录。",
    },
    "en": {
        "title": "Pick ticket",
        "promised": "Promised\n{at}",
        "operator": "Picker {who}",
        "cart": "Cart {cart}",
        "orders": "Orders {orders}",
        "stops": "Stops: {stops} · units: {qty}",
        "slot": "Slot {slot}",
        "found": "Found ______",
        "signed": "Signed ____________   Time ________",
        "return": "When done, hand this to the lead: its code above opens it for entry.",
    },
}


@dataclass(frozen=True)
class Stop:
    """One pick. `slot` is the place on the cart, `flags` are words such as `易碎`."""

    location: str
    sku: str
    name: str
    qty: int
    slot: str = ""
    barcode: str = ""
    flags: list[str] = field(default_factory=list)

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class PickTicket:
    """Stops are in walking order; `barcode`: the lead's search and the bench open the walk by it."""

    task_no: str
    tier: Tier
    stops: list[Stop]
    barcode: str = ""
    operator: str = ""
    cart: str = ""
    orders: list[str] = field(default_factory=list)
    promised_at: str = ""
    because: str = ""
    printed_at: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(ticket: PickTicket, words: Words) -> Iterator[Block]:
    promised = words["promised"].format(at=moment(ticket.promised_at)) if ticket.promised_at else ""
    yield ticket.tier.bar(aside=promised)
    yield from _heading(ticket, words)
    for number, stop in enumerate(ticket.stops, start=1):
        yield _stop(number, stop, words)
        yield Rule(0.25, around_mm=0.8)
    yield Space(4)
    yield Text(words["signed"], 3)
    yield Text(words["return"], 2.8)
    yield Text(moment(ticket.printed_at), 2.8)


def _heading(ticket: PickTicket, words: Words) -> Iterator[Block]:
    qty = sum(stop.qty for stop in ticket.stops)
    total = words["stops"].format(stops=len(ticket.stops), qty=qty)
    yield Text(f"{words['title']} {ticket.task_no}", 4.8, bold=True)
    yield Text(total, 3.6, bold=True)
    who = [words["operator"].format(who=ticket.operator)] if ticket.operator else []
    cart = [words["cart"].format(cart=ticket.cart)] if ticket.cart else []
    yield Text("   ".join([*who, *cart]), 3.2)
    if ticket.orders:
        yield Text(words["orders"].format(orders=", ".join(ticket.orders)), 2.8)
    yield Text(ticket.because, 2.8)
    if ticket.barcode:
        yield Space(1)
        yield Barcode(ticket.barcode, height_mm=10, text_mm=3)
    yield Rule(0.6)


def _stop(number: int, stop: Stop, words: Words) -> Block:
    slot = words["slot"].format(slot=stop.slot) if stop.slot else ""
    about: list[Block] = [
        Text(stop.location, 7, bold=True, shrink=True),
        Text(stop.name, 3.4),
        Text("  ".join(part for part in (stop.sku, stop.barcode) if part), 2.9),
        Text(" ".join(f"【{flag}】" for flag in stop.flags), 3.4, bold=True),
    ]
    right = [Text(f"×{stop.qty}", 7, bold=True, align="right"), Text(slot, 3.6, bold=True, align="right")]
    found = Text(words["found"], 2.8, align="right")
    return Row([Cell(Text(f"{number}.", 3.4), mm=6), Cell(Stack(about)), Cell(Stack([*right, found]), mm=20)])


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "task_no": "1208",
        "tier": {"code": "A", "word": "医药急单"},
        "barcode": "TASK-1208",
        "operator": "小林",
        "cart": "C-05",
        "orders": ["WC-0183", "WC-0190"],
        "promised_at": "2026-07-21T18:00:00+08:00",
        "because": "A 级合约：24 小时，截单 18:00",
        "stops": [
            {
                "location": "03-12-2",
                "sku": "22423",
                "name": "三层陶瓷蛋糕架（摄政玫瑰）",
                "qty": 2,
                "slot": "1",
            },
            {
                "location": "05-01-1",
                "sku": "85123A",
                "name": "白色爱心烛台吊灯，含防风玻璃罩与备用挂钩",
                "qty": 12,
                "slot": "2",
                "barcode": "5012345678900",
                "flags": ["易碎"],
            },
        ],
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
    "en": {
        "task_no": "1208",
        "tier": {"code": "B", "word": "Promotion"},
        "barcode": "TASK-1208",
        "operator": "Lin",
        "cart": "C-05",
        "orders": ["WC-0183", "WC-0190"],
        "promised_at": "2026-07-21T18:00:00+08:00",
        "because": "B: newest payment first",
        "stops": [
            {"location": "03-12-2", "sku": "22423", "name": "Regency cake stand", "qty": 2, "slot": "1"},
            {
                "location": "05-01-1",
                "sku": "85123A",
                "name": "White hanging heart T-light holder with storm glass",
                "qty": 12,
                "slot": "2",
                "barcode": "5012345678900",
                "flags": ["Fragile"],
            },
        ],
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
}
