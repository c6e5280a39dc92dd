"""What a shift did, on the paper that is handed to the next lead."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Frame, Row, Rule, Space, Text
from printers.words import Words, moment

WORDS: dict[str, Words] = {
    "zh-CN": {
        "title": "交班报告",
        "from_to": "{start} 至 {end}",
        "lead": "组长 {lead}",
        "people": "人员",
        "orders": "订单",
        "picks": "拣货",
        "open": "未了事项",
        "signed": "交班 __________   接班 __________",
    },
    "en": {
        "title": "Shift report",
        "from_to": "{start} to {end}",
        "lead": "Lead {lead}",
        "people": "Who",
        "orders": "Orders",
        "picks": "Picks",
        "open": "Left open",
        "signed": "Handed over __________   Taken over __________",
    },
}


@dataclass(frozen=True)
class Figure:
    name: str
    value: str

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class PersonLine:
    name: str
    orders: int
    picks: int

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class ShiftReport:
    """`figures` are named in the document's language; `left_open` is one line each, worst first."""

    site_name: str
    started_at: str
    ended_at: str
    lead: str = ""
    figures: list[Figure] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(report: ShiftReport, words: Words) -> Iterator[Block]:
    yield Text(report.site_name, 3.4)
    yield Text(words["title"], 6.4, bold=True)
    times = {"start": moment(report.started_at), "end": moment(report.ended_at)}
    yield Text(words["from_to"].format(**times), 3.4)
    yield Text(words["lead"].format(lead=report.lead) if report.lead else "", 3.4)
    yield Rule(0.6)
    for figure in report.figures:
        value = Text(figure.value, 4.6, bold=True, align="right")
        yield Row([Cell(Text(figure.name, 3.6), share=2), Cell(value)])
    yield from _people(report, words)
    yield from _left_open(report, words)
    yield Space(6)
    yield Text(words["signed"], 3)


def _people(report: ShiftReport, words: Words) -> Iterator[Block]:
    if not report.people:
        return
    yield Rule(0.6)
    yield _columns(words["people"], words["orders"], words["picks"], bold=False)
    for person in report.people:
        yield _columns(person.name, str(person.orders), str(person.picks), bold=True)


def _columns(name: str, orders: str, picks: str, bold: bool) -> Block:
    size_mm = 3.6 if bold else 2.8
    counts = [Cell(Text(text, size_mm, bold=bold, align="right"), mm=14) for text in (orders, picks)]
    return Row([Cell(Text(name, size_mm)), *counts])


def _left_open(report: ShiftReport, words: Words) -> Iterator[Block]:
    if not report.left_open:
        return
    yield Space(2)
    yield Frame(Text(words["open"], 3.6, bold=True), pad_mm=0.8, inverted=True)
    for line in report.left_open:
        yield Space(0.8)
        yield Text(f"□ {line}", 3.6)


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "site_name": "示例仓库",
        "started_at": "2026-07-21T08:00:00+08:00",
        "ended_at": "2026-07-21T16:00:00+08:00",
        "lead": "王敏",
        "figures": [
            {"name": "已发订单", "value": "1,284"},
            {"name": "A 级按时", "value": "99.2%"},
            {"name": "缺货", "value": "7"},
        ],
        "people": [
            {"name": "林小雨", "orders": 142, "picks": 861},
            {"name": "陈强", "orders": 118, "picks": 745},
        ],
        "left_open": ["WC-0183 等补货 22423", "打包台 2 打印机缺纸"],
    },
    "en": {
        "site_name": "Example warehouse",
        "started_at": "2026-07-21T08:00:00+08:00",
        "ended_at": "2026-07-21T16:00:00+08:00",
        "lead": "Min",
        "figures": [
            {"name": "Orders shipped", "value": "1,284"},
            {"name": "A on time", "value": "99.2%"},
            {"name": "Short picks", "value": "7"},
        ],
        "people": [
            {"name": "Lin", "orders": 142, "picks": 861},
            {"name": "Chen", "orders": 118, "picks": 745},
        ],
        "left_open": ["WC-0183 waits for 22423", "Printer at station 2 is out of paper"],
    },
}
