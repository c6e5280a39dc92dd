"""C orders are released in waves by whichever comes first: a picker is free, the wave is dense enough, its
last safe start is reached, or its oldest order has waited its bound.
"""

from dataclasses import dataclass

from app import clock
from app.contracts.tiers import get_site
from app.db import transaction
from app.errors import Stale
from app.orders.models import Order
from app.timeline.recording import record
from app.waves import capacity, planning, queue, ranking, releasing, suiting
from app.waves.crowding import Crowd
from app.waves.filling import Cart
from app.waves.merging import Group
from app.waves.models import Task, Wave
from app.waves.suiting import Needs, Who
from app.words import Words

DUE_AT_ONCE = 60
DENSE_UNITS = 12  # a visited aisle: a full cart of that waits for nothing, unless the site says otherwise


@dataclass(frozen=True)
class Trigger:
    """Why a wave goes now."""

    because: Words
    walks: int = 1
    cart: Cart = releasing.CART


def release_ripe(crowd: Crowd) -> int:
    """Release what must not or need not wait for a free picker, as far as zones have room; how many walks."""
    return sum(_release_due(tier, crowd) + _release_dense(tier, crowd) for tier in planning.list_wave_tiers())


def release_for(who: Who, tier: str, free_pickers: int, crowd: Crowd) -> int:
    """A picker is free: the most pressing groups that suit them, a walk for each free picker."""
    trigger = Trigger(Words("wave.picker_free"), free_pickers, who.cart)
    chosen: list[Group] = []
    for group in planning.list_groups(tier):
        if (chosen or _suits(group, who)) and _take_room(group, crowd):
            chosen.append(group)
        if len(chosen) == free_pickers:
            break
    return _release(chosen, trigger, crowd) if chosen else 0


def _release_due(tier: str, crowd: Crowd) -> int:
    """Orders at the end of their wait, with those that share their walk.

    Where promotions go before them they go on waiting: released, they would only lie about.
    """
    if capacity.lifts():
        return 0
    head = queue.list_head(tier, 1)
    if not head or head[0].rank[0] != ranking.DUE:
        return 0
    due = [found for found in queue.list_head(tier, DUE_AT_ONCE) if found.rank[0] == ranking.DUE]
    pressing = {found.order.id for found in due}
    groups = [
        group
        for group in planning.list_groups(tier)
        if pressing & set(group.order_ids) and _take_room(group, crowd)
    ]
    key = "wave.last_start" if due[0].because.key.startswith("rank.last_start") else "wave.waited"
    return _release(groups, Trigger(Words(key), len(groups)), crowd) if groups else 0


def _release_dense(tier: str, crowd: Crowd) -> int:
    """Groups that would gain nothing by waiting, as long as no picker has more than one walk waiting."""
    least = float((get_site().settings or {}).get("dense_units", DENSE_UNITS))
    spare = max(1, crowd.pickers) - crowd.queued
    if spare <= 0:
        return 0
    dense = [group for group in planning.find_kept(tier) if group.full and group.density >= least]
    ripe = [group for group in dense[:spare] if _take_room(group, crowd)]
    if not ripe:
        return 0
    units = round(min(group.density for group in ripe))
    return _release(ripe, Trigger(Words("wave.dense", {"units": units}), len(ripe)), crowd)


def _release(groups: list[Group], trigger: Trigger, crowd: Crowd) -> int:
    """One wave of these groups, of whose orders some may have gone meanwhile; how many walks it became."""
    made: list[Task] = []
    try:
        with transaction():
            waiting = _still_waiting(groups[: trigger.walks])
            if not waiting:
                return 0
            wave = Wave.create(released_at=clock.now(), because=trigger.because.to_json())
            for group, orders in waiting:
                made += _release_group(group, orders, wave, trigger.cart)
            record("wave:released", wave.id, data={"walks": len(made)})
    except Stale:
        return 0
    return len(made)


def _still_waiting(groups: list[Group]) -> list[tuple[Group, list[Order]]]:
    ids = [order_id for group in groups for order_id in group.order_ids]
    ready = Order.select().where(Order.id.in_(ids), Order.state == "ready", ~Order.blocked)
    found = {order.id: order for order in ready}
    kept = [(group, [found[one] for one in group.order_ids if one in found]) for group in groups]
    return [(group, orders) for group, orders in kept if orders]


def _release_group(group: Group, orders: list[Order], wave: Wave, cart: Cart) -> list[Task]:
    because = Words("rank.fast" if group.fast else "rank.merged_with", {"orders": len(orders)})
    lane = releasing.FAST if group.fast else ""
    return releasing.release(orders, because, wave, cart, lane)


def _take_room(group: Group, crowd: Crowd) -> bool:
    """Whether some walk of this group has room on the floor; it counts from now on."""
    walks = [needs for needs in _list_needs(group) if crowd.has_room(needs)]
    for needs in walks:
        crowd.add(needs)
    return bool(walks)


def _suits(group: Group, who: Who) -> bool:
    return any(who.suits(needs) for needs in _list_needs(group))


def _list_needs(group: Group) -> list[Needs]:
    """What the walks of this group ask for; on a floor without marks all the same."""
    if suiting.is_plain_floor():
        return [Needs()]
    pieces = [piece for found in releasing.pieces_of(group.order_ids).values() for piece in found]
    kinds = suiting.by_kind(pieces).values()
    return [suiting.needs_of(suiting.locations_of(part), totes=1) for part in kinds]
