"""Give free pickers the head of the queue. A task is offered to one operator at a time."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import IntegrityError, fn

from app import clock, push
from app.clock import to_ms
from app.db import database, transaction
from app.errors import Stale
from app.lives import move
from app.orders.models import NEVER
from app.people import presence
from app.people.models import SignIn
from app.prepared import Prepared, given
from app.timeline.models import Entry
from app.timeline.recording import record
from app.waves import (
    capacity,
    companions,
    crowding,
    passing,
    queue,
    ranking,
    releasing,
    suiting,
    urgent,
    waving,
)
from app.waves.crowding import Crowd
from app.waves.models import Task
from app.waves.queue import Waiting
from app.waves.ranking import Rank
from app.waves.states import LIVE, TASK
from app.waves.suiting import Needs, Who

OFFER_LIFE = timedelta(seconds=60)
DECLINED_FOR = timedelta(minutes=10)
LOOKED_AT = 30  # orders that are tried for somebody whom the first one does not suit
WAVES_EVERY = timedelta(seconds=1)

_looked: tuple[Any, datetime] = (None, NEVER)


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
DECLINED = Prepared(
    lambda: Entry.select(Entry.subject_id).where(
        Entry.what == "task:declined", Entry.by == given("operator_id"), Entry.at > given("since_ms")
    )
)
TAKEN = Prepared(
    lambda: Task.select(Task.id).where(Task.state == "queued", Task.from_operator == given("operator_id"))
)
UNSEEN = Prepared(
    lambda: Task.select(Task.id).where(Task.state == "offered", Task.offered_at < given("before_ms"))
)
IDLE = Prepared(
    lambda: presence.working().where(
        ~fn.EXISTS(Task.select(Task.id).where(Task.operator == SignIn.operator, Task.state.in_(LIVE)))
    )
)


def find_task_of(operator_id: int) -> Any:
    """The one task this operator has now, as a row of TASK_OF."""
    return TASK_OF.first(operator_id=operator_id)


def dispatch_idle() -> bool:
    """Offer work to every connected picker who has none. True if somebody got something."""
    withdraw_unseen()
    capacity.get_outlook()  # what gives way depends on it
    idle = list_idle()
    if idle or _is_time_for_waves():
        waving.release_ripe(crowding.look())
    offered = [offer_next(operator_id, len(idle)) for operator_id in idle if queue.has_work()]
    return any(offered)


def _is_time_for_waves() -> bool:
    """What need not wait for a picker is looked for every WAVES_EVERY."""
    global _looked
    made, at = _looked
    if made is database.obj and timedelta() <= clock.now() - at < WAVES_EVERY:
        return False
    _looked = (database.obj, clock.now())
    return True


def withdraw_unseen() -> None:
    """An offer to somebody who went away goes back to the queue after a minute."""
    old = [row.id for row in UNSEEN.list(before_ms=to_ms(clock.now() - OFFER_LIFE))]
    if not old:
        return
    here = set(presence.list_working("picking"))
    for task in Task.select().where(Task.id.in_(old)):
        if task.operator_id not in here:
            with suppress(Stale), transaction():  # they may start at this very moment
                before = task.operator_id
                put_back(task)
                record("task:taken_back", task.id, task_id=task.id, data={"from": before})


def list_idle() -> list[int]:
    """Operators who could pick now, longest signed in first."""
    return [row.operator_id for row in IDLE.list(work="picking", fresh_ms=presence.fresh_ms())]


def offer_next(operator_id: int, free_pickers: int = 1) -> bool:
    """Offer this operator the head of the queue; False when nothing waits or somebody was faster."""
    unwanted = list_unwanted(operator_id) if free_pickers > 1 else set()
    turn = Turn(suiting.get_who(operator_id), free_pickers, crowding.look(), unwanted)
    waiting, queued = _find_waiting(turn), turn.find_queued()
    try:
        if waiting is not None and (queued is None or waiting.rank < queued[1]):
            return _release_and_offer(waiting, turn)
        if queued is not None:
            offer(queued[0], operator_id)
    except (Stale, IntegrityError):
        return False
    return queued is not None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, how many are free with them, and how full the floor is."""

    who: Who
    free_pickers: int
    crowd: Crowd
    unwanted: set[int]

    def find_queued(self) -> tuple[Task, Rank] | None:
        return queue.find_queued_task(self.unwanted, self.may_take)

    def may_take(self, task: Any) -> bool:
        needs = Needs.from_json(task.needs)
        return self.who.suits(needs) and self.crowd.may_enter(needs)

    def may_begin(self, head: Waiting, needs: Needs) -> bool:
        """What presses begins however much is going on: whoever is free would else take something later."""
        room = head.rank[0] <= ranking.RESCUED or self.crowd.has_room(needs)
        return room and self.who.suits(needs) and self.crowd.may_enter(needs)


def _find_waiting(turn: Turn) -> Waiting | None:
    """The first waiting order of which some part suits whose turn it is and has room on the floor."""
    if suiting.is_plain_floor():
        return next((head for head in queue.list_next() if turn.may_begin(head, Needs())), None)
    heads = queue.list_next(LOOKED_AT)
    pieces = releasing.pieces_of([head.order.id for head in heads])
    for head in heads:
        parts = suiting.by_kind(pieces.get(head.order.id, [])).values()
        needs = [suiting.needs_of(suiting.locations_of(part), totes=1) for part in parts]
        if any(turn.may_begin(head, part) for part in needs):
            return head
    return None


def list_unwanted(operator_id: int) -> set[int]:
    """Tasks this operator has just declined, or that the lead took from them: somebody else goes first."""
    since = clock.now() - DECLINED_FOR
    declined = DECLINED.list(operator_id=operator_id, since_ms=to_ms(since))
    taken = TAKEN.list(operator_id=operator_id)
    return {entry.subject_id for entry in declined} | {task.id for task in taken}


def _release_and_offer(head: Waiting, turn: Turn) -> bool:
    if head.rank[0] in (ranking.DUE, ranking.MERGED):
        waving.release_for(turn.who, head.order.tier, turn.free_pickers, turn.crowd)
        return _offer_first(turn)
    ride_along = companions.choose(head, turn.free_pickers, turn.who.cart)
    with transaction():
        releasing.release([head.order, *ride_along], head.because, cart=turn.who.cart)
        return _offer_first(turn)


def _offer_first(turn: Turn) -> bool:
    queued = turn.find_queued()
    if queued is not None:
        offer(queued[0], turn.who.operator_id)
    return queued is not None


def offer(task: Task, operator_id: int) -> None:
    """Offer a queued task. One task, one picker: the database refuses a second."""
    with transaction():
        if find_task_of(operator_id) is not None:
            raise Stale("task.operator_busy")
        move(task, TASK, "offer", operator=operator_id, offered_at=clock.now())
        passing.put_own_zones_first(task.id, operator_id)
        record("task:offered", task.id, task_id=task.id, by=operator_id)
        push.announce("task", task.id, "lead")
        urgent.announce_queue([task.tier])
        push.announce("screen", task.id, f"operator:{operator_id}")


def put_back(task: Task, action: str = "take_back", **columns: Any) -> None:
    """Into the queue again: nobody has it."""
    move(task, TASK, action, operator=None, **columns)
    push.announce("task", task.id, "lead")
    urgent.announce_queue([task.tier])
