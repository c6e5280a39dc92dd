"""An order that must not go on leaves the walks it is on; the people walking are told."""

from app import push
from app.db import transaction
from app.lives import move
from app.orders import holding
from app.orders.ordering import advance, get_order, has_reserved
from app.people.interrupts import interrupt
from app.prepared import Prepared, given
from app.timeline.recording import record
from app.waves.models import Pick, Task, TaskOrder
from app.waves.states import LIVE, PICK, TASK
from app.words import Words

ON_WALKS = Prepared(lambda: TaskOrder.select(TaskOrder.task).where(TaskOrder.order == given("order_id")))


def cancel(order_id: int, reason: str, by: int) -> list[Task]:
    """Cancel an order wherever it is; picked units stay in their tote for the lead to put back.

    Walks that ended by it, as nothing is left on them: what else is on their carts is for picking to clear.
    """
    with transaction():
        holding.cancel(order_id, reason, by)
        tasks = list_live_tasks(order_id)
        for task in tasks:
            told = _about(task, order_id)
            _pull(task, order_id, by)
            _tell(task, Words("order.cancelled_title"), Words("order.cancelled_text", told))
    return [task for task in tasks if task.state == "cancelled"]


def hold(order_id: int, reason: str, by: int) -> None:
    """Hold an order. It leaves walks that have not begun; on one that has, its stops wait for the release."""
    with transaction():
        holding.hold(order_id, reason, by)
        for task in list_live_tasks(order_id):
            told = _about(task, order_id) | {"reason": reason or "-"}
            if task.started_at is None:
                _pull(task, order_id, by)
            _tell(task, Words("order.held_title"), Words("order.held_text", told))
        order = get_order(order_id)
        unwalked = order.state in ("released", "picking") and not list_live_tasks(order_id)
        if unwalked and has_reserved(order_id):
            advance(order, "replan", by=by)


def _pull(task: Task, order_id: int, by: int) -> None:
    """Take an order's open stops off a walk, and its slots where no tote stands in them yet."""
    for pick in Pick.select().where(Pick.task == task.id, Pick.order == order_id, Pick.state == "open"):
        move(pick, PICK, "cancel")
        record("pick:cancelled", pick.id, order_id=order_id, task_id=task.id, by=by)
    if task.started_at is None:
        TaskOrder.delete().where(TaskOrder.task == task.id, TaskOrder.order == order_id).execute()
    left = Pick.select().where(Pick.task == task.id, (Pick.state == "open") | (Pick.done_qty > 0)).exists()
    if not left:
        move(task, TASK, "cancel")
        record("task:cancelled", task.id, task_id=task.id, by=by)


def _about(task: Task, order_id: int) -> dict[str, str]:
    """Which of the totes on the cart it is: a picker knows slots better than numbers."""
    places = TaskOrder.select().where(TaskOrder.task == task.id, TaskOrder.order == order_id)
    slots = ", ".join(str(place.slot) for place in places.order_by(TaskOrder.slot))
    return {"order": get_order(order_id).order_no, "slots": slots}


def _tell(task: Task, title: Words, text: Words) -> None:
    if task.operator_id is not None:
        interrupt(task.operator_id, "stop", title, text, task.id)
    push.announce("task", task.id, "lead")


def list_live_tasks(order_id: int) -> list[Task]:
    ids = [row.task_id for row in ON_WALKS.list(order_id=order_id)]
    return list(Task.select().where(Task.id.in_(ids), Task.state.in_(("queued", *LIVE)))) if ids else []
