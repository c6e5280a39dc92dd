"""A served demo house, and the people in it: each a real browser that does what its screen says."""

import io
import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.people import pairing
from tests.serving import Served

PDA = {"width": 320, "height": 533}
BENCH = {"width": 412, "height": 915}
DESK = {"width": 1366, "height": 768}


class Screen:
    """One browser on one device, with somebody signed in."""

    def __init__(self, browser: Browser, served: Served, size: dict[str, int]) -> None:
        self.served = served
        self.context = browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def sign_in(self, badge: str, pin: str) -> None:
        code, _ = pairing.make_code()
        self.page.goto(f"{self.served.url}/#pair={code}")
        expect(self.page.get_by_text("对准工牌上的条码")).to_be_visible()
        self.scan(badge)
        for digit in pin:
            self.page.get_by_role("button", name=digit, exact=True).click()
        self.page.get_by_role("button", name="登录").click()

    def scan(self, code: str) -> None:
        """As a trigger scanner types: fast keys into whatever has the focus, then Enter."""
        self.page.keyboard.type(f"{code}\n")  # in one call: a busy machine must not tear the burst apart

    def told(self) -> dict[str, Any]:
        """The screen the server names for whoever is signed in here."""
        shown: dict[str, Any] = self.page.evaluate("() => fetch('/api/screen').then(answer => answer.json())")
        return shown

    def wait_for(self, screen: str, seconds: float = 15) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while (shown := self.told())["screen"] != screen:
            assert time.monotonic() < until, f"{shown['screen']} instead of {screen}: {shown['card']}"
            time.sleep(0.05)
        return dict(shown["card"])

    def wait_until(self, screen: str, holds: Any, seconds: float = 15) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while not holds(card := self.wait_for(screen, seconds)):
            assert time.monotonic() < until, card
            time.sleep(0.05)
        return card

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


@dataclass
class Paper:
    number: int
    image: Image.Image

    def codes(self) -> list[str]:
        return [found.text for found in zxingcpp.read_barcodes(self.image)]


def papers(lead: Screen, station: str = "ST-1") -> list[Paper]:
    """What lies in a station's virtual printer, newest first, as the printers page shows it."""
    ask = "path => fetch(path).then(answer => answer.json())"
    stations = lead.page.evaluate(ask, "/api/printers")["stations"]
    printer = next(one["printer"]["id"] for one in stations if one["code"] == station)
    listed = lead.page.evaluate(ask, f"/api/printers/{printer}/papers")["papers"]
    return [Paper(one["n"], fetch(lead, one["url"])) for one in listed]


def fetch(screen: Screen, url: str) -> Image.Image:
    body = screen.context.request.get(screen.served.url + url).body()
    return Image.open(io.BytesIO(body))


def wait_for_paper(lead: Screen, matching: str, seconds: float = 20) -> list[str]:
    """The codes of the first paper on which one matches the pattern, decoded from its picture."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for paper in papers(lead):
            codes = paper.codes()
            if any(re.search(matching, code) for code in codes):
                return codes
        time.sleep(0.2)
    raise AssertionError(f"no paper with {matching}: {[paper.codes() for paper in papers(lead)]}")


def run_cli(url: str, var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"DATABASE_URL": url, "WAVECARD_VAR": str(var), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "app.cli", *arguments]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(command, env=env, cwd=root, capture_output=True, text=True, timeout=120)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as got:
        return str(got.read().decode())
