"""Make tasks out of orders: totes, slots, a walk, picks. A released order belongs to its tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import clock
from app.db import transaction
from app.errors import Stale
from app.orders.models import Order, OrderLine
from app.orders.ordering import advance
from app.stock.models import Location, Reservation, Sku
from app.timeline.recording import record
from app.waves import floorplan, suiting, urgent
from app.waves.filling import Cart, Piece, fill_carts, fill_shared, fill_totes
from app.waves.models import Pick, Task, TaskOrder, Wave
from app.words import Words

CART = Cart()
FAST = "fast"  # the lane: one SKU for many single-line orders, packed straight out of shared totes


@dataclass(frozen=True)
class Load:
    """What one walk carries: an order's pieces by tote."""

    order: Order
    totes: list[list[Piece]]


@dataclass(frozen=True)
class Slot:
    """A tote of a walk, and what of which order goes into it."""

    number: int
    order: Order
    pieces: list[Piece]


@dataclass(frozen=True)
class Release:
    """Why, with which wave, for which cart, and by which lane."""

    because: Words
    wave: Wave | None = None
    cart: Cart = CART
    lane: str = ""


def release(
    orders: Sequence[Any], because: Words, wave: Wave | None = None, cart: Cart = CART, lane: str = ""
) -> list[Task]:
    """Queue the tasks that pick these orders (anything with an id): one for all that fit a cart, more for an
    order that does not, and one of its own for what needs other equipment or skills.

    Stale when one of them was held, cancelled or released meanwhile.
    """
    how = Release(because, wave, cart, lane)
    with transaction():
        fresh = _read([order.id for order in orders])
        pieces = pieces_of(list(fresh))
        kinds = {order_id: suiting.by_kind(pieces.get(order_id, [])) for order_id in fresh}
        tasks = []
        for kind in sorted({kind for found in kinds.values() for kind in found}):
            loads = [(fresh[one], found[kind]) for one, found in kinds.items() if kind in found]
            tasks += [_make_task(slots, how) for slots in _fill(loads, how)]
        for _, order in sorted(fresh.items()):  # as everybody locks them
            advance(order, "release")
        urgent.announce_queue([order.tier for order in fresh.values()])
    return tasks


def _read(order_ids: Sequence[int]) -> dict[int, Order]:
    """As they stand now, in the order given."""
    found = {order.id: order for order in Order.select().where(Order.id.in_(order_ids))}
    if any(found[one].state != "ready" or found[one].blocked for one in order_ids):
        raise Stale("wave.order_changed")
    return {one: found[one] for one in order_ids}


def _fill(loads: Sequence[tuple[Order, list[Piece]]], how: Release) -> list[list[Slot]]:
    """The slots of each walk."""
    if how.lane == FAST:
        return fill_fast(loads, how.cart)
    carts = [
        [(load.order, tote) for load in cart for tote in load.totes] for cart in pack_carts(loads, how.cart)
    ]
    return [[Slot(number, *filled) for number, filled in enumerate(cart, start=1)] for cart in carts]


def fill_fast(loads: Sequence[tuple[Order, list[Piece]]], cart: Cart) -> list[list[Slot]]:
    """Single-line orders into shared totes; what does not fit one tote goes on an ordinary walk."""
    orders = {order.id: order for order, _ in loads}
    totes = fill_shared([(order.id, pieces[0]) for order, pieces in loads if len(pieces) == 1], cart)
    walks = [
        [
            Slot(number, orders[order_id], [piece])
            for number, tote in enumerate(totes[start : start + cart.totes], start=1)
            for order_id, piece in tote
        ]
        for start in range(0, len(totes), cart.totes)
    ]
    shared = {slot.order.id for walk in walks for slot in walk}
    left = [load for load in loads if load[0].id not in shared]
    return walks + _fill(left, Release(Words("nothing"), cart=cart))


def pieces_of(order_ids: Sequence[int]) -> dict[int, list[Piece]]:
    """What is reserved and still to pick for each order, in the order of shelves."""
    query = (
        Reservation.select(
            OrderLine.order_id,
            Reservation.line_id,
            Reservation.id,
            Reservation.location_id,
            Reservation.sku_id,
            Reservation.qty,
            Sku.volume_ml,
            Sku.weight_g,
            Location.equipment,
            Location.skill,
        )
        .join(OrderLine, on=(OrderLine.id == Reservation.line_id))
        .switch(Reservation)
        .join(Sku)
        .switch(Reservation)
        .join(Location)
        .where(OrderLine.order.in_(order_ids), Reservation.qty > 0)
        .order_by(Location.aisle, Location.bay, Location.level, Reservation.id)
    )
    found: dict[int, list[Piece]] = {}
    for order_id, *piece in iter(query.tuples().execute()):
        found.setdefault(order_id, []).append(Piece(*piece))
    return found


def pack_carts(orders: Sequence[tuple[Order, list[Piece]]], cart: Cart = CART) -> list[list[Load]]:
    """Orders share a cart while their totes fit; one that needs more gets carts of its own."""
    carts: list[list[Load]] = []
    for order, pieces in orders:
        totes = fill_totes(pieces, cart)
        if len(totes) > cart.totes:
            carts.extend([Load(order, part)] for part in fill_carts(totes, cart))
        elif carts and _fits(carts[-1], totes, cart):
            carts[-1].append(Load(order, totes))
        else:
            carts.append([Load(order, totes)])
    return carts


def _fits(loads: list[Load], totes: list[list[Piece]], cart: Cart) -> bool:
    return sum(len(load.totes) for load in loads) + len(totes) <= cart.totes


def _make_task(slots: list[Slot], how: Release) -> Task:
    orders = list({slot.order.id: slot.order for slot in slots}.values())
    pieces = [piece for slot in slots for piece in slot.pieces]
    layout, places = floorplan.get_layout(), floorplan.places_of([piece.location_id for piece in pieces])
    visits, length_mm = floorplan.walk([piece.location_id for piece in pieces], layout, places)
    needs = suiting.needs_of(suiting.locations_of(pieces), totes=len({slot.number for slot in slots}))
    task = Task.create(
        tier=min(order.tier for order in orders),
        wave=how.wave,
        needs=needs.to_json(),
        lane=how.lane if len(orders) > needs.totes else "",
        stops=len(pieces),
        release_by_at=min(order.release_by_at for order in orders),
        promised_at=min(order.promised_at for order in orders),
        start_by_at=min(order.start_by_at for order in orders),
        pinned_at=min((order.pinned_at for order in orders if order.pinned_at), default=None),
        because=how.because.to_json(),
        route_mm=round(length_mm),
        created_at=clock.now(),
    )
    _make_picks(task, slots, {location_id: seq for seq, location_id in reversed(list(enumerate(visits)))})
    for order in orders:
        record("task:released", task.id, order_id=order.id, task_id=task.id)
    return task


def _make_picks(task: Task, slots: list[Slot], seq_of: dict[int, int]) -> None:
    rows = [_pick_row(task, slot.order, piece, slot.number) for slot in slots for piece in slot.pieces]
    rows.sort(key=lambda row: (seq_of[row["location"]], row["slot"]))
    for seq, row in enumerate(rows, start=1):
        row["seq"] = seq
    places = [{"task": task.id, "order": slot.order.id, "slot": slot.number} for slot in slots]
    for start in range(0, len(places), 200):
        TaskOrder.insert_many(places[start : start + 200]).execute()
    for start in range(0, len(rows), 200):
        Pick.insert_many(rows[start : start + 200]).execute()


def _pick_row(task: Task, order: Order, piece: Piece, slot: int) -> dict:
    return {
        "task": task.id,
        "order": order.id,
        "line_id": piece.line_id,
        "reservation_id": piece.reservation_id,
        "location": piece.location_id,
        "sku": piece.sku_id,
        "qty": piece.qty,
        "slot": slot,
    }
