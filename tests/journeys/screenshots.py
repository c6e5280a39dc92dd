"""`make screenshots`: every screen of the running app, and three papers, into docs/screens/ and its page."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests import bundled
from tests.journeys.floor import open_house
from tests.journeys.pictures import Album
from tests.journeys.tour import Tour

DOCS = bundled.ROOT / "docs"
GROUPS = {
    "Handheld": {
        "pair": "A new handheld is paired",
        "sign_in": "Badge",
        "pin": "PIN",
        "idle": "Nothing to do yet",
        "offer": "An urgent order, its time running",
        "offer-en": "The same in English",
        "totes": "A tote for each order",
        "pick": "A stop of the walk",
        "pick-en": "The same in English",
        "wrong_item": "Another item was scanned",
        "short": "Fewer on the shelf than promised",
        "unload": "The walk is done",
        "pick_strip": "Meanwhile an urgent order waits",
        "interrupt": "The order was cancelled during the walk",
    },
    "Packing bench": {
        "station": "Which bench",
        "pack_open": "What waits here",
        "pack_check": "Step 1: every item is scanned",
        "pack_add": "Step 2: what the order asks for",
        "pack_print": "Step 3: the carrier and why",
        "pack_label": "The printed label is scanned back",
        "stop": "The address changed: the old label is void",
        "stop_new": "The new label replaces it",
        "pack_close": "Closed",
        "handover": "Hand-over to a carrier",
        "handover_scanned": "A parcel left",
    },
    "Shift lead": {
        "lead": "The live queue, and who walks what",
        "lead-en": "The same in English",
        "lead_order": "An order from end to end",
        "lead_address": "Its address changes",
        "lead_address_check": "Old beside new before it counts",
        "lead_cancel": "Cancelled with a reason",
        "printers": "Printers and their papers",
    },
    "Customer": {"tracking": "What the voucher's QR code opens"},
    "Paper": {
        "paper_packing_slip": "Packing slip",
        "paper_parcel_label": "Label after an address change",
        "paper_voucher": "Voucher for the customer",
    },
}
WIDTHS = {"Handheld": 200, "Packing bench": 200, "Shift lead": 480, "Customer": 200, "Paper": 240}
NAMES = [name for group in GROUPS.values() for name in group]


@contextmanager
def chromium() -> Iterator[Browser]:
    exe, env = bundled.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=exe, env={**os.environ, **env}, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wavecard-", ignore_cleanup_errors=True) as var:
        yield Path(var)


def page_of_all() -> str:
    lines = ["# All screens", "", "Made by `make screenshots` from the running app.", ""]
    for group, names in GROUPS.items():
        lines += [f"## {group}", ""]
        for name, caption in names.items():
            lines += [f'<img src="screens/{name}.png" width="{WIDTHS[group]}" alt="{caption}">']
        lines += ["", " · ".join(names.values()), ""]
    return "\n".join(lines).rstrip() + "\n"


def take_all(folder: Path) -> None:
    album = Album(folder / "screens", NAMES)
    with scratch() as var, open_house(var) as house, chromium() as browser:
        Tour(house, browser, album).take()
    assert not album.missing(), f"no picture of {', '.join(album.missing())}"
    (folder / "screens.md").write_text(page_of_all(), "utf-8")


def main() -> None:
    try:
        take_all(DOCS)
    except (AssertionError, BrowserError, OSError, bundled.Missing) as error:
        sys.exit(f"\nscreenshots: {' '.join(str(error).split())[:300]}")
    print(f"\r{len(NAMES)} pictures in {DOCS / 'screens'}")


if __name__ == "__main__":
    main()
