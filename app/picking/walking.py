"""A walk from its start to its end: start, totes, unload."""

from peewee import fn

from app import clock, push
from app.db import lock_row, transaction
from app.errors import NotFound, Refused
from app.lives import move
from app.orders.models import Order
from app.orders.ordering import advance, has_reserved
from app.picking import totes
from app.picking.exceptions import open_exception
from app.printing.models import Station
from app.timeline.recording import record
from app.waves.assigning import own_task
from app.waves.models import Pick, Task, TaskOrder
from app.waves.states import PICK, TASK
from app.words import Words


def start(task_id: int, by: int) -> None:
    """Accept the offered task: its orders are being picked from now on."""
    with transaction():
        task = own_task(task_id, by, "offered")
        move(task, TASK, "start", started_at=clock.now())
        record("task:started", task.id, task_id=task.id, by=by)
        for order in orders_of(task):
            if order.state == "released":
                advance(order, "pick", by=by)
        push.announce("task", task.id, "lead")


def orders_of(task: Task) -> list[Order]:
    on_it = TaskOrder.select(TaskOrder.order_id).where(TaskOrder.task == task.id)
    return list(Order.select().where(Order.id.in_(on_it)).order_by(Order.id))


def picked_units(order_id: int) -> int:
    return Pick.select(fn.SUM(Pick.done_qty)).where(Pick.order == order_id).scalar() or 0


def unload(task_id: int, station_code: str, by: int) -> Station:
    """Set the totes down at a station. Orders whose walks are all done are picked then."""
    with transaction():
        task = own_task(task_id, by, "started")
        for order in orders_of(task):
            lock_row(Order, order.id)  # two walks of one order may end at once
        if find_open(task.id) is not None:
            raise Refused("pick.still_open")
        station = _get_station(station_code)
        _leave_blocked(task, by)
        totes.set_down(task, station.id, by)
        move(task, TASK, "unload", station_id=station.id)
        record("task:unloaded", task.id, task_id=task.id, by=by, data={"station": station.code})
        move(task, TASK, "finish", done_at=clock.now())
        record("task:done", task.id, task_id=task.id, by=by)
        for order in orders_of(task):
            _finish(order, by)
        push.announce("task", task.id, "lead", f"station:{station.id}")
    return station


def find_open(task_id: int) -> Pick | None:
    """The next stop: first open pick in walking order whose order is not blocked."""
    query = (
        Pick.select(Pick, Order).join(Order).where(Pick.task == task_id, Pick.state == "open", ~Order.blocked)
    )
    return query.order_by(Pick.seq).first()


def _leave_blocked(task: Task, by: int) -> None:
    """What is left on this walk belongs to blocked orders: their open picks end here and are planned anew."""
    for pick in Pick.select().where(Pick.task == task.id, Pick.state == "open"):
        move(pick, PICK, "cancel")
        record("pick:cancelled", pick.id, order_id=pick.order_id, task_id=task.id, by=by)


def _finish(order: Order, by: int) -> None:
    """Picked when nothing of it is open on any walk; back to the queue when some must still be walked."""
    if order.state != "picking" or _is_on_a_walk(order.id):
        return
    if has_reserved(order.id):
        advance(order, "replan", by=by)
    else:
        advance(order, "finish_picking", by=by)
        push.announce("order", order.id, "lead", "floor")
        if not picked_units(order.id):
            open_exception("nothing-picked", Words("order.nothing_picked"), order.id)
            totes.free(order.id)


def _is_on_a_walk(order_id: int) -> bool:
    live = (
        TaskOrder.select()
        .join(Task)
        .where(TaskOrder.order == order_id, Task.state.in_(("queued", "offered", "started")))
    )
    return bool(live.exists())


def _get_station(code: str) -> Station:
    found = Station.get_or_none(Station.code == code.strip().upper())
    if found is None:
        raise NotFound("pick.unknown_station", code=code[:32])
    return found
