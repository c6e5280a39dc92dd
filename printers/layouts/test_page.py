"""Proof that a printer prints: its settings, Chinese, both codes, and a ruler that shows a wrong dpi."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Cell, Row, Rule, Space, Text
from printers.code_blocks import QR, Barcode, Beside
from printers.tier_bar import Ruler, Stripes
from printers.words import Words, moment

WORDS: dict[str, Words] = {
    "zh-CN": {
        "title": "打印测试",
        "ruler": "每格 10 毫米，请用尺核对",
        "codes": "两个码都应能扫出",
        "sample": "龘靐齉 繁體 简体 ，。！？ AaBb 0O1lI 8B ￥€",
        "black": "斜纹应清晰、无断线",
    },
    "en": {
        "title": "Printer test",
        "ruler": "10 mm a step: check with a ruler",
        "codes": "Both codes should scan",
        "sample": "龘靐齉 繁體 简体 ，。！？ AaBb 0O1lI 8B ￥€",
        "black": "The stripes should be clean, without broken lines",
    },
}


@dataclass(frozen=True)
class Fact:
    name: str
    value: str

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class TestPage:
    """`facts` are what the spool knows: address, head, status, paper, in the document's language."""

    __test__ = False  # not for pytest

    printer: str
    code: str
    station: str = ""
    facts: list[Fact] = field(default_factory=list)
    printed_at: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(page: TestPage, words: Words) -> Iterator[Block]:
    yield Text(words["title"], 6.4, bold=True, align="center")
    yield Text(page.printer, 5, bold=True)
    yield Text("  ".join(part for part in (page.station, moment(page.printed_at)) if part), 3.2)
    yield Rule(0.5)
    for fact in page.facts:
        yield Row([Cell(Text(fact.name, 3)), Cell(Text(fact.value, 3, bold=True), share=2)])
    yield Rule(0.5)
    yield Text(words["sample"], 4)
    yield Space(1)
    yield Text(words["ruler"], 2.8)
    yield Ruler()
    yield Text(words["black"], 2.8)
    yield Stripes(4)
    yield Space(2)
    yield Text(words["codes"], 2.8)
    yield Barcode(page.code)
    yield Beside(QR(page.code), [Space(4), Text(page.code, 5, bold=True)], least_mm=20)


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "printer": "打包台 2 打印机",
        "station": "打包台 2",
        "code": "TEST-0042",
        "facts": [
            {"name": "地址", "value": "192.0.2.15:9100"},
            {"name": "打印头", "value": "576 点，203 dpi"},
            {"name": "状态", "value": "就绪"},
        ],
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
    "en": {
        "printer": "Thermal printer, station 2",
        "station": "Station 2",
        "code": "TEST-0042",
        "facts": [
            {"name": "Address", "value": "192.0.2.15:9100"},
            {"name": "Head", "value": "576 dots, 203 dpi"},
            {"name": "Status", "value": "Ready"},
        ],
        "printed_at": "2026-07-21T15:42:00+08:00",
    },
}
