"""Containers: which order travels in which, and where it stands."""

from app import push
from app.db import transaction
from app.errors import NotFound, Refused
from app.orders.models import Order
from app.picking.models import Tote
from app.prepared import Prepared, given, update
from app.timeline.recording import record
from app.waves.models import Task, TaskOrder

AS_ZERO = str.maketrans("123456789", "0" * 9)
MOST_SHAPES = 20

CODES = Prepared(lambda: Tote.select(Tote.code))
ON_CART = Prepared(lambda: Tote.select().where(Tote.task_id == given("task_id")).order_by(Tote.slot))
OF_ORDER = Prepared(lambda: Tote.select().where(Tote.order_id == given("order_id")).order_by(Tote.code))
IN_LANE = Prepared(
    lambda: (
        TaskOrder.select(TaskOrder.task, TaskOrder.slot)
        .join(Task)
        .where(TaskOrder.order == given("order_id"), Task.lane != "")
        .limit(1)
    )
)


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
    if Tote.get_or_none(Tote.task_id == task.id, Tote.slot == slot) is not None:
        raise Refused("tote.slot_taken", slot=slot)
    unused = {"id": tote.id, "task_id": None, "order_id": None}
    if not update(Tote, unused, task_id=task.id, slot=slot, order_id=place.order_id, station_id=None):
        raise Refused("tote.in_use", tote=tote.code)
    record("tote:assigned", tote.id, order_id=place.order_id, task_id=task.id, by=by, data={"slot": slot})
    return tote


def list_of(order_id: int) -> list[Tote]:
    """The totes that an order travels in, by their codes."""
    return OF_ORDER.list(order_id=order_id)


def set_down(task: Task, station_id: int, by: int) -> None:
    """The cart is unloaded: its totes stand at the station, still carrying their orders."""
    for tote in ON_CART.list(task_id=task.id):
        update(Tote, tote.id, task_id=None, slot=None, station_id=station_id)
        record("tote:set_down", tote.id, order_id=tote.order_id, task_id=task.id, by=by)


def carry(tote: Tote, station_id: int, by: int) -> None:
    """It stands at another bench now."""
    update(Tote, tote.id, station_id=station_id)
    record("tote:set_down", tote.id, order_id=tote.order_id, by=by)
    rooms = [f"station:{one}" for one in (tote.station_id, station_id) if one is not None]
    push.announce("order", tote.order_id, "lead", *rooms)


def free(order_id: int) -> None:
    """The order's parcel is closed: its totes are empty and may travel again, or wait for the next order in
    them.
    """
    with transaction():
        for tote in list_of(order_id):
            following = _find_following(order_id)
            if following is not None:
                update(Tote, tote.id, order_id=following)
                continue
            _empty(tote)


def clear_cart(task_id: int) -> None:
    """Nothing lies in any tote of this cart."""
    for tote in ON_CART.list(task_id=task_id):
        _empty(tote)


def _empty(tote: Tote) -> None:
    update(Tote, tote.id, task_id=None, slot=None, order_id=None, station_id=None)
    record("tote:freed", tote.id, order_id=tote.order_id)


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
    mine = IN_LANE.first(order_id=order_id)
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


def list_shapes() -> list[str] | None:
    """What the codes on this house's totes look like, each digit as 0: `T-0000`; None: they have no look of
    their own.
    """
    shapes = {row.code.translate(AS_ZERO) for row in CODES.list()}
    return sorted(shapes) if len(shapes) <= MOST_SHAPES else None


def make_totes(count: int) -> int:
    """Totes T-0001 to T-<count>; those that exist stay as they are. How many are new."""
    with transaction():
        known = {tote.code for tote in Tote.select(Tote.code)}
        fresh = [{"code": f"T-{n:04d}"} for n in range(1, count + 1) if f"T-{n:04d}" not in known]
        if fresh:
            Tote.insert_many(fresh).execute()
    return len(fresh)
