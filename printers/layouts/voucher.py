"""The slip a customer gets after an address change: the new number, and a QR code to follow the parcel."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict

from printers.blocks import Block, Frame, Rule, Space, Stack, Text
from printers.code_blocks import QR, Beside
from printers.words import Words, moment

WORDS: dict[str, Words] = {
    "zh-CN": {
        "title": "地址变更凭证",
        "order": "订单",
        "new": "新运单号",
        "number": "运单号",
        "old": "原运单号（已作废）",
        "address": "新地址",
        "changed": "变更时间 {at}",
        "scan": "扫码查看物流",
        "code": "查询码",
        "no_qr": "无二维码：{why}",
        "no_url": "本站未设置公网地址",
        "keep": "请保留此凭证，查询时出示。",
    },
    "en": {
        "title": "Address change",
        "order": "Order",
        "new": "New tracking number",
        "number": "Tracking number",
        "old": "Old tracking number (void)",
        "address": "New address",
        "changed": "Changed {at}",
        "scan": "Scan to follow it",
        "code": "Code",
        "no_qr": "No QR code: {why}",
        "no_url": "this site has no public address",
        "keep": "Please keep this slip and show it when you ask.",
    },
}


@dataclass(frozen=True)
class Voucher:
    """`code` is the short code printed beside the QR; with `url` None it prints without a QR and says why.

    `address` is already masked: the slip may be found by a stranger.
    """

    site_name: str
    order_no: str
    carrier: str
    tracking_no: str
    code: str
    url: str | None = None
    no_url_because: str = ""
    old_tracking_no: str = ""
    address: str = ""
    changed_at: str = ""
    note: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")


def draw(voucher: Voucher, words: Words) -> Iterator[Block]:
    yield Text(voucher.site_name, 3.4, align="center")
    yield Text(words["title"], 6.4, bold=True, align="center", shrink=True)
    yield Rule(0.6)
    number = words["new" if voucher.old_tracking_no else "number"]
    yield Text(f"{voucher.carrier} · {number}", 3)
    yield Text(voucher.tracking_no, 5.4, bold=True, shrink=True)
    yield Space(1)
    for word, value in _facts(voucher, words):
        yield Text(word, 2.8)
        yield Text(value, 3.6)
        yield Space(0.8)
    if voucher.changed_at:
        yield Text(words["changed"].format(at=moment(voucher.changed_at)), 2.8)
    yield Rule(dash_mm=0.8)
    yield from _tracking(voucher, words)
    yield Space(1.5)
    yield Text(voucher.note or words["keep"], 2.8, align="center")


def _facts(voucher: Voucher, words: Words) -> list[tuple[str, str]]:
    facts = [
        (words["order"], voucher.order_no),
        (words["old"], voucher.old_tracking_no),
        (words["address"], voucher.address),
    ]
    return [(word, value) for word, value in facts if value]


def _tracking(voucher: Voucher, words: Words) -> Iterator[Block]:
    code: list[Block] = [Text(words["code"], 2.8), Text(voucher.code, 5.4, bold=True, shrink=True)]
    if voucher.url:
        scan: list[Block] = [Space(2), Text(words["scan"], 3.6, bold=True), Space(1)]
        yield Beside(QR(voucher.url, module_mm=0.62), [*scan, *code])
        return
    why = words["no_qr"].format(why=voucher.no_url_because or words["no_url"])
    yield Frame(Stack([Text(why, 3), *code]), border_mm=0.25)


EXAMPLE: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "site_name": "示例仓库",
        "order_no": "WC-240721-0183",
        "carrier": "示例快运",
        "tracking_no": "SB7300128846521",
        "old_tracking_no": "SB7300128840017",
        "url": "https://track.example.com/t/f3Kq9ZtR2mXa7Lw1",
        "code": "F3KQ-9ZTR",
        "address": "上海市浦东新区张江镇****",
        "changed_at": "2026-07-21T15:42:00+08:00",
    },
    "en": {
        "site_name": "Example warehouse",
        "order_no": "WC-240721-0183",
        "carrier": "Sandbox Express",
        "tracking_no": "SB7300128846521",
        "old_tracking_no": "SB7300128840017",
        "url": "https://track.example.com/t/f3Kq9ZtR2mXa7Lw1",
        "code": "F3KQ-9ZTR",
        "address": "London E14 ****",
        "changed_at": "2026-07-21T15:42:00+08:00",
    },
}
