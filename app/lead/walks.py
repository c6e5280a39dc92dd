"""The walks that somebody has, was offered, or that wait for a picker."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from app import clock
from app.lead.marks import Mark, look_of
from app.lead.reading import name_operators, rows, say_kept
from app.orders.models import Order
from app.stock.models import Location
from app.waves import suiting
from app.waves.models import Pick, Task, TaskOrder
from app.waves.suiting import Needs
from app.words import say

IN_HAND = ("offered", "started", "unloading")
MOST_IN_HAND = 500
MOST_QUEUED = 100


@dataclass
class Walk:
    """What hangs on one task."""

    wanted: dict[int, str] = field(default_factory=dict)  # order_id: order_no
    cancelled: dict[int, str] = field(default_factory=dict)
    done: int = 0
    of: int = 0
    location: str | None = None


def list_tasks(marks: dict[str, Mark], lang: str) -> list[dict[str, Any]]:
    """Walks in hand, the earliest promise first, then those that wait for a picker."""
    by_promise = Task.select().where(Task.state.in_(IN_HAND)).order_by(Task.promised_at, Task.id)
    queued = Task.select().where(Task.state == "queued").order_by(Task.start_by_at, Task.id)
    tasks = [*by_promise.limit(MOST_IN_HAND), *queued.limit(MOST_QUEUED)]
    walks = _read_walks([task.id for task in tasks])
    return [_told(task, walks[task.id], lang) | look_of(marks, task.tier) for task in tasks]


def list_floor_walks() -> list[dict[str, Any]]:
    """What a walk is known by, for its ticket: those under way first."""
    tasks = list_tasks({}, "zh-CN")
    names = name_operators(task["operator_id"] for task in tasks)
    wanted = [task for task in tasks if task["state"] != "unloading"]
    return [
        {name: task[name] for name in ("task_id", "state", "order_nos", "progress")}
        | {"tier": task["tier"], "operator": names.get(task["operator_id"], "")}
        for task in wanted
    ]


def _told(task: Task, walk: Walk, lang: str) -> dict[str, Any]:
    orders = walk.wanted or walk.cancelled  # what was cancelled still lies in its totes
    return {
        "task_id": task.id,
        "state": task.state,
        "operator_id": task.operator_id,
        "from_operator_id": task.from_operator_id,
        "order_ids": list(orders),
        "order_nos": list(orders.values()),
        "cancelled": not walk.wanted and bool(walk.cancelled),
        "promised_at": clock.iso(task.promised_at),
        "progress": {"done": walk.done, "of": walk.of},
        "because": say_kept(task.because, lang),
        "location": walk.location,
        "pinned": task.pinned_at is not None,
        "lane": task.lane,
        "asks": [say(asked, lang) for asked in suiting.asks_of(Needs.from_json(task.needs))],
        "since_at": clock.iso(task.started_at or task.offered_at or task.created_at),
    }


def _read_walks(task_ids: list[int]) -> dict[int, Walk]:
    walks: dict[int, Walk] = defaultdict(Walk)
    named = TaskOrder.select(TaskOrder.task, Order.id, Order.order_no, Order.state).join(Order)
    named = named.where(TaskOrder.task.in_(task_ids)).order_by(TaskOrder.task, TaskOrder.slot)
    for task_id, order_id, order_no, state in rows(named):
        walk = walks[task_id]
        (walk.cancelled if state == "cancelled" else walk.wanted)[order_id] = order_no
    for task_id, state, count in _count_picks(task_ids):
        walks[task_id].of += count
        walks[task_id].done += 0 if state == "open" else count
    for task_id, code in next_locations(task_ids):
        walks[task_id].location = code
    return walks


def _count_picks(task_ids: list[int]) -> list[tuple[Any, ...]]:
    """Stops by state; a cancelled one is nobody's work."""
    query = Pick.select(Pick.task, Pick.state, fn.COUNT(Pick.id))
    query = query.where(Pick.task.in_(task_ids), Pick.state != "cancelled")
    return rows(query.group_by(Pick.task, Pick.state))


def next_locations(task_ids: list[int]) -> list[tuple[Any, ...]]:
    """Where each walk goes next: its first open stop."""
    first = Pick.select(Pick.task.alias("task"), fn.MIN(Pick.seq).alias("seq"))
    first = first.where(Pick.task.in_(task_ids), Pick.state == "open").group_by(Pick.task).alias("first")
    here = (Pick.task == first.c.task) & (Pick.seq == first.c.seq) & (Pick.state == "open")
    query = Pick.select(Pick.task, Location.code).join(Location).switch(Pick).join(first, on=here)
    return rows(query)
