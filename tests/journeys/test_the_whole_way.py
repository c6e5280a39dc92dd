"""From an order file to a red card, over scans and ink, to an address change and its voucher."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import seeing
from tests.journeys.floor import BENCH, DESK, PDA, House, Screen, open_house, read, run_cli
from tests.journeys.papers import wait_for_paper
from tests.journeys.walks import in_order
from tests.journeys.work import (
    BUYER,
    NEW_STREET,
    REMARK,
    add_all,
    check_items,
    label,
    readdress,
    relabel,
    start_walk,
    urgent_order,
    walk,
)

pytestmark = [pytest.mark.served, pytest.mark.timeout(300)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as made:
        yield made
        made.close_screens()


def see_the_red_card(pda: Screen, house: House) -> None:
    """Imported by another process, on the idle picker's screen without a reload, within a second."""
    expect(pda.page.get_by_text("暂时没有任务")).to_be_visible()
    pda.page.evaluate("() => { window.notReloaded = true }")
    imported = run_cli(house, "import", str(urgent_order(house.var / "hospital.json")))
    assert imported.returncode == 0, imported.stderr
    expect(pda.page.locator(".offer-head.tier-cross")).to_be_visible(timeout=1000)
    left = re.search(r"\d+:\d\d:\d\d", pda.page.locator(".offer-head").inner_text())
    assert left, "no countdown"
    expect(pda.page.locator(".offer-head")).not_to_contain_text(left[0], timeout=2500)
    assert pda.page.evaluate("() => window.notReloaded")


def pick(pda: Screen) -> None:
    walk(pda, start_walk(pda, ["T-0001"]))
    pda.scan("ST-1")
    pda.wait_for("idle")


def pack(bench: Screen, lead: Screen) -> str:
    """The three steps; the tracking number of the label."""
    bench.wait_for("station")
    bench.scan("ST-1")
    bench.wait_for("pack_open")
    bench.scan("T-0001")
    check_items(bench)
    assert REMARK in str(bench.wait_for("pack_add"))
    add_all(bench)
    return label(bench, lead)


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


def see_that_everybody_can_read(lead: Screen, *others: Screen) -> None:
    """By axe-core, at the end of the day: an open order on the lead's board, the printers, two handhelds."""
    for screen in others:
        assert seeing.axe(screen.page) == []
    assert seeing.axe(lead.page, seven=False) == []
    lead.page.goto(f"{lead.served.url}/lead")
    expect(lead.page.locator(".person").first).to_be_visible()
    assert seeing.axe(lead.page, seven=False) == []
    lead.page.goto(f"{lead.served.url}/printers")
    expect(lead.page.locator("h2").first).to_be_visible()
    assert seeing.axe(lead.page, seven=False) == []


def test_the_whole_way_once(house: House, browser: Browser) -> None:
    lead = house.sign_in(browser, "张敏", DESK)
    pda = house.sign_in(browser, "王芳", PDA)
    bench = house.sign_in(browser, "刘洋", BENCH)
    see_the_red_card(pda, house)
    pick(pda)
    old_no = pack(bench, lead)
    readdress(lead, "H-1")
    expect(bench.page.get_by_text("STOP")).to_be_visible(timeout=2000)
    new_no = relabel(bench, lead, old_no)
    see_the_voucher(lead, browser, new_no, old_no)
    bench.wait_for("pack_close")
    bench.page.locator("button.main").click()
    bench.wait_for("pack_open")
    see_that_everybody_can_read(lead, pda, bench)
    for screen in (lead, pda, bench):
        assert screen.problems == []
        for secret in (BUYER["name"], BUYER["phone"], "13900139000", "文三路", NEW_STREET):
            assert secret not in screen.stored()
    in_order()
    checked = run_cli(house, "check")
    assert checked.returncode == 0, checked.stdout
