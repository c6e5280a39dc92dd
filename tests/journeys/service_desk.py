"""Somebody of customer service at their desk, in a real browser."""

from urllib.parse import unquote_plus

from playwright.sync_api import Browser, Locator, expect

from app.people.operators import add_operator
from tests import builders
from tests.journeys import work
from tests.journeys.floor import DESK, House

SECRETS = (*builders.WANG.values(), work.NEW_STREET)


class Service:
    """`asked`: every address that their browser called."""

    def __init__(self, house: House, browser: Browser, name: str) -> None:
        person, pin = add_operator(name, ["customer_service"])
        self.screen = house.open(browser, DESK)
        self.page = self.screen.page
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(unquote_plus(request.url)))
        self.screen.sign_in(person.badge, pin)
        expect(self.page.locator("h1")).to_contain_text("客服台")

    def find(self, order_no: str) -> None:
        """As fast as from a scanner."""
        self.page.get_by_role("combobox").fill(order_no)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".modal")).to_contain_text(order_no)
        expect(self.page.get_by_role("button", name="改地址")).to_be_visible()

    def write(self, order_no: str) -> Locator:
        """Another address for the order; it is told what will happen then."""
        self.find(order_no)
        self.page.get_by_role("button", name="改地址").click()
        form = self.page.locator("form").filter(has_text="详细地址")
        form.get_by_label("详细地址").fill(work.NEW_STREET)
        form.get_by_label("原因").fill("客户来电")
        form.get_by_role("button", name="核对改动").click()
        expect(form.locator("ins")).to_have_text(work.NEW_STREET)
        return form

    def sees_no_floor(self) -> None:
        expect(self.page.locator(".trouble")).to_be_visible()
        expect(self.page.locator(".tier-column, .people, .tabs, a[href='/printers']")).to_have_count(0)
        for what in ("/api/lead/board", "/api/lead/devices", "/api/lead/packers", "/api/lead/carriers"):
            assert self.page.evaluate("path => fetch(path).then(answer => answer.status)", what) == 403
        for name in ("设备", "快递", "置顶", "急着要？看三种派法"):
            expect(self.page.get_by_role("button", name=name, exact=True)).to_have_count(0)

    def keeps_nothing(self) -> None:
        told = "\n".join([self.screen.stored(), self.page.url, *self.asked])
        assert [secret for secret in SECRETS if secret in told] == []
        assert self.screen.problems == []
