"""The what-if panel in a real browser: three ways side by side, one is chosen, and the floor does it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.orders.models import Order
from app.waves.models import TaskOrder
from tests.journeys import work
from tests.journeys.floor import DESK, PDA, House, Screen, open_house, run_cli
from tests.lead.contrast import list_faint

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PHONE = {"width": 412, "height": 915}
STOPS = [{"sku": f"WC-{number:03d}", "qty": 1} for number in (1, 4, 7, 10, 13, 16)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made
        made.close_screens()


@pytest.fixture(scope="module")
def lead(house: House, browser: Browser) -> Screen:
    """王芳 is on a walk; another order waits, 李伟 is not there."""
    take_in(house, "C-1", customer_group="", lines=STOPS)
    pda = house.sign_in(browser, "王芳", PDA)
    work.walk(pda, work.start_walk(pda, ["T-0001"]), stops=1)
    take_in(house, "B-1", customer_group="", lines=[{"sku": "WC-013", "qty": 1}])
    screen = house.sign_in(browser, "张敏", DESK)
    screen.page.wait_for_url("**/lead")
    return screen


def take_in(house: House, ref: str, **told: object) -> None:
    done = run_cli(house, "import", str(work.urgent_order(house.var / f"{ref}.json", ref, **told)))
    assert done.returncode == 0, done.stderr


def order_of(ref: str) -> Order:
    found: Order = Order.get(Order.channel_ref == ref)
    return found


def ask(lead: Screen) -> None:
    lead.page.locator(".order-row", has_text=order_of("B-1").order_no).locator(".order-main").click()
    lead.page.get_by_role("button", name="急着要？看三种派法").click()
    expect(lead.page.locator(".option")).to_have_count(3)


def test_more_pickers_and_a_closed_aisle_are_reckoned(lead: Screen) -> None:
    page = lead.page
    page.get_by_role("button", name="推演").click()
    page.get_by_label("加几名拣货员").fill("2")
    page.get_by_label("到几点").fill("23:59")
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".promises tbody tr")).to_have_count(1)
    expect(page.locator(".assumed")).to_contain_text("新增的人 5 分钟后开始，23:59 前能做完的才接")
    page.get_by_role("tab", name="封巷道").click()
    page.get_by_label("几号巷道").fill("4")
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".modal .warning")).to_contain_text("只能等")
    assert list_faint(page) == []
    page.get_by_label("几号巷道").fill("1")  # nobody walks there
    page.get_by_role("button", name="看结果").click()
    page.get_by_role("button", name="封闭 1 号巷道").click()
    page.get_by_role("button", name="开放 1 号巷道").click()
    expect(page.get_by_role("button", name="封闭 1 号巷道")).to_be_visible()
    page.get_by_label("几号巷道").fill("99")
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".toast.bad")).to_contain_text("没有 99 号巷道")
    page.locator(".toast .icon-button").click()
    page.keyboard.press("Escape")


def test_on_a_phone_the_three_ways_stand_one_under_the_other(lead: Screen) -> None:
    ask(lead)
    lead.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    lefts = {one.bounding_box()["x"] for one in lead.page.locator(".option").all()}
    assert len(lefts) == 1
    assert lead.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    lead.page.set_viewport_size(DESK)
    assert list_faint(lead.page) == []
    for _ in range(2):
        lead.page.keyboard.press("Escape")


def test_the_switch_of_joining_is_kept(lead: Screen) -> None:
    ask(lead)
    switch = lead.page.get_by_label("急单自动加入顺路的在途任务")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    lead.page.reload()
    ask(lead)
    expect(switch).not_to_be_checked()
    for _ in range(2):
        lead.page.keyboard.press("Escape")


def test_choosing_to_join_puts_it_onto_the_walk(lead: Screen) -> None:
    ask(lead)
    joins = lead.page.locator(".option").first
    expect(joins).to_contain_text("加入王芳正在走的这一趟")
    expect(joins).to_contain_text("赶得上承诺")
    joins.get_by_role("button", name="就这样派").click()
    expect(lead.page.locator(".options")).to_have_count(0)
    task = TaskOrder.get(TaskOrder.order == order_of("C-1").id).task_id
    assert TaskOrder.select().where(TaskOrder.task == task, TaskOrder.order == order_of("B-1").id).exists()
    assert lead.problems == []
