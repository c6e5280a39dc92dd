"""A walk from its start to its end: start, totes, unload."""

from typing import Any

from app import clock, push
from app.db import lock_row, transaction
from app.errors import NotFound, Refused
from app.lives import move
from app.orders.models import Order
from app.orders.numbering import lock_intake
from app.orders.ordering import advance
from app.people.models import Equipment, Operator
from app.picking import finishing, totes
from app.prepared import Prepared, given
from app.printing.models import Station
from app.stock.models import Location
from app.stock.sql import lock_promises
from app.timeline.recording import record
from app.waves import dispatching, suiting
from app.waves.assigning import own_task
from app.waves.models import Pick, Task, TaskOrder
from app.waves.states import PICK, TASK


def _orders() -> Any:
    on_it = TaskOrder.select(TaskOrder.order_id).where(TaskOrder.task == given("task_id"))
    return Order.select().where(Order.id.in_(on_it)).order_by(Order.id)


def _left() -> Any:
    return Pick.select().where(Pick.task == given("task_id"), Pick.state == "open").order_by(Pick.id)


def _next_stop() -> Any:
    mine = (Pick.task == given("task_id")) & (Pick.state == "open") & ~Order.blocked
    return Pick.select().join(Order).where(mine).order_by(Pick.seq).limit(1)


ORDERS, LEFT, NEXT_STOP = Prepared(_orders), Prepared(_left), Prepared(_next_stop)


def start(task_id: int, by: int, cart: str | None = None) -> None:
    """Accept the offered task: its orders are being picked from now on, onto the cart that was scanned."""
    with transaction():
        task = own_task(task_id, by, "offered")
        if cart is not None:
            _push(cart, task, by)
        move(task, TASK, "start", started_at=clock.now())
        record("task:started", task.id, task_id=task.id, by=by)
        for order in orders_of(task):
            if order.state == "released":
                advance(order, "pick", by=by)
        push.announce("task", task.id, "lead")


def _push(code: str, task: Task, by: int) -> None:
    """The picker pushes this cart from now on. Refused when the walk's totes do not fit onto it."""
    cart = Equipment.get_or_none(Equipment.code == code.strip().upper(), Equipment.kind == "cart")
    if cart is None:
        raise NotFound("cart.unknown", cart=code[:16])
    needed = TaskOrder.select(TaskOrder.slot).where(TaskOrder.task == task.id).distinct().count()
    if needed > cart.totes:
        raise Refused("cart.too_small", cart=cart.code, totes=cart.totes, needed=needed)
    Operator.update(equipment=cart.code).where(Operator.id == by).execute()


def hand_on(task_id: int, by: int) -> None:
    """The cart stays where it stands, for somebody whose zone the rest is in, or who is free next."""
    with transaction():
        task = own_task(task_id, by, "started")
        left = Pick.select(Pick, Location).join(Location).where(Pick.task == task.id, Pick.state == "open")
        totes_on_it = len(list_slots(task.id))
        needs = suiting.needs_of([pick.location for pick in left], totes_on_it).to_json()
        dispatching.put_back(task, from_operator=by, needs=needs)
        record("task:handed_on", task.id, task_id=task.id, by=by)


def list_slots(task_id: int) -> list[int]:
    query = TaskOrder.select(TaskOrder.slot).where(TaskOrder.task == task_id).distinct()
    return [row.slot for row in query.order_by(TaskOrder.slot)]


def orders_of(task: Task) -> list[Order]:
    return ORDERS.list(task_id=task.id)


def unload(task_id: int, station_code: str, by: int) -> Station:
    """Set the totes down at a station. Orders whose walks are all done are picked then."""
    with transaction():
        task = own_task(task_id, by, "started")
        if any(finishing.list_short(order.id) for order in orders_of(task)):  # its orders may be split
            lock_intake()
            lock_promises()
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
            finishing.finish(order, by)
        push.announce("task", task.id, "lead", f"station:{station.id}")
    return station


def find_open(task_id: int) -> Pick | None:
    """The next stop: first open pick in walking order whose order is not blocked."""
    return NEXT_STOP.first(task_id=task_id)


def _leave_blocked(task: Task, by: int) -> None:
    """What is left on this walk belongs to blocked orders: their open picks end here and are planned anew."""
    for pick in LEFT.list(task_id=task.id):
        move(pick, PICK, "cancel")
        record("pick:cancelled", pick.id, order_id=pick.order_id, task_id=task.id, by=by)


def _get_station(code: str) -> Station:
    found = Station.get_or_none(Station.code == code.strip().upper())
    if found is None:
        raise NotFound("pick.unknown_station", code=code[:32])
    return found
