"""Give free pickers the head of the queue. A task is offered to one operator at a time."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from peewee import IntegrityError

from app import clock, push
from app.contracts.tiers import list_tiers
from app.db import transaction
from app.errors import Stale
from app.lives import move
from app.orders.models import Order
from app.people import presence
from app.prepared import Prepared, given
from app.timeline.models import Entry
from app.timeline.recording import record
from app.waves import merging, queue, ranking, releasing
from app.waves.models import Task
from app.waves.queue import Waiting
from app.waves.states import LIVE, TASK

OFFER_LIFE = timedelta(seconds=60)
DECLINED_FOR = timedelta(minutes=10)
SHARED_WALK = 4  # promotion orders that go on one walk, next in line only


TASK_OF = Prepared(
    lambda: (
        Task.select(
            Task.id,
            Task.state,
            Task.tier,
            Task.promised_at,
            Task.because,
            Task.route_mm,
            Task.from_operator,
        )
        .where(Task.operator == given("operator_id"), Task.state.in_(LIVE))
        .limit(1)
    )
)
BUSY = Prepared(lambda: Task.select(Task.operator).where(Task.state.in_(LIVE)))
URGENT = Prepared(
    lambda: (
        Order.select(Order.tier, Order.order_no, Order.promised_at)
        .where(Order.state == "ready", Order.tier == given("tier"), Order.blocked == False)  # noqa: E712
        .order_by(Order.start_by_at)
        .limit(1)
    )
)


def find_task_of(operator_id: int) -> Any:
    """The one task this operator has now, as a row of TASK_OF."""
    return TASK_OF.first(operator_id=operator_id)


def dispatch_idle() -> bool:
    """Offer work to every connected picker who has none. True if somebody got something."""
    withdraw_unseen()
    idle = list_idle()
    return any([offer_next(operator_id, len(idle)) for operator_id in idle]) if idle else False


def withdraw_unseen() -> None:
    """An offer to somebody who went away goes back to the queue after a minute."""
    old = list(Task.select().where(Task.state == "offered", Task.offered_at < clock.now() - OFFER_LIFE))
    here = set(presence.list_working("picking")) if old else set()
    for task in old:
        if task.operator_id not in here:
            with suppress(Stale), transaction():  # they may start at this very moment
                before = task.operator_id
                move(task, TASK, "take_back", operator=None)
                record("task:taken_back", task.id, task_id=task.id, data={"from": before})
                push.announce("task", task.id, "lead")


def list_idle() -> list[int]:
    """Operators who could pick now, longest signed in first."""
    busy = {row.operator_id for row in BUSY.list()}
    return [operator_id for operator_id in presence.list_working("picking") if operator_id not in busy]


def offer_next(operator_id: int, free_pickers: int = 1) -> bool:
    """Offer this operator the head of the queue; False when nothing waits or somebody was faster."""
    waiting = next(iter(queue.list_next()), None)
    queued = queue.find_queued_task(list_unwanted(operator_id) if free_pickers > 1 else set())
    if waiting is None and queued is None:
        return False
    try:
        if queued is None or (waiting is not None and waiting.rank < queued[1]):
            assert waiting is not None
            return _release_and_offer(waiting, operator_id, free_pickers)
        offer(queued[0], operator_id)
    except (Stale, IntegrityError):
        return False
    return True


def list_unwanted(operator_id: int) -> set[int]:
    """Tasks this operator has just declined, or that the lead took from them: somebody else goes first."""
    since = clock.now() - DECLINED_FOR
    declined = Entry.select(Entry.subject_id).where(
        Entry.what == "task:declined", Entry.by == operator_id, Entry.at > since
    )
    taken = Task.select(Task.id).where(Task.state == "queued", Task.from_operator == operator_id)
    return {entry.subject_id for entry in declined} | {task.id for task in taken}


def _release_and_offer(head: Waiting, operator_id: int, free_pickers: int) -> bool:
    if head.rank[0] == ranking.MERGED:
        released = merging.release_merged(head.order.tier, free_pickers)
        queued = queue.find_queued_task() if released else None
        if queued is None:
            return False
        offer(queued[0], operator_id)
        return True
    with transaction():
        tasks = releasing.release([head.order, *_companions(head)], head.because)
        offer(tasks[0], operator_id)
    return True


def _companions(head: Waiting) -> list[Order]:
    """Promotion orders right behind the head may ride along: nobody is overtaken by that."""
    if head.rank[0] not in (ranking.RESCUED, ranking.NEWEST):
        return []
    following = [found.order for found in queue.list_head(head.order.tier, SHARED_WALK)]
    behind = [order for order in following if order.id != head.order.id][: SHARED_WALK - 1]
    pieces = releasing.pieces_of([head.order.id, *(order.id for order in behind)])
    chosen: list[Order] = []
    for order in behind:
        load = [(one, pieces.get(one.id, [])) for one in [head.order, *chosen, order]]
        if len(releasing.pack_carts(load)) > 1:
            break
        chosen.append(order)
    return chosen


def offer(task: Task, operator_id: int) -> None:
    """Offer a queued task. One task, one picker: the database refuses a second."""
    with transaction():
        if find_task_of(operator_id) is not None:
            raise Stale("task.operator_busy")
        move(task, TASK, "offer", operator=operator_id, offered_at=clock.now())
        record("task:offered", task.id, task_id=task.id, by=operator_id)
        push.announce("task", task.id, "lead")
        push.announce("screen", task.id, f"operator:{operator_id}")


def find_strip() -> Any:
    """The most pressing urgent order that nobody has yet: the red strip of busy pickers."""
    heads = [URGENT.first(tier=tier.code) for tier in list_tiers() if tier.queue == "pinned"]
    return next((head for head in heads if head is not None), None)
