"""Run a day: a scratch house, its crew on virtual time, until every order has left."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app import checking
from app.contracts.tiers import get_site
from app.orders.draft import OrderDraft
from app.simulation.figures import Result, measure
from app.simulation.floor import Floor
from app.simulation.house import furnish
from app.simulation.place import Place
from app.simulation.scene import Scene
from app.simulation.virtual import Steps, VirtualTime
from app.timeline import following

Progress = Callable[[int, int, datetime], None]  # orders that left, of how many, the virtual time
DAY_S = 86_400.0


def no_progress(done: int, of: int, at: datetime) -> None:
    return None


def midnight_before(at: datetime) -> datetime:
    """The local midnight at which a simulated day begins."""
    zone = ZoneInfo(get_site().zone)
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def simulate(scene: Scene, drafts: Sequence[OrderDraft], progress: Progress = no_progress) -> Result:
    """What becomes of these orders. To be called inside `house.scratch()`."""
    began = time.perf_counter(), time.process_time()
    arrivals = [draft.paid_at or draft.ordered_at for draft in drafts]
    start = midnight_before(min(arrivals))
    longest_s = (max(arrivals) - start).total_seconds() + scene.days_after * DAY_S
    house = furnish(scene, drafts, start)
    env = VirtualTime(start)
    place = Place(env, scene, len(drafts))
    floor = Floor(place, house, drafts)
    problems: list[str] = []
    env.process(_nights(env, problems))
    env.process(_tell(place, progress))
    env.run(place.over | env.timeout(longest_s))
    problems += checking.list_problems()
    took = time.perf_counter() - began[0], time.process_time() - began[1]
    return measure(place, floor.shift, problems, took)


def _nights(env: VirtualTime, problems: list[str]) -> Steps:
    """What must always be true is looked at every midnight; yesterday's changes are pruned."""
    while True:
        yield env.timeout(DAY_S)
        problems += checking.list_problems()
        following.prune()


def _tell(place: Place, progress: Progress) -> Steps:
    while True:
        progress(place.done, place.orders, place.env.at(place.env.now))
        yield place.env.timeout(timedelta(minutes=5).total_seconds())
