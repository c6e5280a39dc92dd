"""The work of a day in real browsers, screen by screen; `seen` is told each screen that somebody looks at."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from app import clock
from app.orders import holding
from app.orders.models import Order
from app.people.models import SignIn
from tests.journeys.floor import Screen
from tests.journeys.papers import wait_for_paper

Seen = Callable[[str], None]
BUYER = {
    "name": "赵小雨",
    "phone": "13800138000",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
}
STREET = "文三路 259 号 3 单元 1102 室"
NEW_STREET = "体育场路 77 号 2 幢 501 室"
HOLD_MS = 900
REMARK = "请送到护士站，电话 13900139000"
LINES = ({"sku": "WC-001", "qty": 2}, {"sku": "WC-005", "qty": 1})


def nobody(screen: str) -> None:
    """Nobody looks."""


def urgent_order(path: Path, ref: str = "H-1", **told: Any) -> Path:
    """A file with one order of tier A; `told` replaces what it says."""
    order = {
        "channel": "hospital",
        "channel_ref": ref,
        "ordered_at": clock.iso(clock.now()),
        "customer_group": "medical",
        "remark": REMARK,
        "wants": ["感谢卡 1 张"],
        **BUYER,
        "street": STREET,
        "lines": list(LINES),
    }
    path.write_text(json.dumps([order | told], ensure_ascii=False), "utf-8")
    return path


def clear_the_floor() -> None:
    """What other tests left is neither offered to this one's picker, nor are its orders to theirs."""
    for waiting in Order.select().where(Order.state == "ready", Order.blocked == False):  # noqa: E712
        holding.hold(waiting.id, "not of this test", None)
    SignIn.update(ended_at=clock.now()).where(SignIn.work == "picking").execute()


def start_walk(pda: Screen, totes: Iterable[str], seen: Seen = nobody) -> dict[str, Any]:
    """Take the offer and put a tote in every slot; the first pick's card."""
    free = iter(totes)
    pda.page.locator(".offer button.main").click()
    pda.wait_for("totes")
    seen("totes")
    fill_slots(pda, free)
    return pda.wait_for("pick")


def fill_slots(pda: Screen, free: Iterator[str]) -> None:
    """A tote for each slot that has none, those of urgent orders that join meanwhile among them."""
    while (shown := pda.told())["screen"] == "totes":
        pda.scan(next(free))
        pda.wait_while(partial(_fills, shown["card"]["next_slot"]))


def _fills(slot: int, screen: str, card: dict[str, Any]) -> bool:
    return screen == "totes" and card["next_slot"] == slot


def pick_one(pda: Screen, card: dict[str, Any]) -> None:
    """All units of the stop on the card."""
    for _ in range(card["qty"] - card["done_qty"]):
        pda.scan(card["barcodes"][0])


def walk(pda: Screen, card: dict[str, Any], stops: int = 1000, spare: Iterable[str] = ()) -> dict[str, Any]:
    """So many stops, or all that are left; the card after them. `spare` totes are for orders that join."""
    free = iter(spare)
    for _ in range(stops):
        pick_one(pda, card)
        done = card["progress"]["done"] + 1
        pda.wait_while(lambda screen, shown, done=done: _picks(done, screen, shown))
        fill_slots(pda, free)
        if pda.told()["screen"] != "pick":
            return pda.wait_for("unload")
        card = pda.wait_for("pick")
    return card


def _picks(done: int, screen: str, card: dict[str, Any]) -> bool:
    return screen == "pick" and card["progress"]["done"] < done


def check_items(bench: Screen, seen: Seen = nobody) -> None:
    """Step 1: every unit is scanned."""
    card = bench.wait_for("pack_check")
    seen("pack_check")
    for item in card["items"]:
        for _ in range(item["qty"] - item["checked_qty"]):
            bench.scan(item["barcodes"][0])


def add_all(bench: Screen, seen: Seen = nobody) -> None:
    """Step 2: what the order asks for, one tap each."""
    bench.wait_for("pack_add")
    seen("pack_add")
    while (shown := bench.told())["screen"] == "pack_add":
        add = next(one for one in shown["card"]["adds"] if not one["done"])
        bench.page.locator("button.tick", has_text=add["text"]).click(delay=HOLD_MS)
        expect(bench.page.locator("button.tick:not(.done)", has_text=add["text"])).to_have_count(0)


def label(bench: Screen, lead: Screen, seen: Seen = nobody) -> str:
    """Step 3: the label is scanned as it came out of the printer. Its tracking number."""
    bench.wait_for("pack_print")
    seen("pack_print")
    bench.page.locator("button.main").click()
    card = bench.wait_for("pack_label")
    codes = wait_for_paper(lead, rf"^{card['label']['code']}$")
    assert card["label"]["tracking_no"] in codes
    seen("pack_label")
    bench.scan(card["label"]["code"])
    bench.wait_for("pack_close")
    return str(card["label"]["tracking_no"])


def readdress(lead: Screen, ref: str, seen: Seen = nobody) -> None:
    """The lead finds the order and enters another address; the difference is shown before it counts."""
    page = lead.page
    page.goto(f"{lead.served.url}/lead")
    page.get_by_role("combobox").fill(ref)
    page.locator("#hits .hit").first.click()
    expect(page.get_by_role("button", name="改地址")).to_be_visible()
    seen("lead_order")
    page.get_by_role("button", name="改地址").click()
    form = page.locator("form").filter(has_text="详细地址")
    form.get_by_label("详细地址").fill(NEW_STREET)
    form.get_by_label("原因").fill("客户来电")
    seen("lead_address")
    form.locator("button.primary").click()
    expect(page.get_by_text(NEW_STREET)).to_be_visible()
    seen("lead_address_check")
    form.locator("button.primary").click()


def relabel(bench: Screen, lead: Screen, old_no: str, seen: Seen = nobody) -> str:
    """Scanning the old label destroys it; then the new one is scanned as it came out of the printer."""
    stop = bench.wait_for("stop")
    assert stop["label"], "the old label must be asked for"
    seen("stop")
    bench.scan(stop["label"]["code"])
    bench.wait_until("stop", lambda card: not card["label"])
    number = re.sub(r"\d+$", "", stop["label"]["code"])
    codes = wait_for_paper(lead, rf"^{number}2$")
    new_no = next(code for code in codes if not code.startswith("WL-"))
    assert new_no != old_no
    seen("stop_new")
    bench.scan(f"{number}2")
    return new_no
