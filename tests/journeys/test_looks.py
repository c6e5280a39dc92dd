"""Every card of the handheld on the smallest screen: gloves, long words, weak eyes. Fixtures answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import seeing
from tests.journeys.floor import BENCH, PDA
from tests.journeys.gallery import Gallery, gallery, names_of

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]
THEMES = ("light", "dark", "outdoor")
SET_THEME = "(theme) => { document.documentElement.dataset.theme = theme }"
LONG = {"location": "WH2-A03-12-2-04", "location_parts": None, "qty": 9999}


@pytest.fixture(scope="module")
def pda(browser: Browser) -> Iterator[Gallery]:
    with gallery(browser, PDA) as made:
        made.set("idle", "en")
        made.open({})
        yield made


def wrong_on(one: Gallery, name: str) -> list[str]:
    """In English, then with longer words: nothing too small, hidden, cut or over another."""
    found = seeing.sizes(one.page) + seeing.overflows(one.page) + seeing.overflows_longer(one.page)
    return [f"{name}: {what}" for what in found]


def test_every_card_fits_gloves_and_long_words(pda: Gallery) -> None:
    found = []
    for name in names_of(pda.cards["en"]):
        pda.show(name, "en")
        found += wrong_on(pda, name)
    pda.show("pick3", "en", strip=True)
    found += wrong_on(pda, "pick under a strip")
    pda.show("pick", "en", pda.cards["en"]["pick"] | LONG)
    found += wrong_on(pda, "pick at a long location")
    assert found == []


def test_every_screen_can_be_read_by_everybody(pda: Gallery) -> None:
    """One card of each screen and theme; every pair of colours is computed in tests/web/themes.test.ts."""
    found = []
    for number, name in enumerate(name for name in pda.cards["zh-CN"] if not name[-1].isdigit()):
        pda.show(name, "zh-CN")
        pda.page.evaluate(SET_THEME, THEMES[number % len(THEMES)])
        found += [f"{name}: {what}" for what in seeing.axe(pda.page) + seeing.sizes(pda.page)]
    assert found == []


def test_pairing_signing_in_and_settings_fit_gloves_too(browser: Browser) -> None:
    with gallery(browser, PDA) as pda:
        found = []
        for name, state in (
            ("pair", {"paired": False, "signed_in": False}),
            ("sign_in", {"signed_in": False}),
        ):
            pda.open({}, **state)
            found += [f"{name}: {what}" for what in look(pda)]
        pda.page.keyboard.type("OP-1001\n")
        pda.page.wait_for_selector(".pin")
        found += [f"pin: {what}" for what in look(pda)]
        pda.set("pick", "zh-CN")
        pda.open({})
        for name, taps in SHEETS.items():
            for tap in taps:
                pda.page.click(tap)
                pda.page.wait_for_timeout(250)  # it slides
            found += [f"{name}: {what}" for what in look(pda, by_axe=name in ("type", "menu"))]
            pda.page.click(".icon-button:visible")
            pda.page.wait_for_selector(".sheet", state="hidden")
        pda.page.keyboard.type("6901111111111\n")
        pda.page.wait_for_selector(".alarm")
        found += [f"alarm: {what}" for what in look(pda)]
    assert found == []


SHEETS = {
    "short": [".exits button:nth-child(1)"],
    "help": [".exits button:nth-child(3)"],
    "type": [".prompt-type"],
    "menu": [".status-menu"],
    "looks": [".status-menu", "text=显示和声音"],
    "size": [".status-menu", "text=按键大小"],
}


def look(one: Gallery, *, by_axe: bool = True) -> list[str]:
    found = seeing.sizes(one.page) + seeing.overflows(one.page)
    return found + seeing.axe(one.page) if by_axe else found


def test_settings_last_and_mirror_the_screen(browser: Browser) -> None:
    with gallery(browser, BENCH) as phone:
        page = phone.page
        phone.set("pick", "zh-CN")
        phone.open({})
        right = page.locator(".status-menu").bounding_box()
        page.click(".status-menu")
        page.click("text=显示和声音")
        page.get_by_role("button", name="左手").click()
        page.get_by_role("button", name="室外强光").click()
        page.reload()
        page.wait_for_selector(".pick")
        left = page.locator(".status-menu").bounding_box()
        assert right and left and right["x"] > 300 and left["x"] < 100
        assert page.evaluate("() => document.documentElement.dataset.theme") == "outdoor"
