"""What may happen to a walk on a bad day: a power cut, dead Wi-Fi, another picker, a stolen handheld."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.ops.models import Operation
from app.orders.models import Order
from app.waves.models import Pick
from tests.journeys import work
from tests.journeys.floor import DESK, PDA, House, Screen, open_house, run_cli

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]
SETTLED_MS = 500
MANY = 8
LINES = [{"sku": "WC-001", "qty": MANY}, {"sku": "WC-030", "qty": 2}]
FREE_TOTES = (f"T-{number:04d}" for number in itertools.count(1))
SHOWN = "() => [document.querySelector('.status').innerText, document.querySelector('.qty').innerText]"


@pytest.fixture(scope="module")
def open_all_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def house(open_all_day: House) -> Iterator[House]:
    """One house for all tests here: each brings its order and leaves nobody signed in."""
    yield open_all_day
    open_all_day.close_screens()


def order_comes(house: House, ref: str) -> None:
    file = work.urgent_order(house.var / f"{ref}.json", ref, lines=LINES, remark="", wants=[])
    imported = run_cli(house, "import", str(file))
    assert imported.returncode == 0, imported.stderr


def starts(house: House, browser: Browser, name: str = "王芳") -> tuple[Screen, dict[str, Any]]:
    """A picker on a walk, at the stop with many units; her page must not be loaded again after this."""
    pda = house.sign_in(browser, name, PDA)
    pda.wait_for("offer")
    card = work.start_walk(pda, FREE_TOTES)
    if card["qty"] != MANY:
        card = work.walk(pda, card, stops=1)
    pda.page.evaluate("() => { window.notReloaded = true }")
    return pda, card


def is_confirmed(pda: Screen, seconds: float = 15) -> None:
    expect(pda.page.locator(".status")).to_contain_text("全部已确认", timeout=seconds * 1000)


def shown_confirmed(pda: Screen) -> int:
    """Units that the screen shows as taken, without those it says are only saved on the handheld."""
    status, qty = pda.page.evaluate(SHOWN)
    taken, here = re.search(r"已拿 (\d+)/", qty), re.search(r"已存 (\d+) 条", status)
    return (int(taken[1]) if taken else 0) - (int(here[1]) if here else 0)


def ends_well(house: House, pda: Screen) -> None:
    """The rest of the walk, on the same page; then the invariants."""
    work.walk(pda, pda.wait_for("pick"))
    pda.scan("ST-1")
    pda.wait_for("idle")
    assert pda.page.evaluate("() => window.notReloaded")
    assert pda.problems == []
    checked = run_cli(house, "check")
    assert checked.returncode == 0, checked.stdout


def test_what_was_confirmed_survives_a_power_cut_and_the_walk_goes_on(house: House, browser: Browser) -> None:
    order_comes(house, "POWER")
    pda, card = starts(house, browser)
    for _ in range(3):
        pda.scan(card["barcodes"][0])
    is_confirmed(pda)
    for _ in range(2):
        pda.scan(card["barcodes"][0])
    house.served.kill()
    pda.page.wait_for_timeout(SETTLED_MS)  # what was scanned last is told as saved once it is on disk
    confirmed = shown_confirmed(pda)
    assert 3 <= confirmed <= Pick.get_by_id(card["pick_id"]).done_qty
    pda.scan(card["barcodes"][0])
    expect(pda.page.locator(".status")).to_contain_text("未连接")
    house.served.start()
    is_confirmed(pda)
    assert Pick.get_by_id(card["pick_id"]).done_qty == 6
    ends_well(house, pda)


def test_scans_without_a_network_arrive_once_when_it_is_back(house: House, browser: Browser) -> None:
    order_comes(house, "WIFI")
    pda, card = starts(house, browser)
    before = Operation.select().where(Operation.kind == "pick.scan").count()
    pda.context.set_offline(True)
    for _ in range(2):
        pda.scan(card["barcodes"][0])
    expect(pda.page.locator(".status")).to_contain_text("本机已存 2 条")
    expect(pda.page.locator(".qty")).to_contain_text(f"已拿 2/{MANY}")
    assert Pick.get_by_id(card["pick_id"]).done_qty == 0
    pda.context.set_offline(False)
    is_confirmed(pda)
    assert Pick.get_by_id(card["pick_id"]).done_qty == 2
    assert Operation.select().where(Operation.kind == "pick.scan").count() == before + 2
    ends_well(house, pda)


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
    order_comes(house, "DRAG")
    giver, card = starts(house, browser)
    for _ in range(3):
        giver.scan(card["barcodes"][0])
    is_confirmed(giver)
    taker = house.sign_in(browser, "李伟", PDA)
    taker.wait_for("idle")
    to = lead.page.locator(".person").filter(has_text="李伟").locator(".lane")
    expect(to).to_be_attached()
    drag(lead, f"[data-task='{card['task_id']}']", f"[data-lane='{to.get_attribute('data-lane')}']")
    expect(taker.page.locator(".offer")).to_be_visible(timeout=2000)
    expect(giver.page.locator(".interrupt")).to_be_visible(timeout=2000)
    expect(taker.page.locator(".offer")).to_contain_text("王芳")
    taker.page.locator(".offer button.main").click()
    went_on = taker.wait_for("pick")
    assert (went_on["pick_id"], went_on["done_qty"]) == (card["pick_id"], 3)
    giver.page.locator(".interrupt button.main").click()
    giver.wait_for("idle")
    taker.page.evaluate("() => { window.notReloaded = true }")
    ends_well(house, taker)


def test_an_order_written_by_another_process_is_on_the_board_at_once(house: House, browser: Browser) -> None:
    lead = house.sign_in(browser, "张敏", DESK)
    expect(lead.page.locator(".tier-column").first).to_be_visible()
    lead.page.evaluate("() => { window.notReloaded = true }")
    order_comes(house, "BOARD")
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
