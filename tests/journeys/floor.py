"""A served demo house, and the people in it: each a real browser that does what its screen says."""

import contextlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, ViewportSize, expect

from app import db, migrating
from app.demo import making
from app.demo.making import Person
from app.founding import found
from app.people import pairing
from tests.bundled import ROOT
from tests.serving import Served, serving

PDA: ViewportSize = {"width": 320, "height": 533}
BENCH: ViewportSize = {"width": 412, "height": 915}
DESK: ViewportSize = {"width": 1366, "height": 768}
ZONE = "Asia/Shanghai"
# keys reach the browser one after the other's answer: on a busy machine more slowly than any scanner types;
# on an idle one the next step comes sooner than from any hand
PATIENT = """localStorage.setItem('wavecard.wedge', '{"maxGapMs": 1000, "echoMs": 0}')"""


# the longest that a page may wait between two questions to the server, and the answer's way
SETTLED_MS = 500
SEES = """([screen, cursor]) => {
  const seen = document.querySelector('.app')?.dataset
  return !seen || (seen.screen === screen && Number(seen.cursor) >= cursor)
}"""


class Screen:
    """One browser on one device, with somebody signed in; `url` where it reaches the server another way."""

    def __init__(self, context: BrowserContext, served: Served, url: str = "") -> None:
        self.served, self.url = served, url or served.url
        self.context = context
        self.context.add_init_script(PATIENT)
        self.page: Page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def sign_in(self, badge: str, pin: str) -> None:
        self.pair()
        self.enter(badge, pin)

    def pair(self) -> None:
        code, _ = pairing.make_code()
        self.page.goto(f"{self.url}/#pair={code}")

    def enter(self, badge: str, pin: str) -> None:
        expect(self.page.get_by_text("对准工牌上的条码")).to_be_visible()
        self.scan(badge)
        for digit in pin:
            self.page.get_by_role("button", name=digit, exact=True).click()

    def scan(self, code: str) -> None:
        """As a trigger scanner types: fast keys into whatever has the focus, then Enter."""
        self.page.keyboard.type(f"{code}\n")

    def told(self) -> dict[str, Any]:
        """The screen the server names for whoever is signed in here; "" while nobody is."""
        shown: dict[str, Any] = self.page.evaluate("() => fetch('/api/screen').then(answer => answer.json())")
        return {"screen": "", "card": shown} | shown

    def wait_for(self, screen: str, seconds: float = 15) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while (shown := self.told())["screen"] != screen:
            assert time.monotonic() < until, f"{self._page()} instead of {screen}; told: {shown}"
            time.sleep(0.05)
        self._see(screen, shown.get("cursor", 0))
        return dict(shown["card"])

    def _see(self, screen: str, cursor: int) -> None:
        """Nobody scans for a screen that they do not see yet. News of others leave a page's cursor behind."""
        with contextlib.suppress(TimeoutError):
            self.page.wait_for_function(SEES, arg=[screen, cursor], timeout=SETTLED_MS)

    def wait_until(self, screen: str, holds: Any, seconds: float = 15) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while not holds(card := self.wait_for(screen, seconds)):
            assert time.monotonic() < until, f"{self._page()}; told: {card}"
            time.sleep(0.05)
        return card

    def wait_while(self, holds: Callable[[str, Any], bool], seconds: float = 15) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while holds((shown := self.told())["screen"], shown["card"]):
            assert time.monotonic() < until, f"{self._page()}; told: {shown}"
            time.sleep(0.05)
        self._see(shown["screen"], shown.get("cursor", 0))
        return dict(shown["card"])

    def _page(self) -> str:
        """What somebody would read here."""
        return self.page.locator("body").inner_text().replace("\n", " | ")

    def is_at(self, screen: str, seconds: float = 15) -> None:
        """What this device shows, whether or not the server has said so."""
        expect(self.page.locator(f".app[data-screen={screen}]")).to_be_attached(timeout=seconds * 1000)

    def sees(self, words: str, seconds: float = 15) -> None:
        """In the bar on top: the line, and what became of the scans."""
        expect(self.page.locator(".status")).to_contain_text(words, timeout=seconds * 1000)

    def stored(self) -> str:
        """Everything this browser keeps: local and session storage, every IndexedDB, every cache."""
        return str(self.page.evaluate(DUMP))

    def shot(self, path: Path) -> None:
        self.page.screenshot(path=str(path))


DUMP = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      const open = indexedDB.open(name); open.onsuccess = () => done(open.result)
    })
    for (const store of db.objectStoreNames) {
      const all = await new Promise((done) => {
        const got = db.transaction(store).objectStore(store).getAll(); got.onsuccess = () => done(got.result)
      })
      kept.push(JSON.stringify(all))
    }
    db.close()
  }
  if (window.caches) {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        if (/json|html/.test(answer.headers.get('Content-Type') || '')) kept.push(await answer.text())
      }
    }
  }
  return kept.join('\\n')
}"""


@dataclass(frozen=True)
class House:
    """A demo house and where it is served; `people` by name, with the PINs that can be read only here."""

    served: Served
    people: dict[str, Person]
    url: str
    var: Path
    screens: list[Screen] = field(default_factory=list)

    def open(self, browser: Browser, size: ViewportSize, url: str = "") -> Screen:
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id=ZONE)
        self.screens.append(Screen(context, self.served, url))
        return self.screens[-1]

    def close_screens(self) -> None:
        while self.screens:
            self.screens.pop().context.close()

    def sign_in(self, browser: Browser, name: str, size: ViewportSize) -> Screen:
        screen = self.open(browser, size)
        screen.sign_in(self.people[name].badge, self.people[name].pin)
        return screen


@contextlib.contextmanager
def connected(url: str) -> Iterator[None]:
    db.connect(url)
    try:
        yield
    finally:
        db.disconnect()


@contextlib.contextmanager
def served_house(var: Path) -> Iterator[House]:
    """Make a demo house and serve it."""
    url = f"sqlite:///{var}/house.db"
    with connected(url):
        migrating.upgrade()
        found()
        people = {person.name: person for person in making.make(var)}
    with serving(var, DATABASE_URL=url, PUBLIC_URL="http://127.0.0.1:{port}") as served:
        yield House(served, people, url, var)


@contextlib.contextmanager
def open_house(var: Path) -> Iterator[House]:
    """The same, with this process connected to its database meanwhile."""
    with served_house(var) as house, connected(house.url):
        yield house


def run_cli(house: House, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`wavecard` on this house's database, in a process of its own."""
    env = {
        "DATABASE_URL": house.url,
        "WAVECARD_VAR": str(house.var),
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as got:
        return str(got.read().decode())
