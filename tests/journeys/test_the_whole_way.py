"""From an order file to a red card, over scans and ink, to an address change and its voucher."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app import clock, db, migrating
from app.demo import making
from app.demo.making import Person
from app.founding import found
from tests.journeys.floor import BENCH, DESK, PDA, Screen, read, run_cli, wait_for_paper
from tests.serving import Served, serving

pytestmark = [pytest.mark.alone, pytest.mark.timeout(300)]
BUYER = {
    "name": "赵小雨",
    "phone": "13800138000",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
}
REMARK = "请送到护士站，电话 13900139000"
NEW_STREET = "体育场路 77 号 2 幢 501 室"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Served, dict[str, Person], str]]:
    url = f"sqlite:///{tmp_path}/house.db"
    db.connect(url)
    migrating.upgrade()
    found()
    people = {person.name: person for person in making.make()}
    with serving(tmp_path, DATABASE_URL=url, PUBLIC_URL="http://127.0.0.1:{port}") as served:
        yield served, people, url
    db.disconnect()


def an_order(path: Path) -> Path:
    order = {
        "channel": "hospital",
        "channel_ref": "H-1",
        "ordered_at": clock.iso(clock.now()),
        "customer_group": "medical",
        "remark": REMARK,
        "wants": ["放一张感谢卡"],
        **BUYER,
        "street": "文三路 259 号 3 单元 1102 室",
        "lines": [{"sku": "WC-001", "qty": 2}, {"sku": "WC-005", "qty": 1}],
    }
    path.write_text(json.dumps([order], ensure_ascii=False), "utf-8")
    return path


def signed_in(browser: Browser, served: Served, person: Person, size: dict[str, int]) -> Screen:
    screen = Screen(browser, served, size)
    screen.sign_in(person.badge, person.pin)
    return screen


def see_the_red_card(pda: Screen, file: Path, url: str) -> None:
    """Imported by another process, on the idle picker's screen without a reload, within a second."""
    expect(pda.page.get_by_text("暂时没有任务")).to_be_visible()
    pda.page.evaluate("() => { window.notReloaded = true }")
    imported = run_cli(url, file.parent, "import", str(file))
    assert imported.returncode == 0, imported.stderr
    expect(pda.page.locator(".offer-head.tier-cross")).to_be_visible(timeout=1000)
    left = pda.page.locator(".offer-head").inner_text()
    assert re.search(r"\d+:\d\d", left), f"no countdown in {left!r}"
    time.sleep(1.2)
    assert pda.page.locator(".offer-head").inner_text() != left, "the countdown stands still"
    assert pda.page.evaluate("() => window.notReloaded")


def pick(pda: Screen) -> None:
    pda.page.get_by_role("button", name="开始").click()
    pda.wait_for("totes")
    pda.scan("T-0001")
    card = pda.wait_for("pick")
    while True:
        for _ in range(card["qty"] - card["done_qty"]):
            pda.scan(card["barcodes"][0])
        done = card["progress"]["done"] + 1
        if done == card["progress"]["of"]:
            break
        card = pda.wait_until("pick", lambda shown, done=done: shown["progress"]["done"] == done)
    pda.wait_for("unload")
    pda.scan("ST-1")
    pda.wait_for("idle")


def pack(bench: Screen, lead: Screen) -> str:
    """The three steps; the label is scanned as it came out of the printer. Its tracking number."""
    bench.wait_for("station")
    bench.scan("ST-1")
    bench.wait_for("pack_open")
    bench.scan("T-0001")
    card = bench.wait_for("pack_check")
    for item in card["items"]:
        for _ in range(item["qty"]):
            bench.scan(item["barcodes"][0])
    card = bench.wait_for("pack_add")
    assert REMARK in str(card["adds"]) + str(card.get("remark"))
    while (shown := bench.told())["screen"] == "pack_add":
        add = next(one for one in shown["card"]["adds"] if not one["done"])
        bench.page.locator("button.tick", has_text=add["text"]).click()
        expect(bench.page.locator("button.tick:not(.done)", has_text=add["text"])).to_have_count(0)
    bench.wait_for("pack_print")
    bench.page.locator("button.main").click()
    card = bench.wait_for("pack_label")
    codes = wait_for_paper(lead, rf"^{card['label']['code']}$")
    assert card["label"]["tracking_no"] in codes
    bench.scan(card["label"]["code"])
    bench.wait_for("pack_close")
    return str(card["label"]["tracking_no"])


def readdress(lead: Screen) -> None:
    """The lead finds the order and enters another address; the difference is shown before it counts."""
    page = lead.page
    page.goto(f"{lead.served.url}/lead")
    page.get_by_role("combobox").fill("H-1")
    page.locator("#hits .hit").first.click()
    page.get_by_role("button", name="改地址").click()
    form = page.locator("form").filter(has_text="详细地址")
    form.get_by_label("详细地址").fill(NEW_STREET)
    form.get_by_label("原因").fill("客户来电")
    form.locator("button.primary").click()
    expect(page.get_by_text(NEW_STREET)).to_be_visible()
    form.locator("button.primary").click()


def relabel(bench: Screen, lead: Screen, old_no: str) -> str:
    """Scanning the old label destroys it; then the new one is scanned as it came out of the printer."""
    stop = bench.wait_for("stop")
    assert stop["label"], "the old label must be asked for"
    bench.scan(stop["label"]["code"])
    bench.wait_until("stop", lambda card: not card["label"])
    number = re.sub(r"\d+$", "", stop["label"]["code"])
    codes = wait_for_paper(lead, rf"^{number}2$")
    new_no = next(code for code in codes if not code.startswith("WL-"))
    assert new_no != old_no
    bench.scan(f"{number}2")
    return new_no


def see_the_voucher(lead: Screen, browser: Browser, new_no: str, old_no: str) -> None:
    """Its QR, read off the printed picture, opens a page without names that knows the new number."""
    link = next(code for code in wait_for_paper(lead, r"/t/") if "/t/" in code)
    page = browser.new_context(viewport={"width": 320, "height": 533}, java_script_enabled=False).new_page()
    page.goto(link)
    text = page.inner_text("body")
    assert new_no in text and old_no not in text
    for secret in (BUYER["name"], BUYER["phone"], NEW_STREET, "文三路"):
        assert secret not in page.content()
    assert len(read(link)) < 20_000


def test_the_whole_way_once(house, browser: Browser, tmp_path: Path) -> None:
    served, people, url = house
    lead = signed_in(browser, served, people["张敏"], DESK)
    pda = signed_in(browser, served, people["王芳"], PDA)
    bench = signed_in(browser, served, people["刘洋"], BENCH)
    see_the_red_card(pda, an_order(tmp_path / "hospital.json"), url)
    pick(pda)
    old_no = pack(bench, lead)
    readdress(lead)
    expect(bench.page.get_by_text("STOP")).to_be_visible(timeout=2000)
    new_no = relabel(bench, lead, old_no)
    see_the_voucher(lead, browser, new_no, old_no)
    bench.wait_for("pack_close")
    bench.page.locator("button.main").click()
    bench.wait_for("pack_open")
    for screen in (lead, pda, bench):
        assert screen.problems == []
        for secret in (BUYER["name"], BUYER["phone"], "13900139000", "文三路", NEW_STREET):
            assert secret not in screen.stored()
    checked = run_cli(url, tmp_path, "check")
    assert checked.returncode == 0, checked.stdout
