"""Why one order goes before another: the lead's pins, A by slack, rescued B, C whose wait ends, newest B,
then the other C.

What gives way when the floor cannot do it all: C's wait first, then B's promise, A never. So a floor that
will break promises of B lifts all of them over C whose wait ends, by slack (`rescue_before`). Pure. A rank is
a tuple that sorts; lower goes first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.words import Words

RESCUE_BEFORE = timedelta(minutes=30)  # how long before its last safe start a promotion order is lifted
RESCUE_ALL = timedelta(days=30)  # the same on a floor that cannot keep every promotion's promise
DUE_BEFORE = timedelta(minutes=15)  # how long before its wait must end a merged order is lifted and released
HOURS_FROM_MIN = 120
PINNED, URGENT, RESCUED, DUE, NEWEST, MERGED = range(6)
GROUPS = {"pinned": URGENT, "newest-paid-first": NEWEST, "waves": MERGED}

Rank = tuple[int, float]


@dataclass(frozen=True)
class Ranked:
    """What the ranking looks at. `start_by_at`: the last moment at which starting keeps the promise;
    `release_by_at`: when an order of a wave tier has waited long enough.
    """

    queue: str  # the tier's: pinned, newest-paid-first, waves
    paid_at: datetime
    promised_at: datetime
    start_by_at: datetime
    pinned_at: datetime | None = None
    release_by_at: datetime | None = None

    @property
    def due_at(self) -> datetime:
        """When its wait must end: its last safe start, or the end of the longest wait if that comes first."""
        return min(self.start_by_at, self.release_by_at or self.start_by_at)


def rank(order: Ranked, now: datetime, rescue_before: timedelta = RESCUE_BEFORE) -> tuple[Rank, Words]:
    """Where an order stands, and the sentence why."""
    if order.pinned_at is not None:
        return (PINNED, order.pinned_at.timestamp()), Words("rank.pinned")
    slack = _minutes(order.start_by_at, now)
    if order.queue == "pinned":
        return (URGENT, order.start_by_at.timestamp()), _slack_words("rank.urgent", slack)
    if order.queue == "newest-paid-first":
        if order.start_by_at - now < rescue_before:
            return (RESCUED, order.start_by_at.timestamp()), _slack_words("rank.rescued", slack)
        return (NEWEST, -order.paid_at.timestamp()), Words("rank.newest")
    if order.due_at - now < DUE_BEFORE:
        return (DUE, order.due_at.timestamp()), due_words(order, now)
    return (MERGED, order.due_at.timestamp()), Words("rank.merged")


def due_words(order: Ranked, now: datetime) -> Words:
    """Why the wait of a merged order ends now."""
    if order.start_by_at <= order.due_at:
        return _slack_words("rank.last_start", _minutes(order.start_by_at, now))
    return _slack_words("rank.waited", _minutes(order.due_at, now))


def rank_task(task: Ranked, now: datetime, rescue_before: timedelta = RESCUE_BEFORE) -> Rank:
    """Where released work stands: before orders of its group that were not released yet."""
    (group, place), _ = rank(task, now, rescue_before)
    return (group, -1e12) if group == NEWEST else (group, place)


def _minutes(at: datetime, now: datetime) -> int:
    return round((at - now).total_seconds() / 60)


def _slack_words(key: str, slack_min: int) -> Words:
    if slack_min < 0:
        return Words(f"{key}_late", {"minutes": -slack_min})
    if slack_min >= HOURS_FROM_MIN:
        return Words(f"{key}_hours", {"hours": slack_min // 60})
    return Words(key, {"minutes": slack_min})
