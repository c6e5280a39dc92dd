"""A picker's walk on the shared house: the order comes, the walk starts, and at its end nothing is lost."""

import itertools
from typing import Any

from playwright.sync_api import Browser

from app import checking
from app.lead.reading import UNKNOWN
from app.lead.telling import QUIET, tell
from app.ops.models import Operation
from app.orders.importing import Wish, import_files
from app.orders.models import Order
from app.timeline.models import Entry
from app.waves.models import Pick, Task
from tests.bundled import wait_for
from tests.journeys import work
from tests.journeys.floor import PDA, House, Screen

TOTES = (f"T-{number:04d}" for number in itertools.count(1))
WHOLE_WALK = "() => fetch('/api/walk').then((answer) => answer.json())"
KEPT_PICKS = """() => new Promise((done) => {
  const opening = indexedDB.open('wavecard')
  opening.onsuccess = () => {
    const asked = opening.result.transaction('walk').objectStore('walk').get('walk')
    asked.onsuccess = () => {
      opening.result.close()
      done(asked.result && asked.result.walk.started ? asked.result.walk.picks.length : 0)
    }
  }
})"""


def order_comes(house: House, ref: str, lines: list[dict[str, Any]], **told: Any) -> Order:
    """An urgent order, taken in by this process as `wavecard import` does it."""
    told = {"lines": lines, "remark": "", "wants": []} | told
    done = import_files([work.urgent_order(house.var / f"{ref}.json", ref, **told)], Wish())
    assert (done.created, done.broken, done.wrong) == (1, [], [])
    return Order.get(Order.channel_ref == ref)


class Walk:
    """王芳's walk of one order, on a handheld that reaches the server by `url`."""

    def __init__(self, house: House, pda: Screen) -> None:
        self.house, self.pda = house, pda
        self.picks: list[dict[str, Any]] = []
        self.task_id = 0

    @classmethod
    def begins(cls, house: House, pda: Screen) -> "Walk":
        """Signed in, the offer taken, a tote in every slot, the whole walk on the device."""
        walk = cls(house, pda)
        pda.pair()
        walk.enter()
        pda.is_at("offer")
        work.start_walk(pda, TOTES)
        pda.is_at("pick")
        told = pda.page.evaluate(WHOLE_WALK)["walk"]
        walk.picks, walk.task_id = told["picks"], told["head"]["task_id"]
        wait_for(lambda: pda.page.evaluate(KEPT_PICKS) == len(walk.picks), "the whole walk on the device")
        return walk

    def enter(self) -> None:
        person = self.house.people["王芳"]
        self.pda.enter(person.badge, person.pin)

    def pick(self, first: int, last: int) -> None:
        """Stops `first` up to `last`, all units of each."""
        for pick in self.picks[first:last]:
            where = f".where[aria-label='{pick['location']}']"
            self.pda.page.locator(where).wait_for(state="attached", timeout=15_000)
            if pick["check_location"] and not pick["location_ok"]:
                self.pda.scan(pick["location"])
                pick["location_ok"] = True
            for _ in range(pick["qty"]):
                self.pda.scan(pick["barcodes"][0])

    def unload(self) -> None:
        self.pda.is_at("unload")
        self.pda.scan("ST-1")

    def came_through(self) -> None:
        """Each unit once, nothing asked for twice, and the house in order."""
        states = [(pick.state, pick.done_qty == pick.qty) for pick in self.list_picks()]
        assert states == [("picked", True)] * len(self.picks)
        task = Task.get_by_id(self.task_id)
        assert task.state == "done"
        scans = Operation.select().where(Operation.kind == "pick.scan", Operation.at > task.started_at)
        assert scans.count() == sum(pick["qty"] for pick in self.picks)
        in_order()

    def list_picks(self) -> list[Pick]:
        return list(Pick.select().where(Pick.task == self.task_id))


def in_order() -> None:
    """What `wavecard check` says; and the timeline names all that it tells of."""
    assert checking.list_problems() == []
    entries = list(Entry.select().where(Entry.what.not_in(QUIET)))
    assert [told for told in tell(entries, "zh-CN") if UNKNOWN in told["text"]] == []


def keeps_nothing_personal(pda: Screen) -> None:
    """Storage and caches hold the walk, and no name, phone, street or word of a remark."""
    stored = pda.stored()
    assert "pick_id" in stored
    for secret in (work.BUYER["name"], work.BUYER["phone"], work.STREET, "护士站", "13900139000"):
        assert secret not in stored


def begins_here(house: House, browser: Browser, ref: str, lines: list[dict[str, Any]], url: str = "") -> Walk:
    order_comes(house, ref, lines, remark=work.REMARK)
    return Walk.begins(house, house.open(browser, PDA, url))
