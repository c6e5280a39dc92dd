"""Make tasks out of orders: totes, slots, a walk, picks. A released order belongs to its tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock, push
from app.db import transaction
from app.errors import Stale
from app.orders.models import Order, OrderLine
from app.orders.ordering import advance
from app.stock.models import Location, Reservation, Sku
from app.timeline.recording import record
from app.waves import floorplan
from app.waves.filling import Cart, Piece, fill_carts, fill_totes
from app.waves.models import Pick, Task, TaskOrder, Wave
from app.words import Words

CART = Cart()


@dataclass(frozen=True)
class Load:
    """What one walk carries: an order's pieces by tote."""

    order: Order
    totes: list[list[Piece]]


def release(orders: Sequence[Order], because: Words, wave: Wave | None = None) -> list[Task]:
    """Queue the tasks that pick these orders: one for all that fit a cart, more for an order that does not.

    Stale when one of them was held, cancelled or released meanwhile.
    """
    with transaction():
        fresh = {
            order.id: order for order in Order.select().where(Order.id.in_([order.id for order in orders]))
        }
        if any(fresh[order.id].state != "ready" or fresh[order.id].blocked for order in orders):
            raise Stale("wave.order_changed")
        pieces = pieces_of([order.id for order in orders])
        tasks = [
            _make_task(loads, because, wave)
            for loads in pack_carts([(fresh[order.id], pieces.get(order.id, [])) for order in orders])
        ]
        for order in fresh.values():
            advance(order, "release")
        push.announce("queue", None, "lead")
    return tasks


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


def _make_task(loads: list[Load], because: Words, wave: Wave | None) -> Task:
    orders = [load.order for load in loads]
    pieces = [piece for load in loads for tote in load.totes for piece in tote]
    layout, places = floorplan.get_layout(), floorplan.places_of([piece.location_id for piece in pieces])
    visits, length_mm = floorplan.walk([piece.location_id for piece in pieces], layout, places)
    task = Task.create(
        tier=min(order.tier for order in orders),
        wave=wave,
        promised_at=min(order.promised_at for order in orders),
        start_by_at=min(order.start_by_at for order in orders),
        pinned_at=min((order.pinned_at for order in orders if order.pinned_at), default=None),
        because=because.to_json(),
        route_mm=round(length_mm),
        created_at=clock.now(),
    )
    _make_picks(task, loads, {location_id: seq for seq, location_id in reversed(list(enumerate(visits)))})
    for order in orders:
        record("task:released", task.id, order_id=order.id, task_id=task.id)
    return task


def _make_picks(task: Task, loads: list[Load], seq_of: dict[int, int]) -> None:
    rows, slots, slot = [], [], 0
    for load in loads:
        for tote in load.totes:
            slot += 1
            slots.append({"task": task.id, "order": load.order.id, "slot": slot})
            rows += [_pick_row(task, load.order, piece, slot) for piece in tote]
    rows.sort(key=lambda row: (seq_of[row["location"]], row["slot"]))
    for seq, row in enumerate(rows, start=1):
        row["seq"] = seq
    TaskOrder.insert_many(slots).execute()
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
