"""Every card of the handheld on the smallest screen: gloves, long words, weak eyes. Fixtures answer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app.words import Words, say
from tests.journeys import seeing
from tests.journeys.floor import BENCH, PDA
from tests.journeys.gallery import URL, Gallery, gallery, names_of

pytestmark = [pytest.mark.served, pytest.mark.timeout(180)]
THEMES = ("light", "dark", "outdoor")
SET_THEME = "(theme) => { document.documentElement.dataset.theme = theme }"
UNDERWAY = re.compile(r"\d+/\d+\s+(T-\d+|\d totes)\s+.*\d min to (cutoff|promise)")
CROWDED = {"remark": "Please no dented boxes", "picture": "data:image/gif;base64,R0lGODlhAQABAAAAACw="}
JOINS = {"order": "W2611230070", "stops": 2, "metres": 112, "finish": "14:50"}
JOINED = {
    "kind": "joined",
    "tier": "A",
    "order_no": "W2611230070",
    "promised_at": None,
    "text": say(Words("join.strip", JOINS), "en"),
}
LONG = {"location": "WH2-A03-12-2-04", "location_parts": None, "qty": 9999}


@pytest.fixture(scope="module")
def pda(browser: Browser) -> Iterator[Gallery]:
    with gallery(browser, PDA) as made:
        made.set("idle", "en")
        made.open({})
        yield made


def wrong_on(one: Gallery, name: str) -> list[str]:
    """In English, then with longer words: nothing too small, hidden, cut or over another.

    Of each task and parcel the bar says how far, into which totes, and the minutes to the cutoff.
    """
    found = seeing.sizes(one.page) + seeing.overflows(one.page) + seeing.overflows_longer(one.page)
    if "progress" in one.state["card"] and not UNDERWAY.search(one.page.inner_text(".status")):
        found.append("the bar does not say how far, into what, until when")
    return [f"{name}: {what}" for what in found]


def test_every_card_fits_gloves_and_long_words(pda: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for name in names_of(pda.cards["en"]):
        pda.show(name, "en")
        found += wrong_on(pda, name)
    for name, more in (("pick3", {}), ("pick4", {}), ("pick5", {"remark": "Please no dented boxes"})):
        pda.show(name, "en", pda.cards["en"][name] | more, strip=True)
        found += wrong_on(pda, f"{name} under a strip")
    for strip, cart in ((True, {}), (False, {}), (False, {"cart": []})):
        card = pda.cards["en"]["pick3"] | {"picture": CROWDED["picture"]} | cart
        pda.show("pick3", "en", card, strip=strip)
        found += wrong_on(pda, f"pick with a picture, strip: {strip}, {cart}")
        pda.page.keyboard.type("6901234567892\n")
        pda.page.wait_for_selector("button.qty")
        found += [f"one scanned, strip: {strip}, {cart}: {what}" for what in seeing.sizes(pda.page)]
        pda.show("idle", "en")  # what was scanned is forgotten
    pda.show("pick3", "en", pda.cards["en"]["pick3"] | CROWDED, strip=True)
    found += wrong_on(pda, "pick with all there is under a strip")
    monkeypatch.setitem(pda.cards["strip"], "en", JOINED)
    pda.show("pick3", "en", strip=True)
    found += wrong_on(pda, "pick of a walk that an order has joined")
    pda.show("pick", "en", pda.cards["en"]["pick"] | LONG)
    found += wrong_on(pda, "pick at a long location")
    assert found == []


WIDE_FONT = "* { font-family: 'DejaVu Sans', Verdana, sans-serif !important }"
CUT_IN_THE_BAR = """() => [...document.querySelectorAll('.status-line:first-child .gives')]
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText)"""


def test_the_bar_says_in_full_that_there_is_no_network_and_what_is_saved(pda: Gallery) -> None:
    pda.show("pick", "en")
    pda.page.route(f"{URL}api/ops", lambda route: route.abort())
    wide = pda.page.add_style_tag(content=WIDE_FONT)
    pda.page.keyboard.type("6901234567892\n" * 12)
    pda.page.wait_for_selector(".status-part.here:has-text('12')")
    cut = pda.page.evaluate(CUT_IN_THE_BAR) + seeing.overflows(pda.page)
    pda.page.unroute(f"{URL}api/ops")
    wide.evaluate("(one) => one.remove()")
    pda.show("idle", "en")
    assert cut == []


def test_every_screen_can_be_read_by_everybody(pda: Gallery) -> None:
    """One card of each screen and theme; every pair of colours is computed in tests/web/themes.test.ts."""
    found = []
    for number, name in enumerate(name for name in pda.cards["zh-CN"] if not name[-1].isdigit()):
        pda.show(name, "zh-CN")
        pda.page.evaluate(SET_THEME, THEMES[number % len(THEMES)])
        found += [f"{name}: {what}" for what in seeing.axe(pda.page) + seeing.sizes(pda.page)]
    pda.show("pick", "zh-CN", strip=True)
    found += [f"a strip: {what}" for what in seeing.axe(pda.page)]
    assert found == []


def test_pairing_and_signing_in_fit_gloves_too(browser: Browser) -> None:
    with gallery(browser, PDA) as pda:
        found = []
        for name, state in (
            ("pair", {"paired": False, "signed_in": False}),
            ("sign_in", {"signed_in": False}),
        ):
            pda.open({}, **state)
            found += look(pda, name)
        pda.page.keyboard.type("OP-1001\n")
        pda.page.wait_for_selector(".pin")
        found += look(pda, "pin")
    assert found == []


def test_every_sheet_and_alarm_can_be_read_by_everybody_and_fits_gloves(pda: Gallery) -> None:
    """Axe, targets and cut words on whatever lies over a card, the themes in turn."""
    found = []
    for number, (name, (card, taps)) in enumerate(SHEETS.items()):
        pda.show(card, "zh-CN")
        pda.page.evaluate(SET_THEME, THEMES[number % len(THEMES)])
        for tap in taps:
            pda.page.click(tap)
            pda.page.wait_for_timeout(180)  # it slides
        found += look(pda, name)
        pda.page.click(".sheet .icon-button:visible")
        pda.page.wait_for_selector(".sheet:visible", state="detached")
    for number, (name, (card, code)) in enumerate(ALARMS.items()):
        pda.show(card, "zh-CN")
        pda.page.evaluate(SET_THEME, THEMES[number % len(THEMES)])
        pda.page.keyboard.type(f"{code}\n")
        pda.page.wait_for_selector(".alarm")
        found += look(pda, name)
        pda.page.click(".alarm .main")
    assert found == []


MENU = ".status-menu"
SHEETS = {
    "short": ("pick", [".exits button:nth-child(1)"]),
    "help": ("pick", [".exits button:nth-child(3)"]),
    "damaged": ("pick", [".exits button:nth-child(3)", "text=商品坏了"]),
    "cart": ("pick3", [".mini-cart"]),
    "type": ("pick", [".prompt-type"]),
    "decline": ("offer", [".exits .quiet"]),
    "left": ("zero_check", [".foot .choice"]),
    "weigh": ("pack_close2", [".foot .main"]),
    "call": ("pack_check", [MENU, "text=叫组长"]),
    "menu": ("pick", [MENU]),
    "looks": ("pick", [MENU, "text=显示和声音"]),
    "size": ("pick", [MENU, "text=按键大小"]),
    "ways": ("pick", [MENU, "text=这台设备怎么连的"]),
}
ALARMS = {
    "wrong item": ("pick", "6901111111111"),
    "wrong tote": ("pick3", "T-0004"),
    "not of the order": ("pack_check", "6901111111111"),
    "already complete": ("pack_check", "6901234567892"),
    "no carrier": ("handover", "WL-5-1"),
}


def look(one: Gallery, name: str) -> list[str]:
    found = seeing.sizes(one.page) + seeing.overflows(one.page) + seeing.axe(one.page)
    return [f"{name}: {what}" for what in found]


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
