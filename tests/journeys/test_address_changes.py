"""An address changes at every moment of a parcel's life, in real browsers, a carrier at the other end."""

import contextlib
import json
import os
import re
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.orders.models import Order
from app.orders.taking_in import take_in
from app.shipping.models import Readdress, Voucher, Waybill
from app.shipping.sandbox.server import Courier
from tests.journeys import work
from tests.journeys.bench import Bench, draft_of, printer_id
from tests.journeys.floor import PDA, House, Screen, open_house
from tests.journeys.papers import wait_for_paper
from tests.journeys.service_desk import Service
from tests.journeys.walks import in_order

COUNT_TAPS = "window.taps = 0; window.addEventListener('click', () => window.taps++, true)"
FEE_CENTS = 1200  # what the carrier takes to redirect a parcel
pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def courier() -> Iterator[Courier]:
    with Courier() as made:
        yield made


@pytest.fixture(scope="module")
def open_all_day(tmp_path_factory: pytest.TempPathFactory, courier: Courier) -> Iterator[House]:
    var = tmp_path_factory.mktemp("house")
    settings = {"url": courier.url, "redirect": True, "fee_cents": FEE_CENTS}
    (var / "carriers.json").write_text(json.dumps({"sandbox": settings}))
    os.environ["WAVECARD_CARRIERS"] = str(var / "carriers.json")
    try:
        with open_house(var) as made:
            courier.callback_url = f"{made.served.url}/api/carriers/sandbox"
            yield made
    finally:
        del os.environ["WAVECARD_CARRIERS"]


@pytest.fixture
def house(open_all_day: House) -> Iterator[House]:
    yield open_all_day
    open_all_day.close_screens()
    in_order()


def customer_reads(house: House, browser: Browser, link: str) -> str:
    page = browser.new_context(viewport=PDA, java_script_enabled=False, locale="zh-CN").new_page()
    page.goto(link)
    text = page.inner_text("body")
    page.context.close()
    return text


def link_of(house: House, number: str) -> str:
    """The link to this number that the console gateway printed."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        links = re.findall(rf"{number}\D+(http://\S+/t/[\w-]{{22}})", house.served.log.read_text("utf-8"))
        if links:
            return str(links[-1])
        time.sleep(0.1)
    raise AssertionError("no message went out")


def test_before_the_print_only_the_order_changes(house: House, browser: Browser) -> None:
    bench = Bench(house, browser, "BEFORE")
    work.readdress(bench.lead, "BEFORE")
    expect(bench.lead.page.locator("form").filter(has_text="详细地址")).to_have_count(0)
    bench.label()
    assert bench.change() is None
    assert Waybill.get(Waybill.parcel == bench.parcel.id).recipient["street"] == work.NEW_STREET
    bench.close()


def test_after_the_print_the_parcel_is_relabelled(house: House, browser: Browser, courier: Courier) -> None:
    """Three taps change the address of an open order, and its voucher is made within two seconds."""
    bench = Bench(house, browser, "AFTER")
    old_no = bench.label()
    bench.lead.context.add_init_script(COUNT_TAPS)
    work.readdress(bench.lead, "AFTER")
    assert bench.lead.page.evaluate("window.taps") == 1 + 3, "one opens the order"
    new_no = work.relabel(bench.screen, bench.lead, old_no)
    bench.screen.wait_for("pack_close")
    bench.wait_for_change("closed")
    asked = bench.change()
    assert asked is not None
    assert (Voucher.get(Voucher.readdress == asked).made_at - asked.asked_at).total_seconds() <= 2
    bench.close()
    assert new_no in courier.house.living().values() and old_no not in courier.house.living().values()
    assert new_no in customer_reads(house, browser, link_of(house, new_no))


def test_after_hand_over_it_goes_elsewhere_once_the_carrier_agrees(
    house: House, browser: Browser, courier: Courier
) -> None:
    bench = Bench(house, browser, "GONE-1")
    number = bench.label()
    bench.close()
    bench.hand_over()
    control(courier, "scan", {"tracking_no": number, "what": "picked_up"})
    control(courier, "faults", {"decides": "wait", "twice": True})
    work.readdress(bench.lead, "GONE-1")
    bench.wait_for_change("pending")
    assert Order.get_by_id(bench.order.id).street != work.NEW_STREET
    wait_for_ticket(bench)
    control(courier, "decide", {"ticket": bench.change().ticket, "accept": True})
    bench.wait_for_change("closed")
    assert Order.get_by_id(bench.order.id).street == work.NEW_STREET
    text = customer_reads(house, browser, link_of(house, number))
    assert number in text and "快递已改派到新地址" in text and work.NEW_STREET not in text


def test_after_hand_over_a_refusal_tells_the_lead_what_to_do(
    house: House, browser: Browser, courier: Courier
) -> None:
    bench = Bench(house, browser, "GONE-2")
    number = bench.label()
    bench.close()
    bench.hand_over()
    control(courier, "scan", {"tracking_no": number, "what": "out_for_delivery"})
    control(courier, "faults", {"decides": "refuse"})
    work.readdress(bench.lead, "GONE-2")
    bench.wait_for_change("refused")
    trouble = bench.lead.page.locator(".trouble .item", has_text="已在派送途中")
    expect(trouble).to_contain_text("拦截退回", timeout=10_000)
    bench.lead.page.keyboard.press("Escape")
    trouble.get_by_role("button", name="知道了").click()
    expect(trouble).to_have_count(0, timeout=10_000)
    assert Order.get_by_id(bench.order.id).street != work.NEW_STREET


def test_twice_in_a_row_the_later_one_wins(house: House, browser: Browser, courier: Courier) -> None:
    control(courier, "faults", {"decides": "accept", "twice": False})
    bench = Bench(house, browser, "TWICE")
    bench.label()
    work.readdress(bench.lead, "TWICE")
    bench.screen.wait_for("stop")
    again(bench.lead, "TWICE", "解放路 8 号 1 幢 101 室")
    bench.screen.wait_until("stop", lambda card: card["label"])
    while (card := bench.screen.wait_for("stop"))["label"]:
        bench.screen.scan(card["label"]["code"])
        bench.screen.wait_until(
            "stop", lambda shown, code=card["label"]["code"]: (shown["label"] or {}).get("code") != code
        )
    newest = f"WL-{bench.parcel.id}-{bench.parcel.label_version}"
    wait_for_paper(bench.lead, rf"^{newest}$")
    bench.screen.scan(newest)
    bench.screen.wait_for("pack_close")
    living = Waybill.get(Waybill.parcel == bench.parcel.id, Waybill.state == "printed")
    assert living.recipient["street"].startswith("解放路")
    assert [row.state for row in Readdress.select().where(Readdress.order == bench.order.id)] == [
        "replaced",
        "closed",
    ]
    bench.close()


def test_the_printer_runs_out_of_paper_in_the_middle(house: House, browser: Browser) -> None:
    bench = Bench(house, browser, "PAPER")
    old_no = bench.label()
    with out_of_paper(bench.lead):
        work.readdress(bench.lead, "PAPER")
        stop = bench.screen.wait_for("stop")
        expect(bench.screen.page.locator(".stop-steps")).to_contain_text("缺纸", timeout=20_000)
        bench.screen.scan(stop["label"]["code"])
        bench.screen.wait_until("stop", lambda card: not card["label"])
    codes = wait_for_paper(bench.lead, rf"^WL-{bench.parcel.id}-2$", seconds=40)
    assert old_no not in codes
    bench.screen.scan(f"WL-{bench.parcel.id}-2")
    bench.screen.wait_for("pack_close")
    bench.wait_for_change("closed")
    bench.close()


def test_customer_service_stops_a_printed_parcel_and_sees_no_floor(house: House, browser: Browser) -> None:
    bench = Bench(house, browser, "DESK-1")
    old_no = bench.label()
    waiting = take_in([draft_of("WAITS")]).outcomes[0]
    service = Service(house, browser, "客服一")
    service.find(waiting.order_no)
    service.sees_no_floor()
    service.page.keyboard.press("Escape")
    form = service.write(bench.order.order_no)
    expect(form).to_contain_text("包裹立即拦截")
    expect(form).to_contain_text("换新运单号")
    form.get_by_role("button", name="确认改地址").click()
    expect(bench.screen.page.get_by_text("STOP")).to_be_visible(timeout=2000)
    work.relabel(bench.screen, bench.lead, old_no)
    bench.screen.wait_for("pack_close")
    bench.wait_for_change("closed")
    assert bench.change().source == "customer_service"
    service.keeps_nothing()


def test_what_customer_service_asks_and_costs_something_waits_for_the_lead(
    house: House, browser: Browser, courier: Courier
) -> None:
    control(courier, "faults", {"decides": "accept", "twice": False})
    bench = Bench(house, browser, "DESK-2")
    bench.label()
    bench.close()
    bench.hand_over()
    service = Service(house, browser, "客服二")
    form = service.write(bench.order.order_no)
    expect(form).to_contain_text("等快递答复后才算改好")
    expect(form).to_contain_text("¥12.00，由组长确认后才改派")
    expect(form).not_to_contain_text("包裹立即拦截")
    form.get_by_role("button", name="确认改地址").click()
    expect(service.page.locator(".toast")).to_contain_text("等组长确认")
    assert bench.change().state == "asked"
    wish = f"{bench.order.order_no}：客服要求改地址"
    mine = service.page.locator(".trouble .item", has_text=wish)
    expect(mine.get_by_role("button")).to_have_text([re.compile(wish), "拒绝"])
    item = bench.lead.page.locator(".trouble .item", has_text=wish)
    expect(item).to_contain_text("¥12.00")
    item.get_by_role("button", name="同意").click()
    bench.wait_for_change("closed")
    assert Order.get_by_id(bench.order.id).street == work.NEW_STREET
    service.keeps_nothing()


def again(lead: Screen, ref: str, street: str) -> None:
    """A second change, entered over the first one."""
    page = lead.page
    page.goto(f"{lead.served.url}/lead")
    page.get_by_role("combobox").fill(ref)
    page.locator("#hits .hit").first.click()
    page.get_by_role("button", name="改地址").click()
    form = page.locator("form").filter(has_text="详细地址")
    form.get_by_label("详细地址").fill(street)
    form.get_by_label("原因").fill("又改了")
    form.locator("button.primary").click()
    expect(page.get_by_text(street)).to_be_visible()
    form.locator("button.primary").click()
    expect(form).to_have_count(0)


def wait_for_ticket(bench: Bench) -> None:
    until = time.monotonic() + 15
    while not bench.change().ticket:
        assert time.monotonic() < until
        time.sleep(0.05)


def control(courier: Courier, what: str, told: dict[str, Any]) -> None:
    request = urllib.request.Request(f"{courier.url}/control/{what}", json.dumps(told).encode())
    with urllib.request.urlopen(request, timeout=5) as got:
        assert got.status == 200


@contextlib.contextmanager
def out_of_paper(lead: Screen) -> Iterator[None]:
    fault(lead, True)
    try:
        yield
    finally:
        fault(lead, False)


def fault(lead: Screen, on: bool) -> None:
    """The virtual printer's paper, switched on the printers page's own call."""
    ask = """([path, body]) => fetch(path, {method: 'POST', body: JSON.stringify(body),
      headers: {'Content-Type': 'application/json', 'X-Wavecard': '1'}}).then(answer => answer.status)"""
    assert lead.page.evaluate(ask, [f"/api/printers/{printer_id()}/faults", {"paper_out": on}]) == 200
