"""A temp taught nothing does what each screen says: six taps and scans from the badge to the first pick."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from app.waves.models import Pick
from tests.journeys.floor import BENCH, PDA, House, Screen
from tests.journeys.walks import TOTES, order_comes

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]
MOST = 6
LINES = [{"sku": "WC-003", "qty": 2}]


class Temp:
    """Reads the screen, does what it says, and counts each scan and each tap."""

    def __init__(self, pda: Screen) -> None:
        self.pda, self.done = pda, 0

    def told(self, where: str, words: str) -> None:
        expect(self.pda.page.locator(where)).to_contain_text(words, timeout=30_000)

    def scan(self, code: str) -> None:
        self.pda.scan(code)
        self.done += 1

    def tap(self, button: str) -> None:
        self.pda.page.get_by_role("button", name=button, exact=True).click()
        self.done += 1


@pytest.mark.parametrize("size", [PDA, BENCH], ids=["pda", "phone"])
def test_from_badge_to_first_pick_in_six(house: House, browser: Browser, size: ViewportSize) -> None:
    order = order_comes(house, f"FIRST-{size['width']}", LINES)
    pda, person = house.open(browser, size), house.people["王芳"]
    pda.pair()
    temp = Temp(pda)
    temp.told(".prompt", "扫工牌")
    temp.scan(person.badge)
    temp.told("h1", "PIN")
    for digit in person.pin:
        temp.tap(digit)
    temp.told(".foot", "直接扫第一个空周转箱")
    temp.scan(next(TOTES))
    temp.told(".pick .prompt", "扫商品")
    assert temp.done == MOST
    written = pda.page.locator(".sku").inner_text().split()[0]
    temp.scan(written)
    temp.told(".pick .qty", "已拿 1/2")
    pda.wait_until("pick", lambda card: card["done_qty"] == 1)
    assert [pick.done_qty for pick in Pick.select().where(Pick.order == order.id)] == [1]
    assert pda.problems == []
