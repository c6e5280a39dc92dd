"""A handheld on a slow processor: from the scanner's Enter to the beep, from a tap to its paint.

The built files in Chromium over fixtures, no server: python -m tests.bench screens [SLOWER] (default 4)
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests import bundled
from tests.journeys.floor import PDA
from tests.journeys.gallery import Gallery, hung_in

SCANS, WRONG, ROUNDS = 60, 20, 6
CODE = "6901234567892"
MEASURE = """
window.felt = []; window.entered = []; window.painted = []
navigator.vibrate = (pulses) => { felt.push([performance.now(), pulses]); return true }
const hear = (event) => { if (event.key === 'Enter') entered.push(event.timeStamp) }
document.addEventListener('keydown', hear, true)
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.interactionId) painted.push([one.interactionId, one.duration])
}).observe({ type: 'event', durationThreshold: 16 })
"""
FELT = """() => {
  const [[at, pulses]] = felt, took = at - entered[0]
  felt = []; entered = []
  return [took, pulses.length]
}"""
OK, NOT_OK = 1, 3  # pulses


def slow(page: Page, times: float) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def told(name: str, taken: list[float], share: float, limit: float) -> None:
    ordered = sorted(taken)
    at = ordered[min(len(ordered) - 1, int(len(ordered) * share))]
    half = ordered[len(ordered) // 2]
    print(
        f"{name}: p50 {half:.0f} ms, p{share * 100:.0f} {at:.0f} ms of {len(taken)} (promised: {limit:.0f})"
    )


def scan(page: Page, code: str, pulses: int) -> float:
    """Milliseconds from Enter to the vibration, which must be the right one; the sound starts with it."""
    page.keyboard.type(code + "\n")
    page.wait_for_function("() => felt.length > 0 && entered.length > 0")
    took, felt = page.evaluate(FELT)
    assert felt == pulses, f"{felt} pulses at {code}"
    return float(took)


def scan_right(pda: Gallery) -> list[float]:
    """The operation is on the disk before the beep."""
    pda.show("pick", "zh-CN", pda.cards["zh-CN"]["pick"] | {"qty": 9999})
    return [scan(pda.page, CODE, OK) for _ in range(SCANS)]


def scan_wrong(pda: Gallery) -> list[float]:
    taken = []
    for _ in range(WRONG):
        taken.append(scan(pda.page, "6900000000000", NOT_OK))
        pda.page.locator(".alarm button.main").click()
        pda.page.wait_for_timeout(100)
    return taken


def tap(page: Page, what: str) -> None:
    page.locator(what).first.click()
    page.wait_for_timeout(300)


def paints(pda: Gallery) -> list[float]:
    """Milliseconds from a tap to the frame that shows its effect, as Event Timing tells; none is below 16."""
    pda.show("pick", "zh-CN")
    pda.page.evaluate("() => painted.splice(0)")
    taps = 0
    close = ".sheet:visible .icon-button"
    for _ in range(ROUNDS):
        keys = [f".sheet:visible .keypad button:nth-child({n})" for n in (1, 5, 12)]
        for what in (".exits button:nth-child(1)", *keys, close, ".exits button:nth-child(3)", close):
            tap(pda.page, what)
            taps += 1
        for what in (".status-menu", close, ".prompt-type", close):
            tap(pda.page, what)
            taps += 1
    entries: list[Any] = pda.page.evaluate("() => painted")
    longest: dict[int, float] = {}
    for interaction, took in entries:
        longest[interaction] = max(took, longest.get(interaction, 0))
    return [*longest.values(), *[16.0] * (taps - len(longest))]


@contextmanager
def with_a_disk() -> Iterator[Gallery]:
    """A browser with a profile: what an incognito window keeps in memory is written to the disk."""
    exe, env = bundled.chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=exe,
            env={**os.environ, **env},
            args=["--no-sandbox"],
            viewport=PDA,
            service_workers="block",
        )
        yield hung_in(context)
        context.close()


def main(words: list[str]) -> None:
    times = float(words[0]) if words else 4
    with with_a_disk() as pda:
        pda.page.add_init_script(MEASURE)
        pda.set("idle", "zh-CN")
        pda.open({})
        slow(pda.page, times)
        print(f"a processor {times:.0f} times slower")
        told("scan to beep, right item", scan_right(pda), 0.95, 100)
        told("scan to beep, wrong item", scan_wrong(pda), 0.95, 100)
        told("tap to paint", paints(pda), 0.75, 200)
