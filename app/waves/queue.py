"""The live queue: what is next, and why. Heads come straight off an index, however long the queue is."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock
from app.clock import to_ms
from app.contracts.tiers import list_tiers
from app.orders.models import Order
from app.prepared import Prepared, given
from app.waves import capacity, ranking
from app.waves.models import Task
from app.waves.ranking import Rank, Ranked
from app.words import Words

COLUMNS = (
    Order.id,
    Order.order_no,
    Order.state,
    Order.tier,
    Order.paid_at,
    Order.promised_at,
    Order.start_by_at,
    Order.release_by_at,
    Order.pinned_at,
    Order.units,
)


@dataclass(frozen=True)
class Waiting:
    """An order that may be released, where it stands and why. `order`: a row of COLUMNS."""

    order: Any
    rank: Rank
    because: Words


def _head(order_by: Any, *where: Any) -> Prepared:
    """The first of a tier by something that an index is sorted by.

    `= 0`, because SQLite searches no index for NOT blocked: 6 ms a query at 20,000 orders instead of 0.1.
    """
    ours = (Order.state == "ready", Order.tier == given("tier"), Order.blocked == False)  # noqa: E712
    return Prepared(
        lambda: Order.select(*COLUMNS).where(*ours, *where).order_by(order_by).limit(given("limit"))
    )


PINNED = _head(Order.pinned_at, Order.pinned_at.is_null(False))
BY_START = _head(Order.start_by_at, Order.pinned_at.is_null())
BY_WAIT = _head(Order.release_by_at, Order.pinned_at.is_null())
NEWEST = _head(Order.paid_at.desc(), Order.pinned_at.is_null())
PRESSING = _head(Order.start_by_at, Order.pinned_at.is_null(), Order.start_by_at < given("safe_ms"))
READY = Prepared(
    lambda: Order.select(Order.id).where(Order.state == "ready", Order.blocked == False).limit(1)  # noqa: E712
)
ANY_QUEUED = Prepared(lambda: Task.select(Task.id).where(Task.state == "queued").limit(1))
PLACE = Prepared(
    lambda: Order.select(*COLUMNS).where(
        Order.id == given("order_id"),
        Order.state == "ready",
        Order.blocked == False,  # noqa: E712
    )
)
QUEUED = Prepared(
    lambda: (
        Task.select(
            Task.id,
            Task.tier,
            Task.promised_at,
            Task.start_by_at,
            Task.release_by_at,
            Task.pinned_at,
            Task.needs,
        )
        .where(Task.state == "queued")
        .order_by(Task.start_by_at)
        .limit(1000)
    )
)


def has_work() -> bool:
    """Whether anything waits for a picker: an order, or a released walk."""
    return READY.first() is not None or ANY_QUEUED.first() is not None


def list_head(tier: str, limit: int = 50) -> list[Waiting]:
    """The first `limit` waiting orders of a tier, in the order in which they will be given out."""
    queue = next(row.queue for row in list_tiers() if row.code == tier)
    now = clock.now()
    found = {row.id: row for rows in _heads(queue, now, tier=tier, limit=limit) for row in rows}
    return sorted((_waiting(order, queue, now) for order in found.values()), key=_by_rank)[:limit]


def _heads(queue: str, now: datetime, **of: Any) -> Iterator[list[Any]]:
    yield PINNED.list(**of)
    if queue == "newest-paid-first":
        yield PRESSING.list(**of, safe_ms=to_ms(now + capacity.rescue_before()))
        yield NEWEST.list(**of)  # a rescued one among them ranks where it belongs
        return
    yield BY_START.list(**of)
    if queue == "waves":
        yield BY_WAIT.list(**of)


def list_next(limit: int = 1) -> list[Waiting]:
    """The head of the whole queue over all tiers."""
    heads = [waiting for tier in list_tiers() for waiting in list_head(tier.code, limit)]
    return sorted(heads, key=_by_rank)[:limit]


def find_place(order_id: int) -> Waiting | None:
    """Where a waiting order stands and why; None when it does not wait: not ready, blocked, or gone."""
    order = PLACE.first(order_id=order_id)
    if order is None:
        return None
    queue = next(row.queue for row in list_tiers() if row.code == order.tier)
    return _waiting(order, queue, clock.now())


def list_queued() -> list[tuple[Any, Rank]]:
    """Tasks that wait for somebody (taken back, declined, or released with a wave), the first one first."""
    queues, now = {tier.code: tier.queue for tier in list_tiers()}, clock.now()
    ranked = [(task, _rank_task(task, queues[task.tier], now)) for task in QUEUED.list()]
    return sorted(ranked, key=lambda pair: (pair[1], pair[0].id))


def find_queued_task(
    but: AbstractSet[int] = frozenset(), suits: Callable[[Any], bool] = lambda task: True
) -> tuple[Task, Rank] | None:
    """The first queued task that is none of `but` and that suits."""
    for row, rank in list_queued():
        if row.id not in but and suits(row):
            return Task(id=row.id, state="queued"), rank
    return None


def _waiting(order: Any, queue: str, now: datetime) -> Waiting:
    place, because = ranking.rank(_facts(order, queue), now, capacity.rescue_before())
    return Waiting(order, place, because)


def _rank_task(task: Any, queue: str, now: datetime) -> Rank:
    return ranking.rank_task(_facts(task, queue), now, capacity.rescue_before())


def _facts(row: Any, queue: str) -> Ranked:
    """Of an order, or of a task: it has no payment of its own."""
    paid_at = getattr(row, "paid_at", row.promised_at)
    return Ranked(queue, paid_at, row.promised_at, row.start_by_at, row.pinned_at, row.release_by_at)


def _by_rank(waiting: Waiting) -> tuple[Rank, int]:
    return waiting.rank, waiting.order.id
