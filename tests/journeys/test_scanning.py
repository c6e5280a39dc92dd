"""Wedge, camera and the page that tests a scanner, in real browsers."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.waves.models import Pick
from tests.journeys import work
from tests.journeys.floor import PDA, House, Screen, open_house, run_cli

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]
MANY = 12
BURST = """(code) => {
  for (let n = 0; n < 10; n += 1) {
    for (const key of [...code, 'Enter']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
  }
}"""

ONE_SCAN = """(keys) => keys.forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))"""


@pytest.fixture(scope="module")
def open_all_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def house(open_all_day: House) -> Iterator[House]:
    yield open_all_day
    open_all_day.close_screens()


def order_comes(house: House, ref: str) -> None:
    lines = [{"sku": "WC-001", "qty": MANY}]
    file = work.urgent_order(house.var / f"{ref}.json", ref, lines=lines, remark="", wants=[])
    assert run_cli(house, "import", str(file)).returncode == 0


def starts_here(house: House, browser: Browser, tote: str) -> tuple[Screen, dict[str, Any]]:
    pda = house.sign_in(browser, "王芳", PDA)
    pda.wait_for("offer")
    return pda, work.start_walk(pda, [tote])


def test_ten_scans_within_a_second_are_ten_units(house: House, browser: Browser) -> None:
    order_comes(house, "BURST")
    pda, card = starts_here(house, browser, "T-0001")
    began = time.monotonic()
    pda.page.evaluate(BURST, card["barcodes"][0])
    expect(pda.page.locator(".qty")).to_contain_text(f"10/{MANY}")
    assert time.monotonic() - began < 1
    expect(pda.page.locator(".status")).to_contain_text("全部已确认")
    assert Pick.get_by_id(card["pick_id"]).done_qty == 10
    pda.page.evaluate(BURST, card["barcodes"][0])  # two fit, the third is not asked for any more
    pda.wait_for("unload")
    assert Pick.get_by_id(card["pick_id"]).done_qty == MANY
    assert pda.problems == []


def test_the_scanner_test_shows_what_came_and_keeps_what_fits(house: House, browser: Browser) -> None:
    pda = house.open(browser, PDA)
    pda.page.goto(f"{house.served.url}/scanner-test")
    pda.page.evaluate(ONE_SCAN, [*"~T-0001", "Enter"])
    rows = pda.page.locator(".test-rows")
    expect(rows).to_contain_text("T-0001")
    expect(rows).to_contain_text("~")
    expect(rows).to_contain_text("Enter")
    pda.page.get_by_role("button", name="保存到这台设备").click()
    kept = pda.page.evaluate("() => JSON.parse(localStorage['wavecard.wedge'])")
    assert kept["prefix"] == "~"
