"""The code on a walk's paper: what a bench, a lead's search or a handheld reads back from its ticket."""

import re

from app.orders.models import Order
from app.waves.models import Task, TaskOrder

CODE = re.compile(r"TASK-(\d{1,9})")


def code_of(task_id: int) -> str:
    return f"TASK-{task_id}"


def find_task(code: str) -> Task | None:
    """The walk whose ticket carries this code."""
    told = CODE.fullmatch(code.strip().upper())
    return Task.get_or_none(Task.id == int(told[1])) if told else None


def list_orders_of(task: Task) -> list[Order]:
    """The orders of a walk by their first slots, as its ticket lists them."""
    places = TaskOrder.select(TaskOrder, Order).join(Order).where(TaskOrder.task == task.id)
    return list({one.order_id: one.order for one in places.order_by(TaskOrder.slot, TaskOrder.id)}.values())
