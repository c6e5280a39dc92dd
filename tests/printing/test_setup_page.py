"""The printers page's set-up and layouts in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.printing.models import LayoutEdit, Printer, Station
from printers.virtual import VirtualPrinter
from tests.journeys.floor import DESK, House, Screen, open_house

pytestmark = pytest.mark.browser
SPARE_PORT, OTHER_PORT = 9107, 9108


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WAVECARD_DEMO", "1")  # printers on this very machine may be found and added
        with open_house(tmp_path_factory.mktemp("house")) as made:
            yield made


@pytest.fixture
def admin(house: House, browser: Browser) -> Iterator[Screen]:
    screen = house.sign_in(browser, "张敏", DESK)
    screen.page.wait_for_url("**/lead")
    screen.page.goto(f"{house.served.url}/printers")
    yield screen
    assert screen.problems == []
    screen.context.close()


def test_a_printer_is_found_added_readdressed_and_switched_off(house: House, admin: Screen) -> None:
    page = admin.page
    with VirtualPrinter(SPARE_PORT) as paper, VirtualPrinter(OTHER_PORT) as other:
        page.get_by_role("button", name="设置").click()
        page.get_by_role("button", name="扫描网段").click()
        expect(page.get_by_text(f"127.0.0.1:{SPARE_PORT}")).to_be_visible(timeout=20_000)
        page.get_by_label("名称").first.fill("新打印机")
        page.get_by_label("打包台", exact=True).first.fill("ST-7")
        page.locator("li", has_text=f":{SPARE_PORT}").get_by_role("button", name="添加").click()
        profile = page.locator(".profile", has_text="新打印机")
        expect(profile).to_contain_text("每张都有回执", timeout=10_000)
        expect(profile.locator(".pill")).to_have_text("就绪", timeout=10_000)
        profile.get_by_role("button", name="打印测试页").click()
        assert paper.wait_for_papers(1, timeout_s=20)
        added = Printer.get(Printer.port == SPARE_PORT)
        assert (added.has_echo, Station.get(Station.code == "ST-7").printer_id) == (True, added.id)
        profile.get_by_role("textbox", name="地址").fill("8.8.8.8")
        profile.get_by_role("button", name="保存").click()
        expect(page.get_by_text("不在允许的打印机网段内")).to_be_visible()
        profile.get_by_role("textbox", name="地址").fill(f"127.0.0.1:{OTHER_PORT}")
        profile.get_by_role("button", name="保存").click()
        expect(profile.locator(".number")).to_have_text(f"127.0.0.1:{OTHER_PORT}", timeout=10_000)
        profile.get_by_role("button", name="打印测试页").click()
        assert other.wait_for_papers(1, timeout_s=20)
        profile.get_by_role("button", name="停用").click()
        expect(profile.locator(".pill")).to_have_text("已停用")
    assert not Printer.get_by_id(added.id).active


def test_a_printer_on_a_cable_is_added_by_hand(house: House, admin: Screen) -> None:
    page = admin.page
    page.get_by_role("button", name="设置").click()
    form = page.locator(".by-hand")
    form.get_by_label("名称").fill("标签机")
    form.get_by_placeholder("ST-3").fill("ST-8")
    form.locator("select").select_option("usb")
    form.get_by_placeholder("04b8:0202").fill("04b8:0202")
    form.get_by_role("button", name="添加").click()
    profile = page.locator(".profile", has_text="标签机")
    expect(profile).to_contain_text("USB", timeout=10_000)
    expect(profile.get_by_role("button", name="检测能力")).to_have_count(0)
    profile.get_by_label("纸张").select_option("100x150")
    expect(profile.get_by_label("点数", exact=True)).to_have_value("832")
    profile.get_by_label("dpi").select_option("300")
    expect(profile.get_by_label("点数", exact=True)).to_have_value("1232")
    added = Printer.get(Printer.name == "标签机")
    assert (added.connector, added.path) == ("usb", "04b8:0202")
    Printer.update(active=False).where(Printer.id == added.id).execute()


def test_words_change_on_the_paper_while_one_types(house: House, admin: Screen) -> None:
    page = admin.page
    page.get_by_role("button", name="版式").click()
    picture = page.locator(".paper img")
    expect(picture).to_be_visible(timeout=15_000)
    before = picture.get_attribute("src")
    page.locator(".word input").first.fill("谢谢惠顾")
    expect(picture).not_to_have_attribute("src", before or "", timeout=15_000)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("下一张起生效")).to_be_visible(timeout=10_000)
    kept = LayoutEdit.get()
    assert (kept.layout, list(kept.words.values())) == ("packing_slip", ["谢谢惠顾"])
