"""A temp taught nothing does what each screen says: six taps and scans from the badge to the first pick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.journeys import work
from tests.journeys.floor import BENCH, PDA, House, open_house, run_cli

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]
MOST = 6


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as made:
        yield made
        made.close_screens()


@pytest.mark.parametrize(("name", "size", "tote"), [("王芳", PDA, "T-0001"), ("王芳", BENCH, "T-0002")])
def test_from_badge_to_first_pick_in_six(
    house: House, browser: Browser, name: str, size: ViewportSize, tote: str
) -> None:
    order = work.urgent_order(house.var / f"{tote}.json", tote, remark="", wants=[])
    assert run_cli(house, "import", str(order)).returncode == 0
    pda, person, done = house.open(browser, size), house.people[name], 0
    pda.pair()
    expect(pda.page.locator(".prompt")).to_contain_text("扫工牌")
    pda.scan(person.badge)
    done += 1
    expect(pda.page.locator("h1")).to_contain_text("PIN")
    for digit in person.pin:
        pda.page.get_by_role("button", name=digit, exact=True).click()
        done += 1
    expect(pda.page.locator(".foot")).to_contain_text("直接扫第一个空周转箱", timeout=60_000)
    pda.scan(tote)
    done += 1
    expect(pda.page.locator(".pick .prompt")).to_contain_text("扫商品", timeout=60_000)
    assert done <= MOST
    assert pda.problems == []
