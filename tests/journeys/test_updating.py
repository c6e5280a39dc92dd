"""A new version of the app arrives while somebody walks."""

import pytest
from playwright.sync_api import Browser

from tests.bundled import wait_for
from tests.journeys.floor import House
from tests.journeys.walks import begins_here
from tests.journeys.wire import Wire

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]
LINES = [{"sku": "WC-001", "qty": 1}, {"sku": "WC-002", "qty": 1}]
READY = "() => navigator.serviceWorker.ready.then(() => undefined)"
WAITS = "() => navigator.serviceWorker.getRegistration().then((one) => !!one.waiting)"
STARTED_ANEW = "() => !window.sinceTheStart"


def of_the_next_build(data: bytes) -> bytes:
    """`sw.js` as the next build would have it, asked for anew."""
    for asked in (b"If-None-Match", b"If-Modified-Since"):
        data = data.replace(asked, asked.replace(b"If", b"No"))
    return data.replace(b"maxEntries:400", b"maxEntries:401")


def test_a_new_version_waits_for_the_end_of_the_walk_and_then_takes_over(
    house: House, wire: Wire, browser: Browser
) -> None:
    walk = begins_here(house, browser, "UPDATE", LINES, wire.url)
    page = walk.pda.page
    page.evaluate(READY)
    page.evaluate("() => { window.sinceTheStart = true }")
    wire.edit = of_the_next_build
    wire.cut()
    walk.pda.sees("未连接")
    wire.mend()
    wait_for(lambda: page.evaluate(WAITS), "the next worker")
    walk.pick(0, 2)
    walk.pda.is_at("unload")
    page.wait_for_timeout(4000)  # longer than any pause that it waits for where nobody is at work
    assert [page.evaluate(WAITS), page.evaluate(STARTED_ANEW)] == [True, False]
    walk.unload()
    page.wait_for_function(STARTED_ANEW)
    walk.pda.is_at("idle")
    assert not page.evaluate(WAITS)
    walk.came_through()
