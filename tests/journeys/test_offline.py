"""A walk of 20 picks through dead spots: the network cut before, during, after it, and worse."""

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from app.people.models import Operator
from app.picking.models import FloorException, Photo
from app.waves import assigning
from app.waves.models import Pick
from tests.bundled import wait_for
from tests.conftest import launch_options
from tests.journeys.floor import PDA, ZONE, House, Screen
from tests.journeys.walks import Walk, begins_here, in_order, keeps_nothing_personal, order_comes
from tests.journeys.wire import Wire

pytestmark = [pytest.mark.served, pytest.mark.timeout(180)]
STOPS, KILLS = 20, 20
LATE_S = 10.5  # after this nobody could still have heard a no
LINES = [{"sku": f"WC-{number:03}", "qty": 1} for number in range(1, STOPS + 1)]
DRAWN = """(urls) => Promise.all(urls.map((url) => {
  const picture = new Image()
  picture.src = url
  return picture.decode().then(() => 1)
})).then((drawn) => drawn.length)"""
KEPT_PHOTOS = """() => new Promise((done) => {
  const opening = indexedDB.open('wavecard')
  opening.onsuccess = () => {
    const asked = opening.result.transaction('photos').objectStore('photos').getAll()
    asked.onsuccess = () => {
      opening.result.close()
      done(asked.result.map((one) => [...new Uint8Array(one)]))
    }
  }
})"""
NOTICED_MS = """() => new Promise((done) => {
  const began = performance.now(), bar = document.querySelector('.status')
  const look = () => bar.innerText.includes('未连接') && done(performance.now() - began)
  new MutationObserver(look).observe(bar, { subtree: true, childList: true, characterData: true })
})"""


@pytest.fixture
def walk(house: House, wire: Wire, browser: Browser, request: pytest.FixtureRequest) -> Walk:
    """At the first of 20 stops, behind a wire."""
    return begins_here(house, browser, request.node.name, LINES, wire.url)


@pytest.mark.parametrize("cut_at", [0, 10, STOPS])
def test_a_walk_of_twenty_picks_ends_well_wherever_the_network_is_lost(
    walk: Walk, wire: Wire, cut_at: int
) -> None:
    walk.pick(0, cut_at)
    walk.pda.sees("全部已确认")
    wire.cut()
    walk.pda.sees("未连接")
    pictures = [pick["picture"] for pick in walk.picks]
    assert all(pictures) and walk.pda.page.evaluate(DRAWN, pictures) == STOPS
    walk.pick(cut_at, STOPS)
    walk.unload()
    walk.pda.is_at("walk_done")
    keeps_nothing_personal(walk.pda)
    walk.pda.sees(f"本机已存 {STOPS - cut_at + 1} 条")
    wire.mend()
    walk.pda.sees("全部已确认", seconds=60)  # nobody taps
    walk.pda.is_at("idle")
    walk.came_through()


def test_answers_lost_after_the_commit_are_asked_for_again_and_nothing_counts_twice(
    walk: Walk, wire: Wire
) -> None:
    wire.lose_answers()
    walk.pick(0, 5)
    done = Pick.select().where(Pick.task == walk.task_id, Pick.state == "picked")
    wait_for(lambda: done.count() > 0, "a commit whose answer is lost", seconds=10)
    wire.mend()
    walk.pda.sees("全部已确认", seconds=60)
    walk.pick(5, STOPS)
    walk.unload()
    walk.pda.is_at("idle")
    walk.came_through()


def test_a_server_killed_in_the_middle_costs_nothing(walk: Walk) -> None:
    walk.pick(0, 7)
    walk.house.served.kill()
    walk.pick(7, 14)
    walk.house.served.start()
    walk.pick(14, STOPS)
    walk.unload()
    walk.pda.is_at("idle", seconds=60)
    walk.came_through()


def test_a_half_open_socket_is_noticed_within_ten_seconds(walk: Walk, wire: Wire) -> None:
    walk.pda.sees("已连接")
    wire.silence()
    assert walk.pda.page.evaluate(NOTICED_MS) <= 10_000
    walk.pick(0, STOPS)
    wire.mend()
    walk.unload()
    walk.pda.is_at("idle", seconds=60)
    walk.came_through()


def reads_all(pda: Screen) -> None:
    while pda.page.locator(".alarm").count():
        pda.page.locator(".alarm button.main").click()


def test_what_was_done_on_a_walk_taken_away_meanwhile_is_kept_and_explained(walk: Walk, wire: Wire) -> None:
    wire.cut()
    walk.pick(0, STOPS)
    walk.unload()
    walk.pda.is_at("walk_done")
    other = Operator.get(Operator.badge == walk.house.people["李伟"].badge)
    assigning.assign(walk.task_id, other.id, by=1)
    wire.mend()
    expect(walk.pda.page.locator(".alarm, .interrupt").first).to_be_visible(timeout=30_000)
    reads_all(walk.pda)
    walk.pda.sees("全部已确认", seconds=60)
    assert [pick.state for pick in walk.list_picks()] == ["picked"] * STOPS
    kinds = [one.kind for one in FloorException.select().where(FloorException.task_id == walk.task_id)]
    assert sorted(kinds) == ["late-fact"] + ["late-scan"] * STOPS
    in_order()


def test_two_devices_on_one_task_count_every_unit_once(walk: Walk, wire: Wire, browser: Browser) -> None:
    """The first sinks into a dead spot; its picker goes on with another, then the first is heard again."""
    wire.cut()
    walk.pick(0, 12)
    began = time.monotonic()
    other = Walk(walk.house, walk.house.open(browser, PDA))
    other.picks, other.task_id = walk.picks, walk.task_id
    other.pda.pair()
    other.enter()
    other.pick(0, 8)
    other.pda.sees("全部已确认")
    walk.pda.page.wait_for_timeout(max(0.0, began + LATE_S - time.monotonic()) * 1000)
    wire.mend()
    walk.pda.page.locator(".alarm").first.wait_for(timeout=60_000)
    reads_all(walk.pda)
    walk.pda.sees("全部已确认", seconds=60)
    other.pick(12, STOPS)
    other.unload()
    other.pda.is_at("idle")
    assert [(pick.state, pick.done_qty) for pick in walk.list_picks()] == [("picked", 1)] * STOPS
    told = [one.kind for one in FloorException.select().where(FloorException.task_id == walk.task_id)]
    assert told == ["late-fact"] * 8, "what was done twice, and nothing else"
    in_order()


def snapshot() -> bytes:
    """A camera's picture, with what a camera writes beside it."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010E] = "the kitchen of Ann"
    Image.new("RGB", (2400, 1800), "#b0413e").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_taken_in_a_dead_spot_comes_later_with_what_it_shows(walk: Walk, wire: Wire) -> None:
    page = walk.pda.page
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    wire.cut()
    walk.pda.sees("未连接")
    page.get_by_role("button", name="叫组长").click()
    taken = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": snapshot()}
    page.locator(".sheet input[type=file]").set_input_files(taken)
    expect(page.locator(".photo")).to_contain_text("照片已存本机")
    page.get_by_role("button", name="商品坏了").click()
    page.get_by_role("button", name="0 件好的，告诉组长").click()
    walk.pda.sees("本机已存 1 条")
    page.reload()
    walk.pda.sees("本机已存 1 条")
    (kept,) = page.evaluate(KEPT_PHOTOS)
    assert bytes(kept[:2]) == b"\xff\xd8" and len(kept) < 400_000 and b"kitchen" not in bytes(kept)
    walk.pick(1, 2)
    wire.mend()
    walk.pda.sees("全部已确认", seconds=60)
    told = FloorException.get(FloorException.task_id == walk.task_id, FloorException.kind == "damaged")
    photo = Photo.get_by_id(told.photo_id)
    assert (photo.width_px, photo.height_px) == (1280, 960)
    assert page.evaluate(KEPT_PHOTOS) == []
    assert walk.pda.problems == []


def test_the_screen_is_right_within_three_seconds_of_a_sleep(walk: Walk, wire: Wire) -> None:
    page = walk.pda.page
    cdp = page.context.new_cdp_session(page)
    cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
    wire.strand()
    assigning.take_back(walk.task_id, by=1)
    cdp.send("Page.setWebLifecycleState", {"state": "active"})
    began = time.monotonic()
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(".interrupt").wait_for(timeout=10_000)
    assert time.monotonic() - began <= 3
    walk.pda.sees("已连接", seconds=3)


@pytest.fixture
def battery(
    house: House, wire: Wire, browser: Browser, chromium: tuple[str, dict[str, str]], tmp_path: Path
) -> Iterator["Battery"]:
    made = Battery(house, wire, browser, chromium, tmp_path)
    yield made
    made.falls_out()


class Battery:
    """A browser of its own whose storage outlives it, and what ends it without a word."""

    def __init__(self, house: House, wire: Wire, browser: Browser, chromium: Any, profile: Path) -> None:
        self.house, self.wire, self.profile = house, wire, profile
        self.kind, self.options = browser.browser_type, launch_options(chromium)

    def starts(self) -> Screen:
        looks = {"viewport": PDA, "locale": "zh-CN", "timezone_id": ZONE}
        context: BrowserContext = self.kind.launch_persistent_context(self.profile, **self.options, **looks)
        return Screen(context, self.house.served, self.wire.url)

    def falls_out(self) -> None:
        """SIGKILL for every process that runs on this profile."""
        mark = f"--user-data-dir={self.profile}"
        for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
            try:
                mine = mark in Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
                if mine:
                    os.kill(pid, 9)
            except OSError:
                continue


def test_a_browser_killed_twenty_times_loses_no_scan_that_was_shown(battery: Battery) -> None:
    order_comes(battery.house, "BATTERY", LINES)
    walk = Walk.begins(battery.house, battery.starts())
    walk.pda.page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    battery.wire.cut()
    for number in range(KILLS):
        if number:
            walk.pda = battery.starts()
            walk.pda.page.goto(battery.wire.url)
        walk.pick(number, number + 1)
        walk.pda.sees(f"本机已存 {number + 1} 条")
        battery.falls_out()
    battery.wire.mend()
    began = time.monotonic()
    walk.pda = battery.starts()
    walk.pda.page.goto(battery.wire.url)
    walk.pda.sees("全部已确认", seconds=60)
    assert time.monotonic() - began < 60
    walk.enter()  # the session's cookie ended with the browser; the saved scans needed none
    walk.unload()
    walk.pda.is_at("idle")
    walk.came_through()
