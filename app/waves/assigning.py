"""The shift lead moves work between people, while it runs. What is picked stays picked."""

from app import clock, push
from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.orders.models import Order
from app.people.interrupts import interrupt
from app.people.models import Operator
from app.timeline.recording import record
from app.waves import dispatching
from app.waves.models import Task, TaskOrder
from app.waves.states import LIVE
from app.words import Words

OVER = ("unloading", "done", "cancelled")


def get_task(task_id: int) -> Task:
    found = Task.get_or_none(Task.id == task_id)
    if found is None:
        raise NotFound("task.unknown", task=task_id)
    return found


def assign(task_id: int, operator_id: int, by: int) -> None:
    """Give a task to an operator now; whoever had it is told, and what they hold goes back to the queue."""
    with transaction():
        task, operator = get_task(task_id), _get_picker(operator_id)
        if task.operator_id == operator_id and task.state in LIVE:
            return
        if task.state in OVER:
            raise Refused("task.over", task=task_id)
        _make_room(operator)
        if task.state != "queued":
            take_back(task_id, by)
            task = get_task(task_id)
        dispatching.offer(task, operator_id)
        record("task:assigned", task.id, task_id=task.id, by=by, data={"to": operator_id})


def take_back(task_id: int, by: int) -> None:
    """Back to the queue: done picks stay done, and the card leaves the handheld with a notice."""
    with transaction():
        task = get_task(task_id)
        if task.state == "queued":
            return
        if task.state in OVER:
            raise Refused("task.over", task=task_id)
        before = task.operator_id
        dispatching.put_back(task, from_operator=before)
        record("task:taken_back", task.id, task_id=task.id, by=by, data={"from": before})
        if before is not None:
            interrupt(before, "taken", Words("task.taken_title"), Words("task.taken_text"), task.id)


def decline(task_id: int, by: int) -> None:
    """The picker does not take an offer; it waits for the next one who is free."""
    with transaction():
        task = own_task(task_id, by, "offered")
        dispatching.put_back(task, "decline")
        record("task:declined", task.id, task_id=task.id, by=by)


def own_task(task_id: int, by: int, *states: str) -> Task:
    """The task if it is this operator's and in one of `states`, else Refused in words."""
    task = get_task(task_id)
    if task.operator_id != by:
        raise Refused("task.not_yours")
    if task.state not in states:
        raise Refused("task.other_state")
    return task


def _get_picker(operator_id: int) -> Operator:
    operator = Operator.get_or_none(Operator.id == operator_id, Operator.active)
    if operator is None:
        raise NotFound("people.no_operator")
    if "picker" not in operator.roles:
        raise Invalid("task.not_a_picker", name=operator.name)
    return operator


def _make_room(operator: Operator) -> None:
    """An offer not yet started gives way to what the lead gives; started work does not."""
    found = dispatching.find_task_of(operator.id)
    if found is None:
        return
    current = get_task(found.id)
    if current.state != "offered":
        raise Refused("task.operator_has_task", name=operator.name)
    dispatching.put_back(current)
    record("task:taken_back", current.id, task_id=current.id, data={"from": operator.id})


def pin(order_id: int, by: int) -> None:
    """First in the queue, whatever its tier; a task not yet started moves up with it."""
    _set_pin(order_id, "order:pinned", by)


def unpin(order_id: int, by: int) -> None:
    _set_pin(order_id, "order:unpinned", by)


def _set_pin(order_id: int, happened: str, by: int) -> None:
    at = clock.now() if happened == "order:pinned" else None
    with transaction():
        if not Order.update(pinned_at=at).where(Order.id == order_id).execute():
            raise NotFound("order.unknown", order=order_id)
        tasks = Task.select(Task.id).where(Task.state == "queued", Task.id.in_(_task_ids(order_id)))
        Task.update(pinned_at=at).where(Task.id.in_(tasks)).execute()
        record(happened, order_id, order_id=order_id, by=by)
        push.announce("queue", order_id, "lead")


def _task_ids(order_id: int) -> list[int]:
    return [place.task_id for place in TaskOrder.select(TaskOrder.task).where(TaskOrder.order == order_id)]
