"""A walk of 20 picks through dead spots: the network cut before, during, after it, and worse."""

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.ops.models import Operation
from app.people import pairing
from app.people.models import Operator
from app.picking.models import FloorException
from app.waves import assigning
from app.waves.models import Pick, Task
from tests.journeys import work
from tests.journeys.floor import PATIENT, PDA, ZONE, House, open_house, run_cli
from tests.journeys.wire import Wire, wired

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]
STOPS, KILLS = 20, 20
LINES = [{"sku": f"WC-{number:03}", "qty": 1} for number in range(1, STOPS + 1)]
TOTES = (f"T-{number:04d}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    with wired(house.served.port) as made:
        yield made


class Picker:
    """王芳 on a handheld behind a wire."""

    def __init__(self, house: House, wire: Wire, page: Page) -> None:
        self.house, self.wire, self.page = house, wire, page
        self.picks: list[dict[str, Any]] = []

    def takes(self, ref: str) -> None:
        """Signs in, starts the walk of a new order, and stands at its first stop."""
        order = work.urgent_order(self.house.var / f"{ref}.json", ref, lines=LINES, wants=[])
        assert run_cli(self.house, "import", str(order)).returncode == 0
        self.page.goto(f"{self.wire.url}/#pair={pairing.make_code()[0]}")
        self.enters()
        self.page.locator(".offer button.main").click()
        self.is_at("totes")
        self.scan(next(TOTES))
        self.is_at("pick")
        asked = "() => fetch('/api/walk').then((answer) => answer.json())"
        self.picks = self.page.evaluate(asked)["walk"]["picks"]
        self.task_id = Pick.get_by_id(self.picks[0]["pick_id"]).task_id
        self.page.wait_for_timeout(300)  # the device asks for its walk, too

    def enters(self) -> None:
        person = self.house.people["王芳"]
        expect(self.page.get_by_text("对准工牌上的条码")).to_be_visible()
        self.scan(person.badge)
        for digit in person.pin:
            self.page.get_by_role("button", name=digit, exact=True).click()

    def scan(self, code: str) -> None:
        self.page.keyboard.type(f"{code}\n")

    def pick(self, first: int, last: int) -> None:
        for pick in self.picks[first:last]:
            expect(self.page.locator(".where")).to_have_attribute("aria-label", pick["location"])
            self.scan(pick["barcodes"][0])

    def is_at(self, screen: str, seconds: float = 15) -> None:
        expect(self.page.locator(f".app[data-screen={screen}]")).to_be_attached(timeout=seconds * 1000)

    def sees(self, words: str, seconds: float = 15) -> None:
        expect(self.page.locator(".status")).to_contain_text(words, timeout=seconds * 1000)

    def unloads(self) -> None:
        self.is_at("unload")
        self.scan("ST-1")

    def came_through(self) -> None:
        states = [(pick.state, pick.done_qty) for pick in Pick.select().where(Pick.task == self.task_id)]
        assert states == [("picked", 1)] * STOPS
        assert Task.get_by_id(self.task_id).state == "done"
        scans = Operation.select().where(Operation.kind == "pick.scan", Operation.at > self.began)
        assert scans.count() == STOPS
        checked = run_cli(self.house, "check")
        assert checked.returncode == 0, checked.stdout

    @property
    def began(self) -> Any:
        return Task.get_by_id(self.task_id).started_at


@pytest.fixture
def picker(house: House, wire: Wire, browser: Browser) -> Iterator[Picker]:
    context = browser.new_context(viewport=PDA, locale="zh-CN", timezone_id=ZONE)
    context.add_init_script(PATIENT)
    yield Picker(house, wire, context.new_page())
    context.close()


@pytest.mark.parametrize("cut_at", [0, 10, STOPS])
def test_a_walk_of_twenty_picks_ends_well_wherever_the_network_is_lost(picker: Picker, cut_at: int) -> None:
    picker.takes(f"CUT-{cut_at}")
    picker.pick(0, cut_at)
    picker.sees("全部已确认")
    picker.wire.cut()
    picker.sees("未连接")
    picker.pick(cut_at, STOPS)
    picker.unloads()
    picker.is_at("walk_done")
    picker.sees(f"本机已存 {STOPS - cut_at + 1} 条")
    picker.wire.mend()
    picker.sees("全部已确认", seconds=60)  # nobody taps
    picker.is_at("idle")
    picker.came_through()


def test_answers_lost_after_the_commit_are_asked_for_again_and_nothing_counts_twice(picker: Picker) -> None:
    picker.takes("DEAF")
    picker.wire.lose_answers()
    picker.pick(0, 5)
    done = Pick.select().where(Pick.task == picker.task_id, Pick.state == "picked")
    until = time.monotonic() + 10
    while not done.count() and time.monotonic() < until:
        time.sleep(0.05)
    assert done.count()
    picker.wire.mend()
    picker.sees("全部已确认", seconds=60)
    picker.pick(5, STOPS)
    picker.unloads()
    picker.is_at("idle")
    picker.came_through()


def test_a_server_killed_in_the_middle_costs_nothing(picker: Picker) -> None:
    picker.takes("KILL")
    picker.pick(0, 7)
    picker.house.served.kill()
    picker.pick(7, 14)
    picker.house.served.start()
    picker.pick(14, STOPS)
    picker.unloads()
    picker.is_at("idle", seconds=60)
    picker.came_through()


def test_a_half_open_socket_is_noticed_within_ten_seconds(picker: Picker) -> None:
    picker.takes("HALF")
    picker.sees("已连接")
    began = time.monotonic()
    picker.wire.silence()
    picker.sees("未连接", seconds=12)
    assert time.monotonic() - began <= 10.5
    picker.pick(0, STOPS)
    picker.wire.mend()
    picker.unloads()
    picker.is_at("idle", seconds=60)
    picker.came_through()


def device(browser: Browser, chromium: tuple[str, dict[str, str]], profile: Path) -> BrowserContext:
    """A browser of its own whose storage outlives it."""
    exe, env = chromium
    made = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=exe,
        env={**os.environ, **env},
        args=["--no-sandbox"],
        viewport=PDA,
        locale="zh-CN",
        timezone_id=ZONE,
    )
    made.add_init_script(PATIENT)
    return made


def kill(profile: Path) -> None:
    """SIGKILL for every process that runs on this profile, as a battery that falls out."""
    mark = f"--user-data-dir={profile}"
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        try:
            mine = mark in Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if mine:
            os.kill(pid, 9)


def test_a_browser_killed_twenty_times_loses_no_scan_that_was_shown(
    picker: Picker, browser: Browser, chromium: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    for number in range(KILLS):
        picker.page = device(browser, chromium, tmp_path).pages[0]
        if number == 0:
            picker.takes("BATTERY")
            picker.page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
            picker.wire.cut()
        else:
            picker.page.goto(picker.wire.url)
        picker.is_at("pick")
        picker.pick(number, number + 1)
        picker.sees(f"本机已存 {number + 1} 条")
        kill(tmp_path)
    picker.wire.mend()
    context = device(browser, chromium, tmp_path)
    picker.page = context.pages[0]
    picker.page.goto(picker.wire.url)
    picker.sees("全部已确认", seconds=60)
    picker.enters()  # the session's cookie ended with the browser; the saved scans needed none
    picker.unloads()
    picker.is_at("idle")
    picker.came_through()
    context.close()


def test_what_was_done_on_a_walk_taken_away_meanwhile_is_kept_and_explained(picker: Picker) -> None:
    picker.takes("TAKEN")
    picker.wire.cut()
    picker.pick(0, STOPS)
    picker.unloads()
    assigning.assign(picker.task_id, operator_of(picker.house, "李伟"), by=1)
    picker.wire.mend()
    expect(picker.page.locator(".alarm, .interrupt").first).to_be_visible(timeout=30_000)
    while picker.page.locator(".alarm").count():
        picker.page.locator(".alarm button.main").click()
    picker.sees("全部已确认", seconds=60)
    assert Pick.select().where(Pick.task == picker.task_id, Pick.state == "picked").count() == STOPS
    kinds = [one.kind for one in FloorException.select().where(FloorException.task_id == picker.task_id)]
    assert sorted(kinds) == ["late-fact"] + ["late-scan"] * STOPS
    checked = run_cli(picker.house, "check")
    assert checked.returncode == 0, checked.stdout
    assigning.take_back(picker.task_id, by=1)
    Task.update(state="cancelled", operator=None).where(Task.id == picker.task_id).execute()


def operator_of(house: House, name: str) -> int:
    return int(Operator.get(Operator.badge == house.people[name].badge).id)
