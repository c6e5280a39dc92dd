"""Wedge, camera and the page that tests a scanner, in real browsers."""

import time

import pytest
from playwright.sync_api import Browser, expect

from app.waves.models import Pick
from tests.journeys.floor import PDA, House
from tests.journeys.walks import begins_here, in_order

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]
MANY = 12
ONE_STOP = [{"sku": "WC-001", "qty": MANY}]
AS_SOLD = """localStorage.setItem('wavecard.wedge', '{"maxGapMs": 1000}')"""
BURST = """(code) => {
  for (let n = 0; n < 10; n += 1) {
    for (const key of [...code, 'Enter']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
  }
}"""

ONE_SCAN = """(keys) => keys.forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))"""


def test_ten_scans_within_a_second_are_ten_units(house: House, browser: Browser) -> None:
    walk = begins_here(house, browser, "BURST", ONE_STOP)
    pda, pick = walk.pda, walk.picks[0]
    pda.page.evaluate(AS_SOLD)
    began = time.monotonic()
    pda.page.evaluate(BURST, pick["barcodes"][0])
    expect(pda.page.locator(".qty")).to_contain_text(f"10/{MANY}")
    assert time.monotonic() - began < 1
    pda.sees("全部已确认")
    assert Pick.get_by_id(pick["pick_id"]).done_qty == 10
    pda.page.evaluate(BURST, pick["barcodes"][0])  # two fit; the other eight are no reason to stop anybody
    walk.unload()
    pda.wait_for("idle")
    walk.came_through()
    assert pda.problems == []


def test_a_wrong_code_says_what_it_is_and_the_lead_teaches_an_unknown_one(
    house: House, browser: Browser
) -> None:
    walk = begins_here(house, browser, "WRONG", ONE_STOP)
    pda, pick = walk.pda, walk.picks[0]
    pda.scan("T-0059")
    expect(pda.page.locator(".alarm")).to_contain_text("周转箱 T-0059")
    pda.page.locator(".alarm button.main").click()
    pda.scan("4711000000009")
    pda.page.get_by_role("button", name="条码不认识，告诉组长").click()
    pda.sees("全部已确认")
    lead = house.sign_in(browser, "张敏", PDA)
    lead.page.wait_for_url("**/lead")
    lead.page.goto(house.served.url)
    lead.is_at("lead")
    lead.scan("4711000000009")
    expect(lead.page.locator("h1")).to_contain_text("不认识")
    lead.scan(pick["sku"])
    expect(lead.page.locator(".message")).to_contain_text("学会了")
    lead.scan("4711000000009")
    expect(lead.page.locator("h1")).to_contain_text(pick["name"])
    walk.pick(0, 1)
    walk.unload()
    pda.wait_for("idle")
    in_order()


def test_the_scanner_test_shows_what_came_and_keeps_what_fits(house: House, browser: Browser) -> None:
    pda = house.open(browser, PDA)
    pda.page.goto(f"{house.served.url}/scanner-test")
    expect(pda.page.get_by_role("heading", name="扫描枪自检")).to_be_visible()  # after the page's own load
    pda.page.evaluate(ONE_SCAN, [*"~T-0001", "Enter"])
    rows = pda.page.locator(".test-rows")
    expect(rows).to_contain_text("T-0001")
    expect(rows).to_contain_text("~")
    expect(rows).to_contain_text("Enter")
    pda.page.get_by_role("button", name="保存到这台设备").click()
    kept = pda.page.evaluate("() => JSON.parse(localStorage['wavecard.wedge'])")
    assert kept["prefix"] == "~"
