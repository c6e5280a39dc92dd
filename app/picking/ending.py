"""A walk that ends on the way, with nothing on its cart: its totes travel again, its other orders go on."""

from collections.abc import Sequence

from app.db import transaction
from app.orders.models import Order
from app.orders.numbering import lock_intake
from app.picking import finishing, totes
from app.waves import closing
from app.waves.models import Task, TaskOrder


def close_aisle(aisle: int, by: int) -> None:
    """Nobody is sent into it; a cart on whose walk nothing is left is empty."""
    with transaction():
        lock_intake()
        changed = closing.close(aisle, by)
        clear([task for task in changed if task.state == "cancelled"], by)


def clear(ended: Sequence[Task], by: int) -> None:
    """What `waves` ended without unloading. With `lock_intake`: an order may be split."""
    for task in ended:
        totes.clear_cart(task.id)
        on_it = TaskOrder.select(TaskOrder.order).where(TaskOrder.task == task.id)
        for order in Order.select().where(Order.id.in_(on_it)).order_by(Order.id):
            finishing.finish(order, by)
