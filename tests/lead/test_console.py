"""The console in a real browser, on a served demo house, with pickers beside it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app import clock
from app.orders.models import Channel, Order
from app.people.models import Operator
from app.printing.models import Station
from app.shipping.models import Carrier, Parcel, Waybill
from app.stock.models import Sku
from app.waves.models import Pick, Task
from app.waves.words import WORDS
from app.words import Words, say
from tests import builders
from tests.journeys import work
from tests.journeys.floor import DESK, PDA, House, Screen, open_house, run_cli
from tests.lead.contrast import list_faint

pytestmark = pytest.mark.browser
WITHIN_MS = 1000  # how soon a change is on every screen
PHONE = {"width": 412, "height": 915}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all: each test brings its own order."""
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def desk(house: House, browser: Browser) -> Iterator[Screen]:
    screen = house.sign_in(browser, "张敏", DESK)
    screen.page.wait_for_url("**/lead")  # where a lead goes after signing in
    yield screen
    screen.context.close()


@pytest.fixture
def lead(house: House, desk: Screen) -> Iterator[Screen]:
    desk.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    desk.page.goto(f"{house.served.url}/lead")
    expect(desk.page.locator(".board")).to_be_visible()
    yield desk
    assert desk.problems == []


def urgent(house: House, ref: str) -> str:
    """Another process takes in an urgent order; its number here."""
    done = run_cli(house, "import", str(work.urgent_order(house.var / f"{ref}.json", ref)))
    assert done.returncode == 0, done.stderr
    return str(Order.get(Order.channel_ref == ref).order_no)


def row(page: Page, order_no: str) -> Any:
    return page.locator(".order-row", has_text=order_no)


def lane(page: Page, name: str) -> Any:
    return page.locator(".person", has=page.get_by_text(name, exact=True))


def drag(page: Page, card: Any, target: Any) -> None:
    """As a hand does it: press, move in steps, let go."""
    start, end = card.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + start["height"] - 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def test_what_another_process_imports_is_on_the_board_at_once(house: House, lead: Screen) -> None:
    expect(row(lead.page, urgent(house, "H-1"))).to_be_visible(timeout=WITHIN_MS)


def test_an_order_is_held_with_a_reason_and_let_go_on(house: House, lead: Screen) -> None:
    page, order_no = lead.page, urgent(house, "H-2")
    row(page, order_no).locator(".order-main").click()
    page.get_by_role("button", name="暂停", exact=True).click()
    form = page.locator("form")
    confirm = form.get_by_role("button", name="暂停", exact=True)
    expect(confirm).to_be_disabled()
    form.get_by_role("button", name="等待核实").click()
    confirm.click()
    expect(page.locator(".modal .warning")).to_contain_text("暂停：等待核实")
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_role("button", name="暂停", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
    assert Order.get(Order.order_no == order_no).blocked is False


def test_every_text_stands_out_from_its_ground(house: House, lead: Screen) -> None:
    """7:1 or better, on the board, over it, and on the printers page."""
    page, order_no = lead.page, urgent(house, "H-6")
    expect(row(page, order_no)).to_be_visible()
    assert list_faint(page) == []
    row(page, order_no).locator(".order-main").click()
    page.get_by_role("button", name="取消订单").click()
    expect(page.locator("form .chip").first).to_be_visible()
    assert list_faint(page) == []
    page.goto(f"{house.served.url}/printers")
    expect(page.locator(".station").first).to_be_visible()
    assert list_faint(page) == []


CUT = """(reasons) => {
  const why = document.querySelector('.order-row .why')
  const cut = (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1
  const wrong = reasons.filter((reason) => ((why.textContent = reason), cut(why)))
  const badges = [...document.querySelectorAll('.column-head .tier-badge > span')].filter(cut)
  return [...wrong, ...badges.map((one) => one.textContent)]
}"""


def test_in_english_no_reason_and_no_tier_is_cut(house: House, lead: Screen) -> None:
    """Every sentence why an order stands where it stands, on a laptop's 1366 px."""
    page, order_no = lead.page, urgent(house, "H-7")
    page.get_by_role("button", name="English").click()
    expect(row(page, order_no)).to_contain_text("Urgent: start within")
    reasons = [
        say(Words(key, {"minutes": 119, "hours": 119, "orders": 18, "item": "WC-001"}), "en")
        for key in WORDS
        if key.startswith("rank.")
    ]
    cut = page.evaluate(CUT, reasons)
    page.get_by_role("button", name="中文").click()
    assert cut == []


def test_a_dead_line_is_said_within_seconds_and_the_board_comes_back_by_itself(
    house: House, lead: Screen
) -> None:
    lead.context.set_offline(True)
    expect(lead.page.get_by_role("alert")).to_contain_text("连接断开", timeout=3000)
    order_no = urgent(house, "H-3")
    lead.context.set_offline(False)
    expect(row(lead.page, order_no)).to_be_visible(timeout=6000)
    expect(lead.page.locator(".banner")).to_have_count(0)


def test_a_phone_shows_one_part_at_a_time_and_nothing_sticks_out(house: House, lead: Screen) -> None:
    page, order_no = lead.page, urgent(house, "H-4")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for name, shown in [("待处理", ".trouble"), ("人员", ".people"), ("队列", ".tier-column.chosen")]:
        page.locator(".tabs").get_by_role("tab", name=name).click()
        expect(page.locator(shown)).to_be_visible()
        assert page.locator(".board > section:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    row(page, order_no).locator(".order-main").click()
    expect(page.locator(".modal")).to_contain_text(order_no)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_lost_handheld_is_revoked_and_shut_out(house: House, browser: Browser, lead: Screen) -> None:
    lost = house.sign_in(browser, "刘洋", PDA)
    lost.wait_for("station")
    page = lead.page
    page.get_by_role("button", name="设备", exact=True).click()
    page.locator(".devices li", has_text="刘洋").get_by_role("button", name="停用").click()
    page.locator(".modal").last.get_by_role("button", name="停用", exact=True).click()
    expect(page.locator(".devices li.revoked")).to_have_count(1)
    assert lost.told()["code"] == "denied"


def test_the_printers_page_shows_paper_and_a_fault_that_the_lead_is_told_of(
    house: House, lead: Screen
) -> None:
    page = lead.page
    page.goto(f"{house.served.url}/printers")
    page.get_by_role("button", name="打印测试页").first.click()
    expect(page.locator(".paper img").first).to_be_visible(timeout=15_000)
    expect(page.locator(".job.done")).to_have_count(1, timeout=10_000)
    page.get_by_label("缺纸").first.check()
    expect(page.locator(".station").first).to_contain_text("缺纸，请换纸", timeout=10_000)
    page.get_by_label("离线").first.check()
    page.reload()
    expect(page.get_by_label("缺纸").first).to_be_checked()
    expect(page.get_by_label("离线").first).to_be_checked()
    page.get_by_label("离线").first.uncheck()
    page.goto(f"{house.served.url}/lead")
    expect(page.locator(".trouble .item.red").first).to_contain_text("缺纸已 ", timeout=10_000)


def at_the_bench(state: str) -> Order:
    Channel.get_or_create(code="shop", defaults={"name": "Shop"})
    return builders.make_order((Sku.get(Sku.code == "WC-001"), 1), channel="shop", state=state)


def test_parcels_without_a_number_change_their_carrier_and_a_line_is_suspended(
    house: House, lead: Screen
) -> None:
    """Price and time stand beside each carrier; a typed number ends the waiting; mistakes are figures."""
    rate = {"first_g": 1000, "first_cents": 450, "next_g": 1000, "next_cents": 100, "hours": 72}
    Carrier.update(rates=[rate]).where(Carrier.code == "manual").execute()
    order = at_the_bench("packing")
    bench = Station.get(Station.code == "ST-1")
    parcel = Parcel.create(order=order, state="checked", station_id=bench.id, opened_at=clock.now())
    page = lead.page
    page.get_by_role("button", name="快递", exact=True).click()
    row = page.locator(".unbooked li", has_text=order.order_no)
    row.get_by_role("button", name="手工运单").click()
    expect(row.get_by_role("button", name="¥4.50 / 72 小时")).to_have_attribute("aria-pressed", "true")
    assert Parcel.get_by_id(parcel.id).carrier == "manual"
    sandbox = page.locator(".carriers tr", has_text="测试快递")
    sandbox.get_by_role("button", name="停收").click()
    sandbox.get_by_label("停收原因").fill("暴雨")
    page.keyboard.press("Enter")
    expect(sandbox).to_contain_text("停收：暴雨")
    assert list_faint(page) == []
    sandbox.get_by_role("button", name="恢复收件").click()
    expect(sandbox).to_contain_text("正常收件")
    Waybill.create(parcel=parcel, version=1, carrier="manual", recipient={}, asked_at=clock.now())
    row.get_by_label("手工运单号").fill("M-1", timeout=10_000)
    row.get_by_label("手工运单号").fill("M1")
    row.get_by_role("button", name="录入单号").click()
    expect(row).to_have_count(0, timeout=10_000)
    assert Waybill.get(Waybill.parcel == parcel).tracking_no == "M1"
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.querySelector('.modal').scrollWidth") <= PHONE["width"]


def test_packing_mistakes_of_new_temps_are_figures_and_a_found_one_is_noted(
    house: House, lead: Screen
) -> None:
    temp, now = Operator.get(Operator.name == "刘洋"), clock.now()
    order = at_the_bench("shipped")
    Parcel.create(order=order, state="handed_over", packer_id=temp.id, opened_at=now, closed_at=now)
    page = lead.page
    page.get_by_role("combobox").fill(order.order_no)
    page.locator("#hits .hit").first.click()
    page.get_by_role("button", name="登记客户反馈").click()
    page.get_by_role("button", name="少发").click()
    expect(page.get_by_role("button", name="登记客户反馈")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="打包差错").click()
    row = page.locator(".packers tr", has_text="刘洋")
    expect(row).to_contain_text("新人")
    expect(row).to_contain_text("1 次，每百单 100.0")
    assert list_faint(page) == []


def test_a_started_task_goes_to_another_picker_by_mouse_and_back_by_keyboard(
    house: House, browser: Browser, lead: Screen
) -> None:
    """What is picked stays picked; both handhelds and the board change within a second."""
    work.clear_the_floor()
    urgent(house, "H-5")
    ann = house.sign_in(browser, "王芳", PDA)
    ann.wait_for("offer")
    card = work.walk(ann, work.start_walk(ann, ["T-0001"]), stops=1)
    bob = house.sign_in(browser, "李伟", PDA)
    expect(lane(lead.page, "李伟")).to_be_visible()
    task = lead.page.locator(f"[data-task='{card['task_id']}']")
    expect(task).to_contain_text(f"{card['progress']['done']}/{card['progress']['of']}")
    drag(lead.page, task, lane(lead.page, "李伟").locator(".lane"))
    expect(ann.page.get_by_text("任务被组长收回")).to_be_visible(timeout=WITHIN_MS)
    expect(bob.page.locator(".offer")).to_contain_text(card["order_nos"][0], timeout=WITHIN_MS)
    expect(lane(lead.page, "李伟").locator(task)).to_be_visible(timeout=WITHIN_MS)
    moved = Task.get_by_id(card["task_id"])
    assert (moved.operator.name, moved.state) == ("李伟", "offered")
    assert Pick.select().where(Pick.task == moved, Pick.state == "picked").count() == 1

    ann.page.locator("button.main").click()  # the notice is read
    ann.wait_for("idle")
    task.get_by_role("button", name="改派").focus()
    lead.page.keyboard.press("Enter")
    dialog = lead.page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    lead.page.keyboard.type("王芳")
    expect(dialog.locator(".choice:enabled")).to_have_count(2)  # the queue, and Ann
    for key in ("Tab", "Tab", "Enter"):
        lead.page.keyboard.press(key)
    expect(ann.page.locator(".offer")).to_contain_text(card["order_nos"][0], timeout=WITHIN_MS)
    assert Task.get_by_id(card["task_id"]).operator.name == "王芳"


def test_a_ticket_scanned_into_the_search_is_entered(house: House, browser: Browser, lead: Screen) -> None:
    work.clear_the_floor()
    order_no = urgent(house, "H-9")
    picker = house.sign_in(browser, "陈静", PDA)
    task_id = picker.wait_for("offer")["task_id"]
    page, dialog = lead.page, lead.page.get_by_role("dialog")
    page.keyboard.press("/")
    lead.scan(f"TASK-{task_id}")
    expect(dialog).to_contain_text(f"拣货单 TASK-{task_id}")
    expect(dialog).to_contain_text("陈静")
    dialog.get_by_role("button", name="补录").click()
    expect(page.get_by_text("已补录")).to_be_visible(timeout=10_000)
    assert Order.get(Order.order_no == order_no).state == "picked"
    picker.wait_for("idle")
