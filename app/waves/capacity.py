"""What the floor can do, measured, and what of the waiting orders it will not manage in time.

Capacity: picks an hour and picker, from the walks finished in the last MEASURED (from offer to set-down:
walking, searching, answering), times the pickers at work. Before LEAST_WALKS are finished: DEFAULT_PICKS_H.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app import clock, db
from app.clock import from_ms, to_ms
from app.contracts.promising import open_share
from app.contracts.tiers import get_site, list_tiers
from app.orders.models import NEVER, Order, OrderLine
from app.people import presence
from app.prepared import Prepared, given
from app.stock.sql import run
from app.waves.forecasting import Backlog, Crew, Late, Part, must_lift, with_help
from app.waves.models import Task
from app.waves.ranking import RESCUE_ALL, RESCUE_BEFORE
from app.waves.states import LIVE

MEASURED = timedelta(hours=8)  # a shift: a slow floor ends few walks in less
LEAST_WALKS = 3
DEFAULT_PICKS_H = 60.0
SAMPLED = 100  # orders whose lines are counted, the most pressing of each tier
QUARTER_MS = 900_000
KEPT = timedelta(seconds=15)
BELIEVED = timedelta(minutes=5)  # who dispatches looks every KEPT

DONE = Prepared(
    lambda: Task.select(Task.stops, Task.offered_at, Task.done_at).where(Task.done_at > given("since_ms"))
)
IN_HAND = Prepared(lambda: Task.select(Task.state, Task.stops).where(Task.state.in_(("queued", *LIVE))))
PRESSING = Prepared(
    lambda: (
        Order.select(Order.id)
        .where(Order.state == "ready", Order.tier == given("tier"), Order.blocked == False)  # noqa: E712
        .order_by(Order.start_by_at)
        .limit(SAMPLED)
    )
)
BY_QUARTER = """
SELECT {column} / 900000, COUNT(*) FROM "order"
WHERE state = 'ready' AND tier = ? AND blocked = ? AND {column} < ? GROUP BY 1"""


@dataclass(frozen=True)
class Outlook:
    """`measured`: from so many finished walks; 0: by the documented default. `lifts`: there is not time for
    both, so all promotions go before merged orders whose wait ends.
    """

    crew: Crew
    measured: int
    late: list[Late]
    lifts: bool = False


def get_outlook() -> Outlook:
    """As it was seen at most KEPT ago: it is asked for by every screen, and reads all that waits."""
    global _kept
    made, at, outlook = _kept
    if made is db.database.obj and timedelta() <= clock.now() - at < KEPT:
        return outlook
    outlook = look_ahead()
    _kept = (db.database.obj, clock.now(), outlook)
    return outlook


def look_ahead() -> Outlook:
    """Nothing is foreseen while nobody picks: there is no capacity to tell of."""
    crew, measured = measure()
    if not crew.pickers:
        return Outlook(crew, measured, [])
    site = get_site()
    backlog, now = read_backlog(), clock.now()

    def is_open(begins: datetime, ends: datetime) -> float:
        return open_share(site, begins, ends)

    late = with_help(backlog, crew, is_open, now)
    return Outlook(crew, measured, late, must_lift(backlog, crew.pickers * crew.each_h, is_open, now))


def rescue_before() -> timedelta:
    """How long before its last safe start a promotion order is lifted, as the floor was last seen."""
    made, at, outlook = _kept
    lifts = made is db.database.obj and outlook.lifts and clock.now() - at < BELIEVED
    return RESCUE_ALL if lifts else RESCUE_BEFORE


def measure() -> tuple[Crew, int]:
    """The pickers at work and their pace, and from how many finished walks that is."""
    walks = [walk for walk in DONE.list(since_ms=to_ms(clock.now() - MEASURED)) if walk.offered_at]
    hours = sum((walk.done_at - walk.offered_at).total_seconds() for walk in walks) / 3600
    pickers = len(presence.list_working("picking"))
    if len(walks) < LEAST_WALKS or hours <= 0:
        return Crew(pickers, DEFAULT_PICKS_H), 0
    return Crew(pickers, max(1.0, sum(walk.stops for walk in walks) / hours)), len(walks)


def read_backlog() -> Backlog:
    """Waiting orders by quarter of an hour, counted off the queue's own indexes."""
    parts: dict[str, list[Part]] = {"pinned": [], "newest-paid-first": [], "waves": []}
    picks: dict[str, float] = dict.fromkeys(parts, 1.0)
    for tier in list_tiers():
        parts[tier.queue] += _parts_of(tier.code, tier.queue)
        picks[tier.queue] = max(picks[tier.queue], _picks_an_order(tier.code))
    in_hand = sum(task.stops if task.state == "queued" else task.stops / 2 for task in IN_HAND.list())
    return Backlog(parts, picks, in_hand)


def _parts_of(tier: str, how: str) -> list[Part]:
    if how != "waves":
        return _count("start_by_at", tier, NEVER)
    pressing = _count("start_by_at", tier, clock.now() + timedelta(hours=4))
    waiting = _count("release_by_at", tier, NEVER)
    return pressing + _without(waiting, sum(part.orders for part in pressing))


def _without(parts: list[Part], orders: float) -> list[Part]:
    """What presses by its cutoff is not counted by its wait again: so many fewer, of the latest."""
    kept = []
    for part in sorted(parts, key=lambda part: part.due_at, reverse=True):
        taken = min(orders, part.orders)
        orders -= taken
        kept.append(Part(part.due_at, part.orders - taken))
    return kept


def _count(column: str, tier: str, before: datetime) -> list[Part]:
    rows = run(BY_QUARTER.format(column=column), tier, False, to_ms(before))
    return [Part(from_ms(quarter * QUARTER_MS), orders) for quarter, orders in rows]


def _picks_an_order(tier: str) -> float:
    sample = [row.id for row in PRESSING.list(tier=tier)]
    lines = OrderLine.select().where(OrderLine.order.in_(sample)).count() if sample else 0
    return lines / len(sample) if sample else 1.0


def forget() -> None:
    global _kept
    _kept = (None, NEVER, Outlook(Crew(0, DEFAULT_PICKS_H), 0, []))


_kept: tuple[Any, datetime, Outlook] = (None, NEVER, Outlook(Crew(0, DEFAULT_PICKS_H), 0, []))
