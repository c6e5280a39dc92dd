"""What may happen to a walk on a bad day: a power cut, dead Wi-Fi, another picker, a stolen handheld."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.ops.models import Operation
from app.orders.models import Order
from app.waves.models import Pick
from tests.journeys import work
from tests.journeys.floor import DESK, PDA, House, Screen, run_cli
from tests.journeys.walks import Walk, begins_here, in_order

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]
SETTLED_MS = 500
MANY = 8
LINES = [{"sku": "WC-001", "qty": MANY}, {"sku": "WC-030", "qty": 2}]
SHOWN = "() => [document.querySelector('.status').innerText, document.querySelector('.qty').innerText]"


def starts(house: House, browser: Browser, ref: str) -> tuple[Walk, dict[str, Any]]:
    """A picker on a walk, at the stop with many units; her page must not be loaded again after this."""
    walk = begins_here(house, browser, ref, LINES)
    many = next(n for n, pick in enumerate(walk.picks) if pick["qty"] == MANY)
    walk.pick(0, many)
    walk.pda.sees("全部已确认")
    walk.pda.page.evaluate("() => { window.notReloaded = true }")
    return walk, walk.picks[many]


def shown_confirmed(pda: Screen) -> int:
    """Units that the screen shows as taken, without those it says are only saved on the handheld."""
    status, qty = pda.page.evaluate(SHOWN)
    left, here = re.search(r"×(\d+)", qty), re.search(r"已存 (\d+) 条", status)
    return MANY - (int(left[1]) if left else MANY) - (int(here[1]) if here else 0)


def ends_well(pda: Screen) -> None:
    """The rest of the walk, on the same page; then the invariants."""
    work.walk(pda, pda.wait_for("pick"))
    pda.scan("ST-1")
    pda.wait_for("idle")
    assert pda.page.evaluate("() => window.notReloaded")
    assert pda.problems == []
    in_order()


def test_what_was_confirmed_survives_a_power_cut_and_the_walk_goes_on(house: House, browser: Browser) -> None:
    walk, card = starts(house, browser, "POWER")
    pda = walk.pda
    for _ in range(3):
        pda.scan(card["barcodes"][0])
    pda.sees("全部已确认")
    for _ in range(2):
        pda.scan(card["barcodes"][0])
    house.served.kill()
    pda.page.wait_for_timeout(SETTLED_MS)  # what was scanned last is told as saved once it is on disk
    confirmed = shown_confirmed(pda)
    assert 3 <= confirmed <= Pick.get_by_id(card["pick_id"]).done_qty
    pda.scan(card["barcodes"][0])
    expect(pda.page.locator(".status")).to_contain_text("未连接")
    house.served.start()
    pda.sees("全部已确认")
    assert Pick.get_by_id(card["pick_id"]).done_qty == 6
    ends_well(pda)


def test_scans_without_a_network_arrive_once_when_it_is_back(house: House, browser: Browser) -> None:
    walk, card = starts(house, browser, "WIFI")
    pda = walk.pda
    before = Operation.select().where(Operation.kind == "pick.scan").count()
    pda.context.set_offline(True)
    for _ in range(2):
        pda.scan(card["barcodes"][0])
    expect(pda.page.locator(".status")).to_contain_text("本机已存 2 条")
    expect(pda.page.locator(".qty")).to_contain_text(f"已拿 2/{MANY}")
    assert Pick.get_by_id(card["pick_id"]).done_qty == 0
    pda.context.set_offline(False)
    pda.sees("全部已确认")
    assert Pick.get_by_id(card["pick_id"]).done_qty == 2
    assert Operation.select().where(Operation.kind == "pick.scan").count() == before + 2
    ends_well(pda)


def drag(lead: Screen, what: str, to: str) -> None:
    """With the mouse, as a hand moves it."""
    lead.page.locator(what).hover()
    start, end = lead.page.locator(what).bounding_box(), lead.page.locator(to).bounding_box()
    assert start and end
    mouse = lead.page.mouse
    mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(end["x"] + 40, end["y"] + end["height"] / 2, steps=12)
    mouse.up()


def test_a_started_walk_changes_hands_by_a_drag(house: House, browser: Browser) -> None:
    lead = house.sign_in(browser, "张敏", DESK)
    walk, card = starts(house, browser, "DRAG")
    giver = walk.pda
    for _ in range(3):
        giver.scan(card["barcodes"][0])
    giver.sees("全部已确认")
    taker = house.sign_in(browser, "李伟", PDA)
    taker.wait_for("idle")
    to = lead.page.locator(".person").filter(has_text="李伟").locator(".lane")
    expect(to).to_be_attached()
    drag(lead, f"[data-task='{walk.task_id}']", f"[data-lane='{to.get_attribute('data-lane')}']")
    expect(taker.page.locator(".offer")).to_be_visible(timeout=2000)
    expect(giver.page.locator(".interrupt")).to_be_visible(timeout=2000)
    expect(taker.page.locator(".offer")).to_contain_text("王芳")
    taker.page.locator(".offer button.main").click()
    went_on = taker.wait_for("pick")
    assert (went_on["pick_id"], went_on["done_qty"]) == (card["pick_id"], 3)
    giver.page.locator(".interrupt button.main").click()
    giver.wait_for("idle")
    taker.page.evaluate("() => { window.notReloaded = true }")
    ends_well(taker)


def test_an_order_written_by_another_process_is_on_the_board_at_once(house: House, browser: Browser) -> None:
    lead = house.sign_in(browser, "张敏", DESK)
    expect(lead.page.locator(".tier-column").first).to_be_visible()
    lead.page.evaluate("() => { window.notReloaded = true }")
    file = work.urgent_order(house.var / "BOARD.json", "BOARD")
    assert run_cli(house, "import", str(file)).returncode == 0
    order_no = Order.get(Order.channel_ref == "BOARD").order_no
    expect(lead.page.get_by_text(order_no)).to_be_visible(timeout=2000)
    assert lead.page.evaluate("() => window.notReloaded")


def test_a_revoked_handheld_is_thrown_out_to_the_pairing_screen(house: House, browser: Browser) -> None:
    pda = house.sign_in(browser, "王芳", PDA)
    expect(pda.page.locator("[data-phase=work]")).to_be_visible()
    lead = house.sign_in(browser, "张敏", DESK)
    lead.page.get_by_role("button", name="设备").click()
    row = lead.page.locator(".devices li").filter(has_text="王芳 在用")
    row.get_by_role("button", name="停用").click()
    lead.page.get_by_role("button", name="停用", exact=True).click()
    expect(pda.page.locator("[data-phase=pair]")).to_be_visible(timeout=3000)
    expect(pda.page.locator(".status")).to_contain_text("未配对")
    assert pda.told()["screen"] == ""
