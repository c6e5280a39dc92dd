"""The build in real Chromium 70, 73 and 87: sign in, walk, lose the network, start again, come back."""

from pathlib import Path
from typing import Any

import pytest

from app.ops.models import Operation
from app.people import pairing
from app.waves.models import Pick, Task
from tests.journeys import old_browsers
from tests.journeys.floor import House
from tests.journeys.old_browsers import OldScreen
from tests.journeys.walks import TOTES, order_comes
from tests.journeys.wire import Wire, wired

pytestmark = [pytest.mark.served, pytest.mark.timeout(180)]
STOPS = 6
LINES = [{"sku": f"WC-{number:03}", "qty": 1 + number % 2} for number in range(1, STOPS + 1)]
WHOLE_WALK = "fetch('/api/walk').then((answer) => answer.json())"
KEPT_WALK = """new Promise((done) => {
  const opening = indexedDB.open('wavecard')
  opening.onsuccess = () => {
    const asked = opening.result.transaction('walk').objectStore('walk').get('walk')
    asked.onsuccess = () => { opening.result.close(); done(!!asked.result && asked.result.walk.started) }
  }
})"""


@pytest.mark.parametrize("major", sorted(old_browsers.PACKAGES))
def test_a_walk_is_finished_in_a_dead_spot_and_after_a_restart(
    house: House, major: int, tmp_path: Path
) -> None:
    order_comes(house, f"OLD-{major}", LINES)
    scans_before = count_scans()
    with wired(house.served.port) as wire, old_browsers.opened(major, tmp_path) as pda:
        enters(pda, house, wire)
        walk = starts(pda, next(TOTES))
        pick_all(pda, walk["picks"][:2])
        pda.sees("全部已确认")
        pda.wait_for(KEPT_WALK)
        wire.cut()
        pda.sees("未连接")
        pick_all(pda, walk["picks"][2:4])
        units = sum(pick["qty"] for pick in walk["picks"][2:4])
        pda.sees(f"本机已存 {units} 条")  # what is counted as saved outlives the page, and nothing else
        pda.goto(f"{wire.url}/")
        pda.shows("pick")
        pick_all(pda, walk["picks"][4:])
        pda.shows("unload")
        pda.scan("ST-1")
        pda.shows("walk_done")
        assert Pick.select().where(Pick.task == walk["head"]["task_id"], Pick.state == "picked").count() == 2
        wire.mend()
        pda.sees("全部已确认", seconds=60)
        pda.shows("idle")
        assert pda.devtools.problems == []
    came_through(walk)
    assert count_scans() - scans_before == sum(pick["qty"] for pick in walk["picks"])


def count_scans() -> int:
    return int(Operation.select().where(Operation.kind == "pick.scan").count())


def enters(pda: OldScreen, house: House, wire: Wire) -> None:
    person = house.people["王芳"]
    code, _ = pairing.make_code()
    pda.goto(f"{wire.url}/#pair={code}")
    pda.sees("对准工牌上的条码")
    pda.wait_for("navigator.serviceWorker.ready.then((ready) => !!ready.active)")
    pda.scan(person.badge)
    for digit in person.pin:
        pda.tap(".keypad button", digit)


def starts(pda: OldScreen, tote: str) -> dict[str, Any]:
    pda.shows("offer")
    pda.tap(".offer button.main")
    pda.shows("totes")
    pda.scan(tote)
    pda.shows("pick")
    walk: dict[str, Any] = pda.evaluate(WHOLE_WALK)["walk"]
    return walk


def is_at(pda: OldScreen, pick: dict[str, Any]) -> None:
    pda.wait_for(f"!!document.querySelector('.where[aria-label=\"{pick['location']}\"]')")


def pick_all(pda: OldScreen, picks: list[dict[str, Any]]) -> None:
    for pick in picks:
        is_at(pda, pick)
        for _ in range(pick["qty"]):
            pda.scan(pick["barcodes"][0])


def came_through(walk: dict[str, Any]) -> None:
    task_id = walk["head"]["task_id"]
    picks = list(Pick.select().where(Pick.task == task_id))
    assert [(pick.state, pick.done_qty == pick.qty) for pick in picks] == [("picked", True)] * STOPS
    assert Task.get_by_id(task_id).state == "done"
