"""Containers: which order travels in which, and where it stands."""

from app.db import transaction
from app.errors import NotFound, Refused
from app.orders.models import Order
from app.picking.models import Tote
from app.timeline.recording import record
from app.waves.models import Task, TaskOrder


def find_tote(code: str) -> Tote | None:
    return Tote.get_or_none(Tote.code == code.strip().upper())


def get_tote(code: str) -> Tote:
    found = find_tote(code)
    if found is None:
        raise NotFound("tote.unknown", tote=code[:32])
    return found


def put(task: Task, slot: int, code: str, by: int) -> Tote:
    """A free tote into a slot of the cart; it carries that slot's order from now on."""
    place = TaskOrder.get_or_none(TaskOrder.task == task.id, TaskOrder.slot == slot)
    if place is None:
        raise NotFound("tote.no_slot", slot=slot)
    tote = get_tote(code)
    if tote.task_id == task.id and tote.slot == slot:
        return tote
    if tote.task_id is not None or tote.order_id is not None:
        raise Refused("tote.in_use", tote=tote.code)
    if Tote.select().where(Tote.task_id == task.id, Tote.slot == slot).exists():
        raise Refused("tote.slot_taken", slot=slot)
    changed = Tote.update(task_id=task.id, slot=slot, order_id=place.order_id, station_id=None)
    if not changed.where(Tote.id == tote.id, Tote.task_id.is_null(), Tote.order_id.is_null()).execute():
        raise Refused("tote.in_use", tote=tote.code)
    record("tote:assigned", tote.id, order_id=place.order_id, task_id=task.id, by=by, data={"slot": slot})
    return tote


def set_down(task: Task, station_id: int, by: int) -> None:
    """The cart is unloaded: its totes stand at the station, still carrying their orders."""
    for tote in Tote.select().where(Tote.task_id == task.id):
        Tote.update(task_id=None, slot=None, station_id=station_id).where(Tote.id == tote.id).execute()
        record("tote:set_down", tote.id, order_id=tote.order_id, task_id=task.id, by=by)


def free(order_id: int) -> None:
    """The order's parcel is closed: its totes are empty and may travel again, or wait for the next order in
    them.
    """
    with transaction():
        for tote in Tote.select().where(Tote.order_id == order_id):
            following = _find_following(order_id)
            if following is not None:
                Tote.update(order_id=following).where(Tote.id == tote.id).execute()
                continue
            Tote.update(task_id=None, slot=None, order_id=None, station_id=None).where(
                Tote.id == tote.id
            ).execute()
            record("tote:freed", tote.id, order_id=order_id)


def turn(tote: Tote) -> Tote:
    """A tote of the fast lane whose order cannot be packed now comes to the next one that can."""
    if tote.order_id is None:
        return tote
    order = Order.get_by_id(tote.order_id)
    following = _find_following(order.id) if order.state != "packing" and not _is_packable(order) else None
    if following is not None:
        with transaction():
            Tote.update(order_id=following).where(Tote.id == tote.id).execute()
        tote.order_id = following
    return tote


def _find_following(order_id: int) -> int | None:
    """Another order of the same shared tote that is still to be packed; one that may be packed now first."""
    mine = TaskOrder.select().join(Task).where(TaskOrder.order == order_id, Task.lane != "").first()
    if mine is None:
        return None
    others = TaskOrder.select(TaskOrder.order).where(
        TaskOrder.task == mine.task_id, TaskOrder.slot == mine.slot, TaskOrder.order != order_id
    )
    picked = Order.select().where(Order.id.in_(others), Order.state == "picked").order_by(Order.id)
    found = sorted(picked, key=lambda order: not _is_packable(order))
    return int(found[0].id) if found else None


def _is_packable(order: Order) -> bool:
    return order.state == "picked" and not order.blocked


def make_totes(count: int) -> int:
    """Totes T-0001 to T-<count>; those that exist stay as they are. How many are new."""
    with transaction():
        known = {tote.code for tote in Tote.select(Tote.code)}
        fresh = [{"code": f"T-{n:04d}"} for n in range(1, count + 1) if f"T-{n:04d}" not in known]
        if fresh:
            Tote.insert_many(fresh).execute()
    return len(fresh)
