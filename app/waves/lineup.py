"""Who would walk what, and when it would be done. Pure; seconds from now, millimetres.

Greedy list scheduling (Graham 1966): the walks in the order of the queue, each to whoever is free first.
What somebody has in hand, or is promised to them, they walk themselves. A walk is begun only if it ends
before its picker goes home.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Promised:
    """An order, and when its walk must be unloaded to keep its promise."""

    order_id: int
    tier: str
    due_s: float


@dataclass(frozen=True)
class Walk:
    """A walk, or what is left of one. `picker`: whose it is already. Infinite work: nobody can begin it."""

    key: str
    work_s: float
    orders: tuple[Promised, ...]
    way_mm: float = 0.0
    picker: int | None = None


@dataclass(frozen=True)
class Picker:
    key: int
    from_s: float = 0.0
    until_s: float = inf


@dataclass(frozen=True)
class Planned:
    """`picker` None, `finish_s` infinite: nobody is there to walk it."""

    walk: Walk
    picker: int | None
    finish_s: float


@dataclass(frozen=True)
class Kept:
    kept: int = 0
    missed: int = 0


def line_up(walks: Sequence[Walk], pickers: Iterable[Picker]) -> list[Planned]:
    """Each walk's picker and end, in the order given. O(walks x pickers)."""
    crew = {picker.key: picker for picker in pickers}
    free_s = {picker.key: picker.from_s for picker in crew.values()}
    planned: dict[str, Planned] = {}
    for walk in [*(w for w in walks if w.picker is not None), *(w for w in walks if w.picker is None)]:
        found = walk.picker if walk.picker is not None else _first_free(walk, free_s, crew)
        finish_s = inf if found is None else free_s.get(found, 0.0) + walk.work_s
        if found is not None:
            free_s[found] = finish_s
        planned[walk.key] = Planned(walk, found, finish_s)
    return [planned[walk.key] for walk in walks]


def _first_free(walk: Walk, free_s: Mapping[int, float], crew: Mapping[int, Picker]) -> int | None:
    able = [key for key, picker in crew.items() if free_s[key] + walk.work_s <= picker.until_s]
    if walk.work_s == inf:
        return None
    return min(able, key=lambda key: (free_s[key], key), default=None)


def finish_of(planned: Iterable[Planned]) -> dict[int, float]:
    """When each order is picked: the end of its last walk."""
    found: dict[int, float] = {}
    for one in planned:
        for order in one.walk.orders:
            found[order.order_id] = max(one.finish_s, found.get(order.order_id, 0.0))
    return found


def count_kept(planned: Sequence[Planned]) -> dict[str, Kept]:
    """Promises kept and missed, by tier; an order on several walks counts once, by the last."""
    finish_s, due = finish_of(planned), {}
    for one in planned:
        due.update({order.order_id: order for order in one.walk.orders})
    counted: dict[str, Kept] = {}
    for order in due.values():
        before = counted.get(order.tier, Kept())
        kept = finish_s[order.order_id] <= order.due_s
        counted[order.tier] = Kept(before.kept + kept, before.missed + (not kept))
    return dict(sorted(counted.items()))


@dataclass(frozen=True)
class Moved:
    """An order that would be picked at another time."""

    order_id: int
    tier: str
    before_s: float
    after_s: float
    due_s: float

    @property
    def turn(self) -> int:
        """1: kept then, missed now; -1: the other way round; 0: as it was."""
        return int(self.after_s > self.due_s) - int(self.before_s > self.due_s)


def list_moved(before: Sequence[Planned], after: Sequence[Planned], least_s: float = 60.0) -> list[Moved]:
    """Orders picked at least so much earlier or later: broken promises first, then by tier and size."""
    old, new = finish_of(before), finish_of(after)
    due = {order.order_id: order for one in [*before, *after] for order in one.walk.orders}
    moved = [
        Moved(order_id, due[order_id].tier, old[order_id], finish_s, due[order_id].due_s)
        for order_id, finish_s in new.items()
        if order_id in old and old[order_id] != finish_s and not abs(finish_s - old[order_id]) < least_s
    ]
    return sorted(moved, key=lambda one: (-one.turn, one.tier, one.before_s - one.after_s))
