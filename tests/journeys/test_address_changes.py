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
from app.people.operators import add_operator
from app.picking.models import Tote
from app.printing.models import Station
from app.printing.stations import add_station
from app.shipping import checks
from app.shipping.models import Parcel, Readdress, Voucher, Waybill
from app.shipping.sandbox.server import Courier
from app.stock.models import Sku
from tests import builders
from tests.journeys import work
from tests.journeys.floor import BENCH, DESK, PDA, House, Screen, open_house
from tests.journeys.papers import wait_for_paper
from tests.journeys.tour import choose

COUNT_TAPS = "window.taps = 0; window.addEventListener('click', () => window.taps++, true)"
pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def courier() -> Iterator[Courier]:
    with Courier() as made:
        yield made


@pytest.fixture(scope="module")
def open_all_day(tmp_path_factory: pytest.TempPathFactory, courier: Courier) -> Iterator[House]:
    var = tmp_path_factory.mktemp("house")
    (var / "carriers.json").write_text(json.dumps({"sandbox": {"url": courier.url, "redirect": True}}))
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
    assert checks.list_problems() == []


class Bench:
    """A packer and a station of this journey's own, so that another's failure leaves nothing in their way.

    With a lead, and one picked order in a tote; the paper comes out of ST-1's printer.
    """

    def __init__(self, house: House, browser: Browser, ref: str) -> None:
        self.house, self.ref = house, ref
        self.lead = house.sign_in(browser, "张敏", DESK)
        self.order = builders.make_order((Sku.get(Sku.code == "WC-001"), 1), channel_ref=ref, channel="shop")
        tote = Tote.select().where(Tote.order_id.is_null()).order_by(Tote.id.desc()).first()
        station = add_station(f"J-{ref}")
        Station.update(printer=printer_id()).where(Station.id == station.id).execute()
        Tote.update(order_id=self.order.id, station_id=station.id).where(Tote.id == tote.id).execute()
        packer, pin = add_operator(f"打包 {ref}", ["packer"])
        self.screen = house.open(browser, BENCH)
        self.screen.sign_in(packer.badge, pin)
        self.screen.wait_for("station")
        self.screen.scan(station.code)
        self.screen.wait_for("pack_open")
        self.screen.scan(tote.code)
        work.check_items(self.screen)
        self.screen.wait_for("pack_print")

    def label(self) -> str:
        number = work.label(self.screen, self.lead)
        self.screen.wait_for("pack_close")
        return number

    def close(self) -> None:
        self.screen.page.locator("button.main").click()
        self.screen.wait_for("pack_open")

    def hand_over(self) -> None:
        choose(self.screen.page, "交接", close=False)
        self.screen.wait_for("handover")
        self.screen.page.locator(".places .choice", has_text="测试快递").first.click()
        expect(self.screen.page.locator("section.carrier")).to_be_visible()
        self.screen.scan(f"WL-{self.parcel.id}-{self.parcel.label_version}")
        self.screen.wait_until("handover", lambda card: card["last"] is not None)

    @property
    def parcel(self) -> Parcel:
        return Parcel.get(Parcel.order == self.order.id)

    def change(self) -> Readdress | None:
        mine = Readdress.select().where(Readdress.order == self.order.id)
        return mine.order_by(Readdress.id.desc()).first()

    def wait_for_change(self, state: str, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while (row := self.change()) is None or row.state != state:
            assert time.monotonic() < until, row and row.state
            time.sleep(0.05)


@pytest.fixture(autouse=True)
def shop(open_all_day: House) -> None:
    from app.orders.models import Channel

    Channel.get_or_create(code="shop", defaults={"name": "Shop"})


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


def printer_id() -> int:
    return int(Station.get(Station.code == "ST-1").printer_id)


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
