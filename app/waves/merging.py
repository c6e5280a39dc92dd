"""Groups of waiting C orders that share a walk: a problem for the planner and what becomes of it. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.planner.batching import Batch, Item, Job, batch
from app.planner.batching import Cart as PlannerCart
from app.planner.layout import Layout, Stop
from app.planner.routing import route
from app.planner.stop import Moves
from app.waves.filling import Cart, Piece, fill_totes
from app.waves.pace import Pace
from app.waves.ranking import Ranked
from app.waves.sharing import Going, spares

IMPROVED = 2000  # moves of ruin and recreate after the savings; the same plan every time
FAST_LEAST = 4  # single-line orders of one SKU that are worth a walk of their own
FAST_MOST = 60
FULL = 0.9  # of a cart's totes


@dataclass(frozen=True)
class Asked:
    """A waiting order, what of it lies where, and what its place in the queue looks at."""

    order_id: int
    place: Ranked
    pieces: list[Piece]


@dataclass(frozen=True)
class Floor:
    """Where everything lies, what a walk carries and how fast it goes; `now`."""

    layout: Layout
    places: dict[int, Stop]
    cart: Cart
    pace: Pace
    now: datetime

    def stops_of(self, asked: Sequence[Asked]) -> list[Stop]:
        return list(dict.fromkeys(self.places[piece.location_id] for one in asked for piece in one.pieces))


@dataclass(frozen=True)
class Group:
    """Orders that share a walk. `density`: units a visited aisle; `full`: no tote is left."""

    order_ids: tuple[int, ...]
    due_at: datetime
    density: float = 0.0
    full: bool = False
    fast: bool = False


def merge(asked: Sequence[Asked], floor: Floor) -> list[Group]:
    """Every order in one group, the most pressing group first; an order over a cart stays alone.

    Orders of one SKU and one line go by the fast lane; those whose shelves ask for the same are merged.
    """
    fast = [group for one in fast_lanes(asked, floor.cart) if (group := _group(one, floor, fast=True))]
    taken = {order_id for group in fast for order_id in group.order_ids}
    kinds: dict[Hashable, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.order_id not in taken:
            kinds[frozenset((piece.equipment, piece.skill) for piece in one.pieces)].append(one)
    merged = [group for alike in kinds.values() for group in _merge_alike(alike, floor)]
    return sorted(fast + merged, key=lambda group: group.due_at)


def fast_lanes(asked: Sequence[Asked], cart: Cart) -> list[list[Asked]]:
    """Single-line orders by shelf and SKU, where there are enough of them, cut at what one walk carries."""
    shelves: dict[tuple[int, int], list[Asked]] = defaultdict(list)
    for one in asked:
        if len(one.pieces) == 1 and len(fill_totes(one.pieces, cart)) == 1:
            shelves[one.pieces[0].location_id, one.pieces[0].sku_id].append(one)
    return [
        alike[start : start + FAST_MOST]
        for alike in shelves.values()
        for start in range(0, len(alike), FAST_MOST)
        if len(alike) - start >= FAST_LEAST
    ]


def _merge_alike(asked: Sequence[Asked], floor: Floor) -> list[Group]:
    alone, jobs, by_id = [], [], {one.order_id: one for one in asked}
    for one in asked:
        totes = len(fill_totes(one.pieces, floor.cart))
        if totes > floor.cart.totes or not one.pieces:
            alone.append([one])
        else:
            items = tuple(Item(floor.places[piece.location_id]) for piece in one.pieces)
            jobs.append(Job(one.order_id, items, totes=totes))
    plan = batch(jobs, PlannerCart(totes=floor.cart.totes), floor.layout, Moves(IMPROVED), seed=0)
    found = [_spare([by_id[int(str(key))] for key in walk.orders], walk, floor) for walk in plan]
    return [_group(group, floor) for group in alone + [part for parts in found for part in parts]]


def _spare(group: list[Asked], walk: Batch, floor: Floor) -> list[list[Asked]]:
    """Whoever has no time for the shared walk goes alone; the others stay together."""
    shared_s = walk_s(group, walk.length_mm, floor.pace)
    hurried = [one for one in group if not spares([going(one, floor)], shared_s)]
    calm = [one for one in group if one not in hurried]
    return [[one] for one in hurried] + ([calm] if calm else [])


def going(one: Asked, floor: Floor) -> Going:
    slack_s = (one.place.start_by_at - floor.now).total_seconds()
    length = route(floor.layout, floor.stops_of([one])).length_mm
    return Going(slack_s, walk_s([one], length, floor.pace))


def walk_s(group: Sequence[Asked], length_mm: float, pace: Pace) -> float:
    """How long one walk over these orders takes."""
    pieces = [piece for one in group for piece in one.pieces]
    return pace.walk_s(length_mm, len(pieces), sum(piece.qty for piece in pieces), len(group))


def _group(group: Sequence[Asked], floor: Floor, fast: bool = False) -> Group:
    pieces = [piece for one in group for piece in one.pieces]
    aisles = {floor.places[piece.location_id].aisle for piece in pieces}
    totes = sum(len(fill_totes(one.pieces, floor.cart)) for one in group)
    return Group(
        order_ids=tuple(one.order_id for one in group),
        due_at=min(one.place.due_at for one in group),
        density=sum(piece.qty for piece in pieces) / max(1, len(aisles)),
        full=fast or totes >= FULL * floor.cart.totes,
        fast=fast,
    )
