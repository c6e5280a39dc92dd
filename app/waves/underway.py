"""The walks that are going on: who, where they stand, what is left, and when they will be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from app import clock
from app.orders.estimating import work_s
from app.orders.models import Order, OrderLine
from app.people.models import Equipment, Operator
from app.planner.layout import Layout, Stop
from app.planner.legs import leg, length_in_order
from app.planner.onward import onward
from app.rules.remembering import Remembered
from app.stock.models import Location
from app.timeline.models import Entry
from app.waves import floorplan, releasing
from app.waves.filling import Cart
from app.waves.models import Pick, Task, TaskOrder
from app.waves.pace import Done, Pace, pace_of, packing_s

MEASURED_WALKS = 60
KEPT_S = 60.0


@dataclass(frozen=True)
class Left:
    """A stop of the walk that is still open."""

    pick_id: int
    stop: Stop
    units: int
    aside: bool = False  # the picker has skipped it: it stays at the end


@dataclass(frozen=True)
class Due:
    """An order, and when its walk must be unloaded so that its promise can still be kept."""

    order_id: int
    order_no: str
    tier: str
    due_at: datetime


@dataclass
class Walk:
    """One walk going on. `left` in the order in which it is walked; `slots`: the highest in use."""

    task: Task
    operator: Any  # Operator
    orders: list[Due]
    left: list[Left] = field(default_factory=list)
    here: Stop | None = None  # where something was last picked; None: still at the depot
    slots: int = 0

    def going_mm(self, layout: Layout, after: Sequence[Stop]) -> float:
        """To the stop on the card, then over `after` in this order, and to the depot."""
        first = self.left[0].stop
        return leg(layout, self.here, first) + length_in_order(layout, first, after)

    def left_s(self, layout: Layout, pace: Pace, totes: int = 0) -> float:
        """`totes`: that are still to be scanned in."""
        if not self.left:
            home = length_in_order(layout, self.here, []) if self.here else 0.0
            return pace.going_s(home, 0, 0)
        metres = self.going_mm(layout, [left.stop for left in self.left[1:]])
        return pace.going_s(metres, len(self.left), sum(left.units for left in self.left), totes)


def order_on(walk: Walk, layout: Layout, more: Sequence[Stop]) -> list[Stop]:
    """The way on with more stops: the one on the card first, what was skipped last, exact between them."""
    between = [left.stop for left in walk.left[1:] if not left.aside] + list(more)
    way = onward(layout, walk.left[0].stop, between)
    return [between[i] for i in way.order] + [left.stop for left in walk.left[1:] if left.aside]


def list_walks(task_ids: Sequence[int] | None = None) -> list[Walk]:
    """Started walks (of these tasks), oldest first."""
    query = Task.select(Task, Operator).join(Operator).where(Task.state == "started").order_by(Task.id)
    tasks = list(query if task_ids is None else query.where(Task.id.in_(list(task_ids))))
    ids = [task.id for task in tasks]
    orders, slots = _orders_of(ids)
    left, here = _left_of(ids), _here_of(ids)
    return [
        Walk(
            task,
            task.operator,
            orders.get(task.id, []),
            left.get(task.id, []),
            here.get(task.id),
            slots.get(task.id, 0),
        )
        for task in tasks
    ]


def get_finish_at(task_id: int, totes: int) -> datetime:
    """When a started walk will be done at this floor's pace, `totes` of it still to be scanned in."""
    (walk,) = list_walks([task_id])
    return clock.now() + timedelta(seconds=walk.left_s(floorplan.get_layout(), measured_pace(), totes))


def rows(query: Any) -> list[tuple[Any, ...]]:
    """A query's columns as tuples."""
    return list(query.tuples())


def _left_of(task_ids: list[int]) -> dict[int, list[Left]]:
    columns = (Pick.task, Pick.id, Location.aisle, Location.bay, Pick.qty - Pick.done_qty)
    query = Pick.select(*columns).join(Location).switch(Pick).join(Order)
    query = query.where(Pick.task.in_(task_ids), Pick.state == "open", ~Order.blocked)
    found_rows = rows(query.order_by(Pick.task, Pick.seq))
    skipped = _skipped([row[1] for row in found_rows])
    found: dict[int, list[Left]] = {}
    for task_id, pick_id, aisle, bay, units in found_rows:
        stop = Stop(aisle - 1, bay - 1)
        found.setdefault(task_id, []).append(Left(pick_id, stop, units, pick_id in skipped))
    return found


def _skipped(pick_ids: list[int]) -> set[int]:
    query = Entry.select(Entry.subject_id).where(Entry.what == "pick:skipped", Entry.subject_id.in_(pick_ids))
    return {pick_id for (pick_id,) in rows(query)}


def _here_of(task_ids: list[int]) -> dict[int, Stop]:
    query = Pick.select(Pick.task, Location.aisle, Location.bay).join(Location)
    query = query.where(Pick.task.in_(task_ids), Pick.moved_at.is_null(False))
    query = query.order_by(Pick.moved_at, Pick.seq)  # what was done offline comes in one moment
    return {task_id: Stop(aisle - 1, bay - 1) for task_id, aisle, bay in rows(query)}


def _orders_of(task_ids: list[int]) -> tuple[dict[int, list[Due]], dict[int, int]]:
    query = TaskOrder.select(TaskOrder.task, TaskOrder.order, fn.MAX(TaskOrder.slot))
    query = query.where(TaskOrder.task.in_(task_ids)).group_by(TaskOrder.task, TaskOrder.order)
    placed = rows(query)
    due = {one.order_id: one for one in list_due([order_id for _, order_id, _ in placed])}
    orders: dict[int, list[Due]] = {}
    slots: dict[int, int] = {}
    for task_id, order_id, slot in placed:
        if order_id in due:
            orders.setdefault(task_id, []).append(due[order_id])
        slots[task_id] = max(slot, slots.get(task_id, 0))
    return orders, slots


def list_due(order_ids: Sequence[int]) -> list[Due]:
    """By when the walks of these orders must be unloaded; cancelled ones are left out."""
    lines = OrderLine.select(OrderLine.order, fn.COUNT(OrderLine.id)).where(OrderLine.order.in_(order_ids))
    kinds = {order_id: count for order_id, count in rows(lines.group_by(OrderLine.order))}
    columns = (Order.id, Order.order_no, Order.tier, Order.start_by_at, Order.units)
    query = Order.select(*columns).where(Order.id.in_(order_ids), Order.state != "cancelled")
    return [
        Due(order_id, order_no, tier, due_at(start_by_at, kinds.get(order_id, 1), units))
        for order_id, order_no, tier, start_by_at, units in rows(query)
    ]


def due_at(start_by_at: datetime, lines: int, units: int) -> datetime:
    """The truck or the promise, less the packing."""
    return start_by_at + timedelta(seconds=work_s(lines, units) - packing_s(units))


def may_pick(operator: Operator, locations: Sequence[Location]) -> bool:
    """Whether they work in these zones, have these skills, and what they push reaches these shelves."""
    pushes = _equipment_of(operator)
    kind = pushes.kind if pushes is not None else "cart"
    return all(
        (not operator.zones or not place.zone or place.zone in operator.zones)
        and (not place.skill or place.skill in operator.skills)
        and (place.equipment or "cart") == kind
        for place in locations
    )


def _equipment_of(operator: Operator) -> Equipment | None:
    return Equipment.get_or_none(Equipment.code == operator.equipment) if operator.equipment else None


def cart_of(operator: Operator) -> Cart:
    """What they push: their equipment, or the house's ordinary cart."""
    found = _equipment_of(operator)
    return Cart(found.totes, found.tote_ml, found.tote_g) if found is not None else releasing.CART


def stop_of(place: Location) -> Stop:
    return Stop(place.aisle - 1, place.bay - 1)


def measured_pace() -> Pace:
    """This floor's pace by its latest finished walks, read again every minute of the house's clock."""
    return _pace.get()


def _measure() -> Pace:
    query = Task.select(Task.id, Task.route_mm, Task.started_at, Task.done_at)
    query = query.where(Task.done_at.is_null(False)).order_by(Task.done_at.desc()).limit(MEASURED_WALKS)
    walked = rows(query)
    handled = _handled([row[0] for row in walked])
    return pace_of(
        [
            Done((done_at - started_at).total_seconds(), Pace().going_s(route_mm, *handled[task_id]))
            for task_id, route_mm, started_at, done_at in walked
            if started_at is not None and task_id in handled
        ]
    )


def _handled(task_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Stops, units and totes of each walk."""
    picks = Pick.select(Pick.task, fn.COUNT(Pick.id), fn.SUM(Pick.done_qty), fn.COUNT(Pick.slot.distinct()))
    picks = picks.where(Pick.task.in_(task_ids), Pick.state != "cancelled").group_by(Pick.task)
    return {task_id: (stops, units or 0, totes) for task_id, stops, units, totes in rows(picks)}


_pace = Remembered(_measure, KEPT_S, lambda: clock.now().timestamp())
