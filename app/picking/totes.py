"""Containers: which order travels in which, and where it stands."""

from app import push
from app.db import transaction
from app.errors import NotFound, Refused
from app.orders.models import Order
from app.picking.models import Tote
from app.prepared import Prepared, given, update
from app.timeline.recording import record
from app.waves.models import Pick, Task, TaskOrder

AS_ZERO = str.maketrans("123456789", "0" * 9)
MOST_SHAPES = 20
BEFORE_PICKED = ("picking", "released", "ready", "new")
TURNS = ("picked", *BEFORE_PICKED, "cancelled")  # whose turn it is to have a shared tote

CODES = Prepared(lambda: Tote.select(Tote.code))
ON_CART = Prepared(lambda: Tote.select().where(Tote.task_id == given("task_id")).order_by(Tote.slot))
FILLED = Prepared(
    lambda: Pick.select(Pick.slot).where(Pick.task == given("task_id"), Pick.done_qty > 0).distinct()
)
OF_ORDER = Prepared(lambda: Tote.select().where(Tote.order_id == given("order_id")).order_by(Tote.code))
IN_LANE = Prepared(
    lambda: (
        TaskOrder.select(TaskOrder.task, TaskOrder.slot)
        .join(Task)
        .where(TaskOrder.order == given("order_id"), Task.lane != "")
        .order_by(TaskOrder.id.desc())
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
    places = TaskOrder.select().join(Order).where(TaskOrder.task == task.id, TaskOrder.slot == slot)
    place = places.order_by(Order.state == "cancelled", TaskOrder.id).first()
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
    """The cart is unloaded: totes stand at the station, still carrying their orders; empty ones are free."""
    filled = {row.slot for row in FILLED.list(task_id=task.id)}
    for tote in ON_CART.list(task_id=task.id):
        if tote.slot not in filled:
            _empty(tote)
            continue
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
            following = _list_following(order_id)
            if following:
                update(Tote, tote.id, order_id=following[0].id)
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
    if order.state == "packing" or _is_packable(order):
        return tote
    following = next((one for one in _list_following(order.id) if one.state == "picked"), None)
    if following is not None:
        with transaction():
            Tote.update(order_id=following.id).where(Tote.id == tote.id).execute()
        tote.order_id = following.id
    return tote


def list_shared(order_id: int) -> list[Tote]:
    """The tote of the fast lane that this order's unit lies in, while it is another one's turn."""
    others = [order.id for order in _list_following(order_id)]
    return list(Tote.select().where(Tote.order_id.in_(others)).order_by(Tote.code)) if others else []


def _list_following(order_id: int) -> list[Order]:
    """The other orders of the same shared tote: what may be packed now first, then what is still picked into
    it or lies in it; last what was cancelled and is to be put back.
    """
    mine = IN_LANE.first(order_id=order_id)
    if mine is None:
        return []
    others = TaskOrder.select(TaskOrder.order).where(
        TaskOrder.task == mine.task_id, TaskOrder.slot == mine.slot, TaskOrder.order != order_id
    )
    open_or_in_it = (Pick.task == mine.task_id) & ((Pick.state == "open") | (Pick.done_qty > 0))
    wanting = Order.id.in_(Pick.select(Pick.order).where(open_or_in_it)) & Order.id.in_(others)
    found = Order.select().where(wanting, Order.state.in_(TURNS)).order_by(Order.id)
    return sorted(found, key=lambda order: (not _is_packable(order), TURNS.index(order.state)))


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
