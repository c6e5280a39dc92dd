"""Merge waiting C orders into walks: the planner's savings over a snapshot, released for the free pickers."""

from collections.abc import Hashable

from app import clock
from app.db import transaction
from app.errors import Stale
from app.orders.models import Order
from app.planner.batching import Cart as PlannerCart
from app.planner.batching import Item, Job, batch
from app.planner.layout import Layout, Stop
from app.planner.stop import Moves
from app.timeline.recording import record
from app.waves import floorplan, queue, releasing
from app.waves.filling import Cart, Piece, fill_totes
from app.waves.models import Wave
from app.words import Words
from app.writer import off_hub

IMPROVED = 2000  # moves of ruin and recreate after the savings; the same plan every time
SNAPSHOT = 300  # orders looked at together, most pressing first


def release_merged(tier: str, walks: int) -> int:
    """Release up to `walks` walks of merged orders, those with the most pressing orders; how many it was."""
    waiting = [found.order for found in queue.list_head(tier, SNAPSHOT)]
    if not waiting:
        return 0
    pieces = releasing.pieces_of([order.id for order in waiting])
    places = floorplan.places_of([piece.location_id for listed in pieces.values() for piece in listed])
    groups = off_hub(
        merge, [(order, pieces.get(order.id, [])) for order in waiting], floorplan.get_layout(), places
    )
    try:
        with transaction():
            wave = Wave.create(released_at=clock.now(), because=Words("wave.picker_free").to_json())
            for group in groups[:walks]:
                releasing.release(group, Words("rank.merged_with", {"orders": len(group)}), wave)
            record("wave:released", wave.id, data={"walks": min(walks, len(groups))})
    except Stale:
        return 0
    return min(walks, len(groups))


def merge(
    waiting: list[tuple[Order, list[Piece]]],
    layout: Layout,
    places: dict[int, Stop],
    cart: Cart = releasing.CART,
) -> list[list[Order]]:
    """Groups of orders that share a walk, the most pressing group first; an order over a cart stays alone."""
    jobs, alone = [], []
    for order, pieces in waiting:
        totes = len(fill_totes(pieces, cart))
        if totes > cart.totes or not pieces:
            alone.append([order])
        else:
            jobs.append(
                Job(order.id, tuple(Item(places[piece.location_id]) for piece in pieces), totes=totes)
            )
    plan = batch(jobs, PlannerCart(totes=cart.totes), layout, Moves(IMPROVED), seed=0)
    by_key: dict[Hashable, Order] = {order.id: order for order, _ in waiting}
    groups = [[by_key[key] for key in found.orders] for found in plan]
    return sorted(groups + alone, key=lambda group: min(order.start_by_at for order in group))
