"""Why one order goes before another: the lead's pins, A by slack, rescued B, newest paid B, then C.

Pure. A rank is a tuple that sorts; lower goes first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.words import Words

RESCUE_BEFORE = timedelta(minutes=30)  # how long before its last safe start a promotion order is lifted
HOURS_FROM_MIN = 120
PINNED, URGENT, RESCUED, NEWEST, MERGED = range(5)
GROUPS = {"pinned": URGENT, "newest-paid-first": NEWEST, "waves": MERGED}

Rank = tuple[int, float]


@dataclass(frozen=True)
class Ranked:
    """What the ranking looks at. `start_by_at`: the last moment at which starting keeps the promise."""

    queue: str  # the tier's: pinned, newest-paid-first, waves
    paid_at: datetime
    promised_at: datetime
    start_by_at: datetime
    pinned_at: datetime | None = None


def rank(order: Ranked, now: datetime) -> tuple[Rank, Words]:
    """Where an order stands, and the sentence why."""
    if order.pinned_at is not None:
        return (PINNED, order.pinned_at.timestamp()), Words("rank.pinned")
    slack = round((order.start_by_at - now).total_seconds() / 60)
    if order.queue == "pinned":
        return (URGENT, order.start_by_at.timestamp()), _slack_words("rank.urgent", slack)
    if order.queue == "newest-paid-first":
        if order.start_by_at - now < RESCUE_BEFORE:
            return (RESCUED, order.start_by_at.timestamp()), _slack_words("rank.rescued", slack)
        return (NEWEST, -order.paid_at.timestamp()), Words("rank.newest")
    return (MERGED, order.start_by_at.timestamp()), Words("rank.merged")


def _slack_words(key: str, slack_min: int) -> Words:
    if slack_min < 0:
        return Words(f"{key}_late", {"minutes": -slack_min})
    if slack_min >= HOURS_FROM_MIN:
        return Words(f"{key}_hours", {"hours": slack_min // 60})
    return Words(key, {"minutes": slack_min})
