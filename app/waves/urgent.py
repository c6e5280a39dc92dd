"""Urgent orders that nobody has, neither they nor their walk: busy pickers hear of them."""

from collections.abc import Collection
from typing import Any

from app import push
from app.contracts.tiers import list_urgent
from app.orders.models import Order
from app.prepared import Prepared, given
from app.waves.models import Task, TaskOrder

MOST_TOLD = 5

_COLUMNS = (Order.tier, Order.order_no, Order.promised_at, Order.start_by_at)
_UNBLOCKED = (Order.tier == given("tier")) & (Order.blocked == False)  # noqa: E712
READY = Prepared(
    lambda: (
        Order.select(*_COLUMNS)
        .where(Order.state == "ready", _UNBLOCKED)
        .order_by(Order.start_by_at)
        .limit(MOST_TOLD)
    )
)
QUEUED = Prepared(
    lambda: (
        Order.select(*_COLUMNS)
        .join(TaskOrder)
        .join(Task)
        .where(Task.state == "queued", Task.tier == given("tier"), _UNBLOCKED)
        .distinct()
        .order_by(Order.start_by_at)
        .limit(MOST_TOLD)
    )
)


def list_waiting() -> list[Any]:
    """The most pressing first, as rows of READY."""
    waiting = [row for tier in list_urgent() for asked in (READY, QUEUED) for row in asked.list(tier=tier)]
    return sorted(waiting, key=lambda row: row.start_by_at)[:MOST_TOLD]


def announce_queue(tiers: Collection[str]) -> None:
    """Orders of these tiers have somebody now, or wait again; busy pickers are told of urgent ones."""
    urgent = not set(tiers).isdisjoint(list_urgent())
    push.announce("queue", None, "lead", *(["floor"] if urgent else []))
