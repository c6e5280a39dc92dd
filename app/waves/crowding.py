"""How much is going on in each part of the floor, and whether one walk more still helps.

Released walks are limited a zone (pull: CONWIP, Spearman, Woodruff & Hopp 1990), walkers a narrow aisle, so
that carts do not stand in each other's way (Gue, Meller & Skufca 2006).
"""

from collections import Counter
from dataclasses import dataclass, field

from peewee import fn

from app.contracts.tiers import get_site
from app.people import presence
from app.prepared import Prepared
from app.stock.models import Location
from app.waves.models import Pick, Task
from app.waves.states import LIVE
from app.waves.suiting import Needs

NARROW_PICKERS = 2  # at once in a narrow aisle, unless the site says otherwise
LEAST_WALKS = 4  # a zone takes so many walks in any case
WALKS_A_PICKER = 2  # one in hand and one that waits, unless the site says otherwise

UNDERWAY = Prepared(lambda: Task.select(Task.state, Task.needs).where(Task.state.in_(("queued", *LIVE))))


@dataclass
class Crowd:
    """Walks released and not done by zone; pickers with stops left in a narrow aisle by aisle."""

    pickers: int = 0
    queued: int = 0
    walks: Counter[str] = field(default_factory=Counter)
    walkers: Counter[int] = field(default_factory=Counter)
    most_walks: dict[str, int] = field(default_factory=dict)
    most_walkers: int = NARROW_PICKERS

    def has_room(self, needs: Needs) -> bool:
        """Whether another walk may be released into its zones."""
        return all(self.walks[zone] < self._limit(zone) for zone in needs.zones or ("",))

    def may_enter(self, needs: Needs) -> bool:
        """Whether its narrow aisles take another picker."""
        return all(self.walkers[aisle] < self.most_walkers for aisle in needs.narrow)

    def add(self, needs: Needs) -> None:
        self.queued += 1
        self.walks.update(needs.zones or ("",))

    def enter(self, needs: Needs) -> None:
        self.queued -= 1
        self.walkers.update(needs.narrow)

    def _limit(self, zone: str) -> int:
        return self.most_walks.get(zone, max(LEAST_WALKS, WALKS_A_PICKER * self.pickers))


def look() -> Crowd:
    settings = get_site().settings or {}
    crowd = Crowd(
        pickers=len(presence.list_working("picking")),
        most_walks=settings.get("zone_walks", {}),
        most_walkers=settings.get("narrow_pickers", NARROW_PICKERS),
    )
    narrow = False
    underway = UNDERWAY.list()
    for task in underway:
        needs = Needs.from_json(task.needs)
        crowd.walks.update(needs.zones or ("",))
        crowd.queued += task.state == "queued"
        narrow = narrow or bool(needs.narrow)
    crowd.pickers = max(crowd.pickers, len(underway) - crowd.queued)  # walks left in hand stop nobody
    if narrow:
        crowd.walkers.update(dict(_walkers()))
    return crowd


def _walkers() -> list[tuple[int, int]]:
    """Pickers who still have stops in a narrow aisle."""
    query = Pick.select(Location.aisle, fn.COUNT(Pick.task.distinct())).join(Location).switch(Pick).join(Task)
    query = query.where(Task.state.in_(LIVE), Pick.state == "open", Location.narrow)
    return list(iter(query.group_by(Location.aisle).tuples().execute()))
