"""An urgent order imported while a picker is mid-walk joins the walk, and packing gets both orders."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.floor import BENCH, PDA, House, open_house, run_cli
from tests.journeys.work import pick_one, start_walk, urgent_order, walk

pytestmark = [pytest.mark.served, pytest.mark.timeout(300)]
STOPS = [{"sku": f"WC-{number:03d}", "qty": 1} for number in (1, 4, 7, 10, 13, 16)]
WITHIN_MS = 2000


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as made:
        yield made
        made.close_screens()


def take_in(house: House, ref: str, **told: object) -> None:
    imported = run_cli(house, "import", str(urgent_order(house.var / f"{ref}.json", ref, **told)))
    assert imported.returncode == 0, imported.stderr


def test_an_urgent_order_joins_the_walk_and_both_reach_packing(house: House, browser: Browser) -> None:
    take_in(house, "C-1", customer_group="", lines=STOPS)
    pda = house.sign_in(browser, "王芳", PDA)
    card = walk(pda, start_walk(pda, ["T-0001"]), stops=1)
    ordinary = card["order_nos"]
    take_in(house, "A-1", lines=[{"sku": "WC-013", "qty": 2}])
    strip = pda.page.locator(".strip")
    expect(strip).to_contain_text("加入这一趟", timeout=WITHIN_MS)
    shown = pda.told()
    assert (shown["screen"], shown["card"]["pick_id"]) == ("pick", card["pick_id"]), "the stop in hand stays"
    assert shown["card"]["progress"]["of"] == len(STOPS) + 1
    while (shown := pda.told())["screen"] == "pick":
        before = shown["card"]["progress"]["done"]
        pick_one(pda, shown["card"])
        pda.wait_while(lambda screen, now, done=before: screen == "pick" and now["progress"]["done"] == done)
    expect(pda.page.locator(".joined")).to_contain_text("多 1 站，多走 0 米")
    pda.scan("T-0002")
    walk(pda, pda.wait_for("pick"))
    pda.scan("ST-1")
    pda.wait_for("idle")
    bench = house.sign_in(browser, "刘洋", BENCH)
    bench.wait_for("station")
    bench.scan("ST-1")
    waiting = {one["order_no"]: one["totes"] for one in bench.wait_for("pack_open")["waiting"]}
    assert sorted(waiting.values()) == [["T-0001"], ["T-0002"]]
    assert set(ordinary) < set(waiting)
    assert pda.problems == []
    checked = run_cli(house, "check")
    assert checked.returncode == 0, checked.stdout
