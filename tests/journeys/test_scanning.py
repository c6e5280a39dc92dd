"""Wedge, camera and the page that tests a scanner, in real browsers."""

import time
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from app.people import pairing
from app.stock.models import Barcode, Sku
from app.waves.models import Pick
from tests.journeys import old_browsers
from tests.journeys.floor import PDA, House
from tests.journeys.walks import TOTES, begins_here, in_order, order_comes

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]
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


def picture_of(code: str, path: Path) -> Path:
    """A phone's photo of a label: the code on white paper, grey around it, far too many pixels."""
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.EAN13)
    bars = Image.fromarray(drawn.to_image(scale=10)).convert("RGB")
    photo = Image.new("RGB", (3200, 2400), "#8a8f98")
    photo.paste(Image.new("RGB", (bars.width + 320, bars.height + 320), "white"), (640, 640))
    photo.paste(bars, (800, 800))
    photo.rotate(7, expand=True, fillcolor="#8a8f98").save(path, quality=80)
    return path


def unprinted_code(sku: str) -> str:
    """A code of this item that no other test knows."""
    Barcode.get_or_create(code="6901234567892", defaults={"sku": Sku.get(Sku.code == sku)})
    return "6901234567892"


def test_a_photo_of_a_barcode_is_read_where_there_is_no_camera(
    house: House, browser: Browser, tmp_path: Path
) -> None:
    photo = picture_of(unprinted_code("WC-001"), tmp_path / "label.jpg")
    walk = begins_here(house, browser, "PHOTO", ONE_STOP)
    page = walk.pda.page
    page.locator(".prompt-type").click()
    page.get_by_role("button", name="拍照扫").click()
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.locator(".qty")).to_contain_text(f"1/{MANY}", timeout=20_000)
    assert walk.pda.problems == []


def test_the_oldest_webview_reads_a_photo_too(house: House, tmp_path: Path) -> None:
    photo = picture_of(unprinted_code("WC-001"), tmp_path / "label.jpg")
    order_comes(house, "PHOTO-70", ONE_STOP)
    with old_browsers.opened(70, tmp_path) as pda:
        person = house.people["王芳"]
        pda.goto(f"{house.served.url}/#pair={pairing.make_code()[0]}")
        pda.sees("对准工牌上的条码")
        pda.scan(person.badge)
        for digit in person.pin:
            pda.tap(".keypad button", digit)
        pda.shows("offer")
        pda.tap(".offer button.main")
        pda.shows("totes")
        pda.scan(next(TOTES))
        pda.shows("pick")
        pda.tap(".prompt-type")
        pda.tap(".type-form .choice", "拍照扫")
        pda.chooses("input[type=file]", photo)
        pda.wait_for(f"document.querySelector('.qty').innerText.includes('×{MANY - 1}')")
        assert pda.devtools.problems == []


HAS_FOCUS = "() => document.activeElement.getAttribute('inputmode')"


def test_a_scanner_that_writes_text_without_keys_is_heard_and_no_keyboard_comes_up(
    house: House, browser: Browser
) -> None:
    pda = house.open(browser, PDA)
    pda.pair()
    page = pda.page
    expect(page.get_by_text("对准工牌上的条码")).to_be_visible()
    assert page.evaluate(HAS_FOCUS) == "none"
    page.keyboard.insert_text("OP-9999")  # as an input method commits it: one `input`, no key
    expect(page.locator(".pin-badge")).to_contain_text("OP-9999")
    page.get_by_role("button", name="换工牌").click()
    page.wait_for_function(f"({HAS_FOCUS})() === 'none'")
    composing = page.context.new_cdp_session(page)
    for end in range(1, 8):
        so_far = "OP-8888"[:end]
        composing.send(
            "Input.imeSetComposition", {"text": so_far, "selectionStart": end, "selectionEnd": end}
        )
    expect(page.locator(".pin-badge")).to_contain_text("OP-8888")  # nobody chose among candidates
    assert pda.problems == []


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
