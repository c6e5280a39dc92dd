"""Every card of the handheld in a browser without a server: the built files, and fixtures for answers."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize

from tests.bundled import ROOT, node
from tests.journeys.floor import PATIENT

DIST = ROOT / "static/dist"
URL = "http://handheld.test/"
TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
PEOPLE = {"zh-CN": "李小芳", "en": "Ann Lee"}
CARDS = """import('vite').then(async (vite) => {
  const file = await vite.runnerImport('./static/src/dev/cards.ts', { configFile: false })
  const { CARDS, STRIP } = file.module
  const all = ['', '2', '3', '4', '5'].flatMap((n) => Object.keys(CARDS).map((name) => name + n))
  const card = (name, en) => CARDS[name.replace(/[0-9]$/, '')](en, name)
  const of = (en) => Object.fromEntries(all.map((name) => [name, card(name, en)]))
  const strip = { 'zh-CN': STRIP(false), en: STRIP(true) }
  console.log(JSON.stringify({ 'zh-CN': of(false), en: of(true), strip }))
})"""
AFRESH = """(all) => new Promise((done) => {
  localStorage.clear()
  for (const key in all) localStorage.setItem(key, all[key])
  indexedDB.deleteDatabase('wavecard').onsuccess = done
}).then(() => 0)"""
# the app asks the server for a screen at most every 250 ms: here nothing is to be spared
SOONER = """const later = window.setTimeout
window.setTimeout = (f, ms, ...more) => later(f, ms === 250 ? 5 : ms, ...more)"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))"


def read_cards() -> dict[str, Any]:
    """The fixtures of `static/src/dev/cards.ts` by language and name; `pick2` is another of `pick`."""
    told = subprocess.run([node(), "-e", CARDS], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr[-500:]
    cards: dict[str, Any] = json.loads(told.stdout)
    return cards


def names_of(cards: dict[str, Any]) -> list[str]:
    """Cards that differ from the one before of their screen by more than the time."""
    shown = {name: re.sub(r"\d{4}-\d\d-\d\dT[^\"]*", "", json.dumps(card)) for name, card in cards.items()}
    before = {name: re.sub(r"\d$", "", name) for name in cards}
    return [name for name in cards if name == before[name] or shown[name] != shown[before[name]]]


@dataclass
class Gallery:
    page: Page
    cards: dict[str, Any]
    state: dict[str, Any] = field(default_factory=dict)
    cursor: int = 0

    def open(
        self, looks: dict[str, Any] | None = None, *, signed_in: bool = True, paired: bool = True
    ) -> None:
        self.page.goto(URL + "empty")
        keep = {"wavecard.looks": json.dumps(looks)}
        keep |= {"wavecard.device_token": "t"} if paired else {}
        keep |= {"wavecard.by": "b"} if signed_in else {}
        if not signed_in:
            self.state = {}
        self.page.evaluate(AFRESH, keep)
        self.page.goto(URL)
        self.page.wait_for_selector(".app .screen")

    def set(self, name: str, lang: str, card: dict[str, Any] | None = None, strip: bool = False) -> None:
        """What the server says from now on."""
        self.cursor += 1
        self.state = {
            "screen": name.rstrip("0123456789"),
            "card": card or self.cards[lang][name],
            "strip": self.cards["strip"][lang] if strip else None,
            "operator": {"id": 1, "name": PEOPLE[lang]},
            "roles": ["picker", "packer", "lead"],
            "work": "picking",
            "lang": lang,
            "now": None,
            "zone": "Asia/Shanghai",
            "cursor": self.cursor,
        }

    def show(self, name: str, lang: str, card: dict[str, Any] | None = None, strip: bool = False) -> None:
        self.set(name, lang, card, strip)
        with self.page.expect_response("**/api/screen"):
            self.page.evaluate("() => setTimeout(() => window.dispatchEvent(new Event('online')), 20)")
        self.page.wait_for_selector(f".app[data-screen={self.state['screen']}]")
        self.page.evaluate(DRAWN)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(URL).partition("?")[0]
        if path in ("", "empty"):
            return route.fulfill(body=shell() if path == "" else "<!doctype html>", content_type="text/html")
        if path == "api/screen" and self.state:
            return route.fulfill(json=self.state)
        if path == "api/ops":
            done = {"ok": True, "message": None, "attention": None, **self.state}
            return route.fulfill(
                json=[done | {"op_id": op["op_id"]} for op in route.request.post_data_json or []]
            )
        if path == "api/walk":
            return route.fulfill(json={"walk": None, "remarks": {}, "now": None, "zone": "Asia/Shanghai"})
        file = DIST / path.removeprefix("static/dist/")
        if file.is_file() and DIST in file.parents:
            return route.fulfill(path=file, content_type=TYPES.get(file.suffix))
        return route.fulfill(status=401, json={"code": "denied", "message": "", "details": None})


HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Wavecard</title>'
MAIN = "static/src/handheld/main.ts"


def shell() -> str:
    """What `templates/handheld/index.html` says, without its server."""
    chunks = json.loads((DIST / ".vite/manifest.json").read_text())
    entry = chunks[MAIN]
    styles = [css for key in (MAIN, *entry["imports"]) for css in chunks[key].get("css", [])]
    links = "".join(f'<link rel="stylesheet" href="/static/dist/{css}">' for css in styles)
    script = f'<script type="module" src="/static/dist/{entry["file"]}"></script>'
    body = '<body><div id="app"></div></body>'
    return f'<!doctype html><html lang="zh-CN"><head>{HEAD}{links}{script}</head>{body}</html>'


def hung_in(context: BrowserContext) -> Gallery:
    context.add_init_script(SOONER)
    context.add_init_script(PATIENT)
    one = Gallery(context.new_page(), read_cards())
    context.route(URL + "**", one.answer)
    return one


@contextmanager
def gallery(browser: Browser, size: ViewportSize) -> Iterator[Gallery]:
    context = browser.new_context(viewport=size, service_workers="block", timezone_id="Asia/Shanghai")
    yield hung_in(context)
    context.close()
