"""An urgent order joins a walk already under way, where that ends sooner and breaks no promise.

What is picked stays picked, the stop on the picker's card stays the next one, what was skipped stays last;
between them the way on is the shortest one over the old and the new stops together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app import clock, push
from app.contracts.tiers import get_site
from app.db import lock_row, transaction
from app.errors import NotFound, Stale
from app.lives import move
from app.orders.models import Order
from app.orders.ordering import advance, get_order
from app.planner.layout import Layout, Stop
from app.planner.routing import route
from app.stock.models import Location
from app.timeline.models import Entry
from app.timeline.recording import record
from app.waves import crowding, floorplan, releasing, suiting, underway, urgent
from app.waves.filling import Piece, fill_totes
from app.waves.models import Pick, Task, TaskOrder
from app.waves.pace import Pace
from app.waves.states import PICK
from app.waves.suiting import Needs
from app.waves.underway import Walk
from app.words import Words

NEAR = 0.5  # a walk passes near when the extra way is at most this part of a walk for the order alone
LATER_THAN_SHOWN = timedelta(seconds=60)  # what was chosen may come true so much later, no more


@dataclass(frozen=True)
class Load:
    """What an order needs picked: its pieces, where they lie, and how long a walk for it alone would be."""

    order: Order
    pieces: list[Piece]
    locations: list[Location]
    stops: list[Stop]
    alone_mm: float

    @property
    def units(self) -> int:
        return sum(piece.qty for piece in self.pieces)

    @property
    def totes(self) -> list[list[Piece]]:
        """On the house's ordinary cart."""
        return fill_totes(self.pieces, releasing.CART)


@dataclass(frozen=True)
class Joining:
    """What it means for a walk to take an order along."""

    walk: Walk
    load: Load
    totes: list[list[Piece]]
    way: list[Stop]  # after the stop on the card
    extra_mm: float
    before_at: datetime
    finish_at: datetime

    @property
    def stops(self) -> int:
        return sum(len(tote) for tote in self.totes)


def load_of(order: Order, layout: Layout) -> Load | None:
    """None when nothing of it is promised to be picked, or part of it lies where nobody can walk."""
    pieces = releasing.pieces_of([order.id]).get(order.id, [])
    locations = suiting.locations_of(pieces)
    stops = list(dict.fromkeys(underway.stop_of(place) for place in locations))
    try:
        alone = route(layout, stops).length_mm
    except ValueError:
        return None
    return Load(order, pieces, locations, stops, alone) if pieces else None


def consider(load: Load, walk: Walk, layout: Layout, pace: Pace) -> Joining | Words:
    """What taking the order along would mean, or the sentence why this walk cannot."""
    if not walk.left or walk.task.lane:
        return Words("join.nearly_done")
    if not underway.may_pick(walk.operator, load.locations):
        return Words("join.not_suited", {"name": walk.operator.name})
    if not crowding.look().may_enter(_more_narrow(load, walk)):
        return Words("join.crowded")
    cart = underway.cart_of(walk.operator)
    totes = fill_totes(load.pieces, cart)
    if walk.slots + len(totes) > cart.totes:
        return Words("join.no_tote")
    try:
        way = underway.order_on(walk, layout, load.stops)
    except ValueError:
        return Words("join.no_way")
    before_mm = walk.going_mm(layout, [left.stop for left in walk.left[1:]])
    extra_mm = max(0.0, walk.going_mm(layout, way) - before_mm)
    if extra_mm > NEAR * load.alone_mm:
        return Words("join.far", {"metres": round(extra_mm / 1000)})
    units = sum(left.units for left in walk.left)
    stops = sum(len(tote) for tote in totes)
    before_s = pace.going_s(before_mm, len(walk.left), units)
    after_s = pace.going_s(before_mm + extra_mm, len(walk.left) + stops, units + load.units, len(totes))
    before_at, finish_at = (clock.now() + timedelta(seconds=seconds) for seconds in (before_s, after_s))
    broken = find_worse(walk, before_at, finish_at)
    if broken is not None:
        return Words("join.promise", {"order": broken})
    return Joining(walk, load, totes, way, extra_mm, before_at, finish_at)


def _more_narrow(load: Load, walk: Walk) -> Needs:
    """Narrow aisles that the walk would enter and does not enter yet."""
    entered = Needs.from_json(walk.task.needs).narrow
    new = suiting.needs_of(load.locations, totes=0)
    return Needs(narrow=tuple(aisle for aisle in new.narrow if aisle not in entered))


def _needs(found: Joining) -> Needs:
    """What the walk asks for with the order on it."""
    old = Needs.from_json(found.walk.task.needs)
    new = suiting.needs_of(found.load.locations, totes=found.walk.slots + len(found.totes))
    both = {
        name: tuple(sorted({*getattr(old, name), *getattr(new, name)}))
        for name in ("skills", "zones", "narrow")
    }
    return Needs(old.equipment or new.equipment, **both, totes=new.totes)


def find_worse(walk: Walk, before_at: datetime, finish_at: datetime) -> str | None:
    """An order on the walk whose promise gets worse: kept before and broken now, or broken even more."""
    for due in walk.orders:
        if finish_at > max(before_at, due.due_at):
            return due.order_no
    return None


def find_best(load: Load, walks: Sequence[Walk], layout: Layout, pace: Pace) -> Joining | None:
    """The walk that is done with it first."""
    left = _left_before(load.order.id)
    found = [consider(load, walk, layout, pace) for walk in walks if walk.task.id not in left]
    return min(
        (one for one in found if isinstance(one, Joining)), key=lambda one: one.finish_at, default=None
    )


def site_time(at: datetime) -> str:
    """Hours and minutes on the warehouse's wall."""
    return f"{at.astimezone(ZoneInfo(get_site().zone)):%H:%M}"


def _left_before(order_id: int) -> set[int]:
    """Walks whose pickers have said that they have no room for this order."""
    query = Entry.select(Entry.task_id).where(Entry.order_id == order_id, Entry.what == "task:left")
    return {task_id for (task_id,) in underway.rows(query)}


def join(order_id: int, task_id: int, by: int | None = None, shown_at: datetime | None = None) -> None:
    """Put the order onto the walk. Again, once it is on it: nothing changes.

    Stale when the order or the walk moved meanwhile so that it no longer fits, or would be done more than a
    minute after `shown_at`.
    """
    with transaction():
        _lock(order_id, task_id)
        if TaskOrder.select().where(TaskOrder.task == task_id, TaskOrder.order == order_id).exists():
            return
        order = get_order(order_id)
        if order.state != "ready" or order.blocked:
            raise Stale("join.order_moved", order=order.order_no)
        _put_on(_still_possible(order, task_id, shown_at), by)


def _lock(order_id: int, task_id: int) -> None:
    """In the order in which unloading and cancelling lock: the orders, then the walk."""
    on_it = TaskOrder.select(TaskOrder.order).where(TaskOrder.task == task_id)
    for each in sorted({order_id, *(place.order_id for place in on_it)}):
        lock_row(Order, each)
    lock_row(Task, task_id)


def _still_possible(order: Order, task_id: int, shown_at: datetime | None) -> Joining:
    layout = floorplan.get_layout()
    load, walks = load_of(order, layout), underway.list_walks([task_id])
    if load is None or not walks:
        raise Stale("join.walk_moved")
    found = consider(load, walks[0], layout, underway.measured_pace())
    if isinstance(found, Words):
        raise Stale(found.key, **found.details)
    if shown_at is not None and found.finish_at > shown_at + LATER_THAN_SHOWN:
        raise Stale("join.later", finish=site_time(found.finish_at))
    return found


def _put_on(found: Joining, by: int | None) -> None:
    task, order = found.walk.task, found.load.order
    advance(order, "release", by=by)
    advance(order, "pick", by=by)
    _make_picks(found)
    promised = {
        name: min(getattr(task, name), getattr(order, name)) for name in ("promised_at", "start_by_at")
    }
    grown = {"route_mm": Task.route_mm + round(found.extra_mm), "stops": Task.stops + found.stops}
    needs = _needs(found).to_json()
    changed = Task.update(tier=min(task.tier, order.tier), needs=needs, **promised, **grown)
    changed.where(Task.id == task.id).execute()
    told = {
        "order": order.order_no,
        "stops": found.stops,
        "metres": round(found.extra_mm / 1000),
        "finish": site_time(found.finish_at),
    }
    record("task:joined", task.id, order_id=order.id, task_id=task.id, by=by, data=told)
    push.announce("task", task.id, "lead")
    urgent.announce_queue([order.tier])
    push.announce("screen", task.id, f"operator:{task.operator_id}")


def _make_picks(found: Joining) -> None:
    """The new stops into slots of their own, and every open stop its place on the way."""
    walk, places = found.walk, {place.id: underway.stop_of(place) for place in found.load.locations}
    rank = {stop: place for place, stop in reversed(list(enumerate(found.way, start=1)))}
    rank[walk.left[0].stop] = 0
    last = Pick.select(Pick.seq).where(Pick.task == walk.task.id).order_by(Pick.seq.desc()).limit(1)
    base = underway.rows(last)[0][0]
    made: list[tuple[int, int]] = []
    for slot, tote in enumerate(found.totes, start=walk.slots + 1):
        TaskOrder.create(task=walk.task.id, order=found.load.order.id, slot=slot)
        made += [(rank[places[piece.location_id]], _make_pick(found, piece, slot)) for piece in tote]
    aside = [left.pick_id for left in walk.left[1:] if left.aside]
    old = [(rank[left.stop], left.pick_id) for left in walk.left[1:] if not left.aside]
    in_order = [pick_id for _, pick_id in sorted(old + made, key=lambda ranked: ranked[0])]
    for seq, pick_id in enumerate([walk.left[0].pick_id, *in_order, *aside], start=base + 1):
        Pick.update(seq=seq).where(Pick.id == pick_id).execute()


def _make_pick(found: Joining, piece: Piece, slot: int) -> int:
    made = Pick.create(
        task=found.walk.task.id,
        order=found.load.order.id,
        line_id=piece.line_id,
        reservation_id=piece.reservation_id,
        location=piece.location_id,
        sku=piece.sku_id,
        qty=piece.qty,
        slot=slot,
        seq=0,
    )
    return int(made.id)


def leave(order_id: int, task_id: int, by: int) -> None:
    """The picker has no room after all: a joined order of which nothing is picked waits for another walk."""
    with transaction():
        _lock(order_id, task_id)
        joined = Entry.select().where(Entry.what == "task:joined", Entry.subject_id == task_id)
        if not joined.where(Entry.order_id == order_id).exists():
            raise NotFound("join.unknown")
        picks = list(Pick.select().where(Pick.task == task_id, Pick.order == order_id))
        if any(pick.done_qty for pick in picks) or not picks:
            raise Stale("join.begun")
        for pick in picks:
            if pick.state == "open":
                move(pick, PICK, "cancel")
                record("pick:cancelled", pick.id, order_id=order_id, task_id=task_id, by=by)
        TaskOrder.delete().where(TaskOrder.task == task_id, TaskOrder.order == order_id).execute()
        record("task:left", task_id, order_id=order_id, task_id=task_id, by=by)
        order = get_order(order_id)
        if order.state == "picking":
            advance(order, "replan", by=by)
        push.announce("task", task_id, "lead")
        urgent.announce_queue([order.tier])
