"""The floor as the line-up sees it: what is in hand, what is queued, and what would be released next.

Waiting orders become walks as the queue gives them out: pinned and urgent ones alone, promotions as they
follow one another, the others merged by the planner's savings. It looks at the SEEN most pressing ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app import clock
from app.contracts.tiers import list_tiers
from app.orders.models import Order
from app.people import presence
from app.people.models import Operator
from app.planner.batching import Cart as PlannerCart
from app.planner.batching import Item, Job, batch
from app.planner.layout import Layout, Stop
from app.planner.routing import route
from app.planner.stop import Moves
from app.stock.models import Location
from app.waves import floorplan, queue, ranking, releasing, underway
from app.waves.filling import Piece, fill_totes
from app.waves.lineup import Picker, Promised, Walk
from app.waves.models import Pick, Task
from app.waves.pace import Pace
from app.waves.queue import Waiting
from app.waves.ranking import Rank
from app.waves.underway import Due
from app.writer import off_hub

SEEN = 200  # waiting orders
QUEUED_SEEN = 200  # released walks that wait
FOLLOWING = 4  # promotions on one walk


@dataclass(frozen=True)
class Need:
    """So many units of a SKU from one place."""

    order_id: int
    sku_id: int
    stop: Stop
    qty: int


@dataclass(frozen=True)
class Ahead:
    """A walk not begun. `picker`: to whom it is offered."""

    key: str
    rank: Rank
    order_ids: tuple[int, ...]
    needs: tuple[Need, ...]
    totes: int
    picker: int | None = None


@dataclass
class Floor:
    layout: Layout
    pace: Pace
    going: list[underway.Walk]
    ahead: list[Ahead]
    pickers: list[Picker]
    due: dict[int, Due] = field(default_factory=dict)
    place: Rank | None = None  # in the queue, of the order it was looked at without
    behind: int = 0  # waiting orders that were not looked at

    def in_hand(self, but: int | None = None) -> list[Walk]:
        """What is left of the walks under way (but this task's)."""
        return [
            Walk(
                f"task:{walk.task.id}",
                walk.left_s(self.layout, self.pace),
                tuple(self.promised(due.order_id) for due in walk.orders),
                walk.going_mm(self.layout, [left.stop for left in walk.left[1:]]) if walk.left else 0.0,
                walk.operator.id,
            )
            for walk in self.going
            if walk.task.id != but
        ]

    def place_of(self, order_id: int) -> Rank:
        """Where the order that is looked at stands; behind all when it was not among the first."""
        return self.place or (ranking.MERGED + 1, float(order_id))

    def promised(self, order_id: int) -> Promised:
        due = self.due[order_id]
        return Promised(order_id, due.tier, (due.due_at - clock.now()).total_seconds())

    def walk_of(self, ahead: Ahead) -> Walk:
        stops = list(dict.fromkeys(need.stop for need in ahead.needs))
        way_mm = route(floorplan.opened(self.layout, stops), stops).length_mm
        units = sum(need.qty for need in ahead.needs)
        work_s = self.pace.walk_s(way_mm, len(ahead.needs), units, ahead.totes)
        orders = tuple(self.promised(order_id) for order_id in ahead.order_ids if order_id in self.due)
        return Walk(ahead.key, work_s, orders, way_mm, ahead.picker)

    def walks(self, change: Callable[[Ahead], Ahead | None] = lambda ahead: ahead) -> list[Walk]:
        """All walks in the order of the queue, those in hand first; `change` may alter one or drop it."""
        changed = [change(ahead) for ahead in self.ahead]
        return self.in_hand() + [self.walk_of(ahead) for ahead in changed if ahead is not None]


def look(but: int | None = None) -> Floor:
    """The floor now, without this order where it waits."""
    going = underway.list_walks()
    seen = queue.list_next(SEEN + 1)
    heads = [head for head in seen if head.order.id != but]
    ahead = _queued() + _waiting(heads[:SEEN])
    here = set(presence.list_working("picking")) | {walk.operator.id for walk in going}
    floor = Floor(
        floorplan.get_layout(),
        underway.measured_pace(),
        going,
        sorted(ahead, key=lambda one: (one.rank, one.key)),
        [Picker(key) for key in sorted(here)],
        place=next((head.rank for head in seen if head.order.id == but), None),
        behind=max(0, _count_waiting() - SEEN),
    )
    ids = {order_id for one in floor.ahead for order_id in one.order_ids}
    ids |= {due.order_id for walk in going for due in walk.orders}
    floor.due = {due.order_id: due for due in underway.list_due(sorted(ids | ({but} if but else set())))}
    return floor


def _count_waiting() -> int:
    return Order.select().where(Order.state == "ready", Order.blocked == False).count()  # noqa: E712


def _queued() -> list[Ahead]:
    """Walks that are offered or wait for somebody."""
    waiting = Task.state.in_(("queued", "offered"))
    tasks = list(Task.select().where(waiting).order_by(Task.start_by_at).limit(QUEUED_SEEN))
    picks = Pick.select(Pick, Location).join(Location)
    picks = picks.where(Pick.task.in_([task.id for task in tasks]), Pick.state == "open")
    by_task: dict[int, list[Pick]] = {}
    for pick in picks:
        by_task.setdefault(pick.task_id, []).append(pick)
    queues = {tier.code: tier.queue for tier in list_tiers()}
    return [_of_task(task, by_task[task.id], queues) for task in tasks if task.id in by_task]


def _of_task(task: Task, picks: list[Pick], queues: dict[str, str]) -> Ahead:
    group = ranking.PINNED if task.pinned_at else ranking.GROUPS[queues[task.tier]]
    return Ahead(
        f"task:{task.id}",
        (group, task.start_by_at.timestamp() if group != ranking.NEWEST else -1e12),
        tuple(sorted({pick.order_id for pick in picks})),
        tuple(
            Need(pick.order_id, pick.sku_id, underway.stop_of(pick.location), pick.qty - pick.done_qty)
            for pick in picks
        ),
        len({pick.slot for pick in picks}),
        task.operator_id if task.state == "offered" else None,
    )


def _waiting(heads: Sequence[Waiting]) -> list[Ahead]:
    pieces = releasing.pieces_of([head.order.id for head in heads])
    stops = floorplan.places_of([piece.location_id for listed in pieces.values() for piece in listed])
    made = [_alone(head, pieces.get(head.order.id, []), stops) for head in heads]
    merged = [one for one in made if one.rank[0] == ranking.GROUPS["waves"] and one.needs]
    following = [one for one in made if one.rank[0] == ranking.NEWEST]
    alone = [one for one in made if one not in merged and one not in following]
    return (
        [one for one in alone if one.needs]
        + _follow(following)
        + off_hub(_merge, merged, floorplan.get_layout())
    )


def _alone(head: Waiting, pieces: Sequence[Piece], stops: dict[int, Stop]) -> Ahead:
    needs = tuple(Need(head.order.id, piece.sku_id, stops[piece.location_id], piece.qty) for piece in pieces)
    totes = len(fill_totes(pieces, releasing.CART))
    return Ahead(f"order:{head.order.id}", head.rank, (head.order.id,), needs, totes)


def _join(group: Sequence[Ahead]) -> Ahead:
    first = min(group, key=lambda one: one.rank)
    return replace(
        first,
        order_ids=tuple(order_id for one in group for order_id in one.order_ids),
        needs=tuple(need for one in group for need in one.needs),
        totes=sum(one.totes for one in group),
    )


def _follow(waiting: Sequence[Ahead]) -> list[Ahead]:
    """Promotions that follow one another share a walk while their totes fit one cart."""
    groups: list[list[Ahead]] = []
    for one in waiting:
        last = groups[-1] if groups else []
        if (
            last
            and len(last) < FOLLOWING
            and sum(each.totes for each in [*last, one]) <= releasing.CART.totes
        ):
            last.append(one)
        elif one.needs:
            groups.append([one])
    return [_join(group) for group in groups]


def _merge(waiting: Sequence[Ahead], layout: Layout) -> list[Ahead]:
    """The planner's savings over what fits a cart; a larger order stays alone."""
    cart = releasing.CART.totes
    fits = [one for one in waiting if one.totes <= cart]
    jobs = [Job(n, tuple(Item(need.stop) for need in one.needs), one.totes) for n, one in enumerate(fits)]
    # an order that a moment ago went back to the queue may still want an aisle that was closed meanwhile
    layout = floorplan.opened(layout, [need.stop for one in fits for need in one.needs])
    plan = batch(jobs, PlannerCart(totes=cart), layout, Moves(1), seed=0)
    merged = [_join([fits[int(str(n))] for n in found.orders]) for found in plan]
    return merged + [one for one in waiting if one.totes > cart]


def name_of(operator_id: int | None) -> str:
    found = Operator.get_or_none(Operator.id == operator_id) if operator_id else None
    return found.name if found is not None else "–"
