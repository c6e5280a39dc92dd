"""An order that must not go on leaves the walks it is on; the people walking are told."""

from app import push
from app.db import transaction
from app.lives import move
from app.orders import holding
from app.people.interrupts import interrupt
from app.timeline.recording import record
from app.waves.models import Pick, Task, TaskOrder
from app.waves.states import LIVE, PICK, TASK
from app.words import Words


def cancel(order_id: int, reason: str, by: int) -> None:
    """Cancel an order wherever it is; picked units stay in their tote for the lead to put back."""
    with transaction():
        holding.cancel(order_id, reason, by)
        _pull(order_id, Words("order.cancelled_title"), Words("order.cancelled_text"), by)


def hold(order_id: int, reason: str, by: int) -> None:
    """Hold an order. Its open picks leave the walk's way until it is released again."""
    with transaction():
        holding.hold(order_id, reason, by)
        for task in list_live_tasks(order_id):
            if task.operator_id is not None:
                title, text = Words("order.held_title"), Words("order.held_text", {"reason": reason})
                interrupt(task.operator_id, "stop", title, text, task.id)
            push.announce("task", task.id, "lead")


def _pull(order_id: int, title: Words, text: Words, by: int) -> None:
    for task in list_live_tasks(order_id):
        for pick in Pick.select().where(Pick.task == task.id, Pick.order == order_id, Pick.state == "open"):
            move(pick, PICK, "cancel")
            record("pick:cancelled", pick.id, order_id=order_id, task_id=task.id, by=by)
        if task.operator_id is not None:
            interrupt(task.operator_id, "stop", title, text, task.id)
        _close_if_empty(task, by)
        push.announce("task", task.id, "lead")


def _close_if_empty(task: Task, by: int) -> None:
    """A walk on which nothing is left and nothing was picked is over."""
    left = Pick.select().where(Pick.task == task.id, (Pick.state == "open") | (Pick.done_qty > 0)).exists()
    if not left:
        move(task, TASK, "cancel")
        record("task:cancelled", task.id, task_id=task.id, by=by)


def list_live_tasks(order_id: int) -> list[Task]:
    query = (
        Task.select().join(TaskOrder).where(TaskOrder.order == order_id, Task.state.in_(("queued", *LIVE)))
    )
    return list(query.distinct())
