"""An aisle is closed: walks avoid it, stops there go to other shelves, or their orders wait and say why."""

from collections.abc import Sequence
from dataclasses import replace

from app import push
from app.contracts.settings import change_setting, get_setting, read_setting
from app.db import lock_row, transaction
from app.errors import Invalid, Refused
from app.lives import move
from app.orders import holding
from app.orders.holding import Why
from app.orders.models import Block, Order, OrderLine
from app.orders.ordering import advance, get_order, has_reserved, line_ids_of
from app.people.interrupts import interrupt
from app.planner.layout import Layout
from app.stock import closing
from app.stock.models import Floor, Location, Reservation
from app.stock.sql import lock_promises
from app.timeline.recording import record
from app.waves import floorplan
from app.waves.models import Pick, Task, TaskOrder
from app.waves.states import LIVE, PICK, TASK
from app.words import Words

SETTING = floorplan.CLOSED  # aisle -> the shelves that its closing put out of use
WAITS = "order.aisle_closed"


def list_closed() -> list[int]:
    return sorted(int(aisle) for aisle in get_setting(SETTING, {}))


def close(aisle: int, by: int) -> list[Task]:
    """The walks it changed; carts of those it ended are for picking to clear. Refused when it is closed."""
    with transaction():
        lock_promises()
        floor = Floor.select().first()
        if floor is None or not 1 <= aisle <= floor.aisles:
            raise Invalid("aisle.unknown", aisle=aisle)
        closed = read_setting(SETTING, {})
        if str(aisle) in closed:
            raise Refused("aisle.closed_already", aisle=aisle)
        layout = floorplan.get_layout()
        check_way_round(replace(layout, closed=frozenset(int(one) - 1 for one in (*closed, aisle))), aisle)
        change_setting(SETTING, {**closed, str(aisle): closing.block_aisle(aisle)}, by)
        tasks = _list_tasks(aisle)
        for task in tasks:
            _leave(task, aisle, by)
        record("aisle:closed", aisle, by=by, data={"aisle": aisle, "walks": len(tasks)})
        hold_stranded([aisle], by)
        push.announce("queue", None, "lead", "floor")
    return tasks


def check_way_round(layout: Layout, aisle: int) -> None:
    """Refused where nobody could walk round once this aisle is closed."""
    if not floorplan.leads_round(layout):
        raise Refused("aisle.no_way_round", aisle=aisle)


def reopen(aisle: int, by: int) -> None:
    """Its shelves serve again, and the orders that waited for it go on."""
    with transaction():
        lock_promises()
        closed = read_setting(SETTING, {})
        if str(aisle) not in closed:
            raise Refused("aisle.not_closed", aisle=aisle)
        closing.unblock(closed.pop(str(aisle)))
        change_setting(SETTING, closed, by)
        record("aisle:opened", aisle, by=by, data={"aisle": aisle})
        for block in Block.select().where(Block.kind == "hold", Block.lifted_at.is_null()):
            if block.why.get("key") == WAITS and block.why.get("aisle") == aisle:
                holding.lift(block.id, by)
        push.announce("queue", None, "lead", "floor")


def _list_tasks(aisle: int) -> list[Task]:
    there = Pick.select(Pick.task).join(Location).where(Location.aisle == aisle, Pick.state == "open")
    return list(Task.select().where(Task.id.in_(there), Task.state.in_(("queued", *LIVE))).order_by(Task.id))


def _leave(task: Task, aisle: int, by: int) -> None:
    """Its open stops in the aisle end here; a stop half done is finished by who stands there."""
    lock_row(Task, task.id)
    there = Pick.select(Pick).join(Location).where(Pick.task == task.id, Location.aisle == aisle)
    picks = list(there.where(Pick.state == "open", Pick.done_qty == 0).order_by(Pick.id))
    for pick in picks:
        move(pick, PICK, "cancel")
        record("pick:cancelled", pick.id, order_id=pick.order_id, task_id=task.id, by=by)
    if task.started_at is None:
        _take_off(task, sorted({pick.order_id for pick in picks}), by)
    elif picks and task.operator_id is not None:
        told = {"aisle": aisle, "stops": len(picks)}
        title, text = Words("aisle.closed_title", told), Words("aisle.closed_text", told)
        interrupt(task.operator_id, "changed", title, text, task.id)
    _end_if_empty(task, by)
    push.announce("task", task.id, "lead")
    if task.operator_id is not None:
        push.announce("screen", task.id, f"operator:{task.operator_id}")


def _take_off(task: Task, order_ids: Sequence[int], by: int) -> None:
    """From a walk not begun the whole order goes back, to be released anew as one."""
    for order_id in order_ids:
        for pick in Pick.select().where(Pick.task == task.id, Pick.order == order_id, Pick.state == "open"):
            move(pick, PICK, "cancel")
            record("pick:cancelled", pick.id, order_id=order_id, task_id=task.id, by=by)
        TaskOrder.delete().where(TaskOrder.task == task.id, TaskOrder.order == order_id).execute()
        order = get_order(order_id)
        if order.state in ("released", "picking") and not _is_on_a_walk(order_id):
            advance(order, "replan", by=by)


def _is_on_a_walk(order_id: int) -> bool:
    on_it = TaskOrder.select(TaskOrder.task).where(TaskOrder.order == order_id)
    return bool(Task.select().where(Task.id.in_(on_it), Task.state.in_(("queued", *LIVE))).exists())


def _end_if_empty(task: Task, by: int) -> None:
    left = Pick.select().where(Pick.task == task.id, (Pick.state == "open") | (Pick.done_qty > 0)).exists()
    if not left:
        move(task, TASK, "cancel")
        record("task:cancelled", task.id, task_id=task.id, by=by)
        orders = Order.select().where(
            Order.id.in_(TaskOrder.select(TaskOrder.order).where(TaskOrder.task == task.id))
        )
        for order in orders:
            if order.state == "picking" and has_reserved(order.id) and not _is_on_a_walk(order.id):
                advance(order, "replan", by=by)


def hold_stranded(aisles: Sequence[int] | None = None, by: int | None = None) -> int:
    """Ready orders with stock promised in closed aisles: from elsewhere, or they wait; how many wait."""
    closed = list_closed() if aisles is None else list(aisles)
    if not closed:
        return 0
    with transaction():
        lock_promises()
        held = [order_id for order_id in _list_stranded(closed) if _keep_waiting(order_id, closed, by)]
    return len(held)


def _list_stranded(closed: Sequence[int]) -> list[int]:
    promised = Reservation.select(Reservation.line_id).join(Location)
    promised = promised.where(Location.aisle.in_(list(closed)), Reservation.qty > 0)
    lines = OrderLine.select(OrderLine.order).where(OrderLine.id.in_(promised))
    ready = Order.select(Order.id).where(Order.id.in_(lines), Order.state == "ready", ~Order.blocked)
    return [order.id for order in ready.order_by(Order.tier, Order.start_by_at, Order.id)]


def _keep_waiting(order_id: int, closed: Sequence[int], by: int | None) -> bool:
    found = closing.list_promised(closed, line_ids_of(order_id))
    stuck = [reservation for reservation in found if closing.move_elsewhere(reservation)]
    if stuck:
        aisle = Location.get_by_id(stuck[0].location_id).aisle
        holding.block(order_id, Why("hold", Words(WAITS, {"aisle": aisle})), by)
    return bool(stuck)
