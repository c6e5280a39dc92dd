"""The live queue: what is next, and why. Heads come straight off an index, however long the queue is."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock
from app.contracts.tiers import list_tiers
from app.orders.models import Order
from app.waves import ranking
from app.waves.models import Task
from app.waves.ranking import Rank, Ranked
from app.words import Words


@dataclass(frozen=True)
class Waiting:
    """An order that may be released, where it stands and why."""

    order: Order
    rank: Rank
    because: Words


def list_head(tier: str, limit: int = 50) -> list[Waiting]:
    """The first `limit` waiting orders of a tier, in the order in which they will be given out."""
    queue = next(row.queue for row in list_tiers() if row.code == tier)
    now = clock.now()
    # `= 0`, because SQLite searches no index for NOT blocked: 6 ms a query at 20,000 orders instead of 0.1
    ours = (Order.state == "ready") & (Order.tier == tier) & (Order.blocked == False)  # noqa: E712
    found: dict[int, Order] = {}
    for query in _heads(ours, queue, now):
        found.update((order.id, order) for order in query.limit(limit))
    return sorted((_waiting(order, queue, now) for order in found.values()), key=_by_rank)[:limit]


def _heads(ours: Any, queue: str, now: datetime) -> Iterator[Any]:
    yield Order.select().where(ours, Order.pinned_at.is_null(False)).order_by(Order.pinned_at)
    yield from _unpinned(Order.select().where(ours, Order.pinned_at.is_null()), queue, now)


def _unpinned(query: Any, queue: str, now: datetime) -> Iterator[Any]:
    if queue != "newest-paid-first":
        yield query.order_by(Order.start_by_at)
        return
    safe = now + ranking.RESCUE_BEFORE
    yield query.where(Order.start_by_at < safe).order_by(Order.start_by_at)
    yield query.order_by(Order.paid_at.desc())  # a rescued one among them ranks where it belongs


def list_next(limit: int = 1) -> list[Waiting]:
    """The head of the whole queue over all tiers."""
    heads = [waiting for tier in list_tiers() for waiting in list_head(tier.code, limit)]
    return sorted(heads, key=_by_rank)[:limit]


def find_queued_task(but: AbstractSet[int] = frozenset()) -> tuple[Task, Rank] | None:
    """The first task that waits for somebody: taken back, declined, or released with a wave."""
    query = Task.select().where(Task.state == "queued").order_by(Task.start_by_at).limit(200)
    tasks = [task for task in query if task.id not in but]
    queues = {tier.code: tier.queue for tier in list_tiers()}
    ranked = [(task, _task_rank(task, queues[task.tier])) for task in tasks]
    return min(ranked, key=lambda pair: (pair[1], pair[0].id), default=None)


def _task_rank(task: Task, queue: str) -> Rank:
    """A released task keeps its place before orders of its group that were not released yet."""
    group = ranking.PINNED if task.pinned_at else ranking.GROUPS[queue]
    return (group, -1e12 if group == ranking.NEWEST else task.start_by_at.timestamp())


def _waiting(order: Order, queue: str, now: datetime) -> Waiting:
    facts = Ranked(queue, order.paid_at, order.promised_at, order.start_by_at, order.pinned_at)
    place, because = ranking.rank(facts, now)
    return Waiting(order, place, because)


def _by_rank(waiting: Waiting) -> tuple[Rank, int]:
    return waiting.rank, waiting.order.id
