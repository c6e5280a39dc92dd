"""What the floor can do, measured, and what of the waiting orders it will not manage in time.

Capacity: picks an hour and picker, from the walks finished in the last MEASURED, or else the LEAST_WALKS
before them (from offer to set-down: walking, searching, answering), and from what walks in hand have come to:
a slow floor shows before its first walk ends. Until LEAST_WALKS are finished DEFAULT_PICKS_H counts as well,
for DEFAULT_COUNTS_H hours. Times the pickers at work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from peewee import JOIN, fn

from app import clock, db
from app.clock import from_ms, to_ms
from app.contracts.promising import open_share
from app.contracts.tiers import get_site, list_tiers
from app.orders.models import NEVER, Order, OrderLine
from app.people import presence
from app.prepared import Prepared, given
from app.stock.sql import run
from app.waves.forecasting import Backlog, Crew, Late, Part, with_help
from app.waves.models import Pick, Task
from app.waves.ranking import RESCUE_ALL, RESCUE_BEFORE
from app.waves.states import LIVE

MEASURED = timedelta(hours=8)  # a shift: a slow floor ends few walks in less
LEAST_WALKS = 3
DEFAULT_PICKS_H = 60.0
DEFAULT_COUNTS_H = 1 / 3
SINCE = timedelta(days=3)  # a pace of long ago says little: over a weekend it is kept
SAMPLED = 100  # orders whose lines are counted, the most pressing of each tier
QUARTER_MS = 900_000
KEPT = timedelta(seconds=15)
BELIEVED = timedelta(minutes=5)  # who dispatches looks every KEPT

DONE = Prepared(
    lambda: (
        Task.select(Task.stops, Task.offered_at, Task.done_at)
        .where(Task.done_at > given("since_ms"))
        .order_by(Task.done_at.desc())
        .limit(given("limit"))
    )
)
MOST_WALKS = 1000
BEGUN = Prepared(
    lambda: (
        Task.select(Task.offered_at, fn.COUNT(Pick.id).alias("stops"))
        .join(Pick, JOIN.LEFT_OUTER, on=(Pick.task == Task.id) & (Pick.state != "open"))
        .where(Task.state == "started", Task.offered_at < given("before_ms"))
        .group_by(Task.id, Task.offered_at)
    )
)
BEGUN_FOR = timedelta(minutes=10)  # a walk in hand says something after that
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


@dataclass(unsafe_hash=True)
class Hours:
    """When the site is open: a Place of contracts.promising."""

    zone: Any
    opens: Any
    closes: Any
    closed_on: Any
    settings: Any = None


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
    site, backlog = get_site(), read_backlog()
    hours = Hours(site.zone, site.opens, site.closes, tuple(site.closed_on or ()))

    def is_open(begins: datetime, ends: datetime) -> float:
        return _share_of(hours, to_ms(begins) // QUARTER_MS)

    late, lifts = with_help(backlog, crew, is_open, clock.now())
    return Outlook(crew, measured, late, lifts)


@lru_cache(maxsize=1000)
def _share_of(hours: Hours, quarter: int) -> float:
    """Which part of a quarter of an hour the site is open."""
    return open_share(hours, from_ms(quarter * QUARTER_MS), from_ms((quarter + 1) * QUARTER_MS))


def lifts() -> bool:
    """Whether promotions go before merged orders whose wait ends, as the floor was last seen."""
    made, at, outlook = _kept
    return made is db.database.obj and outlook.lifts and clock.now() - at < BELIEVED


def rescue_before() -> timedelta:
    """How long before its last safe start a promotion order is lifted."""
    return RESCUE_ALL if lifts() else RESCUE_BEFORE


def measure() -> tuple[Crew, int]:
    """The pickers at work and their pace, and from how many finished walks that is."""
    done = [(walk.stops, _hours(walk.offered_at, walk.done_at)) for walk in _list_done()]
    hand = _in_hand()
    if len(done) < LEAST_WALKS:
        hand.append((DEFAULT_PICKS_H * DEFAULT_COUNTS_H, DEFAULT_COUNTS_H))
    hours = sum(hours for _, hours in done + hand)
    pickers = len(presence.list_working("picking"))
    return Crew(pickers, max(1.0, sum(stops for stops, _ in done + hand) / hours)), len(done)


def _list_done() -> list[Any]:
    recent = DONE.list(since_ms=to_ms(clock.now() - MEASURED), limit=MOST_WALKS)
    if len(recent) < LEAST_WALKS:
        recent = DONE.list(since_ms=to_ms(clock.now() - SINCE), limit=LEAST_WALKS)
    return [walk for walk in recent if walk.offered_at and walk.done_at > walk.offered_at]


def _in_hand() -> list[tuple[float, float]]:
    """Stops done and hours of each walk that has begun a while ago; the nights do not count."""
    site, now = get_site(), clock.now()
    begun = BEGUN.list(before_ms=to_ms(now - BEGUN_FOR))
    open_h = [_hours(walk.offered_at, now) * open_share(site, walk.offered_at, now) for walk in begun]
    return [(walk.stops, hours) for walk, hours in zip(begun, open_h, strict=True) if hours]


def _hours(begins: datetime, ends: datetime) -> float:
    return (ends - begins).total_seconds() / 3600


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
