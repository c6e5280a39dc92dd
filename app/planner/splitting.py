"""Orders larger than a cart, cut into parts that fit one each."""

from dataclasses import replace
from math import ceil, floor, inf

from app.planner.batching import Cart, Item, Job


def split(job: Job, cart: Cart) -> list[Job]:
    """The job itself when it fits; else parts of the same order, due when it is due, in the order of its
    items.

    A part has the totes of its share (by litres, else grams, else units). An item is cut only when it
    alone exceeds a cart. ValueError when a single unit does, or the order's totes are more than its
    units.
    """
    if fits(job, cart):
        return [job]
    parts: list[list[Item]] = [[]]
    for item in job.items:
        for piece in _pieces(job, item, cart):
            if parts[-1] and not fits(_part(job, (*parts[-1], piece)), cart):
                parts.append([])
            parts[-1].append(piece)
    return [_part(job, tuple(items)) for items in parts]


def fits(job: Job, cart: Cart) -> bool:
    litres, grams = sum(i.litres for i in job.items), sum(i.grams for i in job.items)
    loads = (job.totes, cart.totes), (litres, cart.litres), (grams, cart.grams), (len(job.items), cart.lines)
    return all(load <= cap + 1e-9 for load, cap in loads)


def _share(job: Job, items: tuple[Item, ...]) -> float:
    for measure in ("litres", "grams", "units"):
        whole = sum(getattr(i, measure) for i in job.items)
        if whole > 0:
            return float(sum(getattr(i, measure) for i in items) / whole)
    return 1.0


def _part(job: Job, items: tuple[Item, ...]) -> Job:
    return replace(job, items=items, totes=max(1, ceil(job.totes * _share(job, items) - 1e-9)))


def _pieces(job: Job, item: Item, cart: Cart) -> list[Item]:
    """The item, or pieces of as many units as one cart takes."""
    if fits(_part(job, (item,)), cart):
        return [item]
    most = _most_units(job, item, cart)
    if most < 1:
        raise ValueError(f"order {job.order}: one unit at aisle {item.stop[0]} is larger than a cart")
    return [_cut(item, min(most, item.units - taken)) for taken in range(0, item.units, most)]


def _most_units(job: Job, item: Item, cart: Cart) -> int:
    totes = job.totes * _share(job, (item,))
    shares = ((cart.totes, totes), (cart.litres, item.litres), (cart.grams, item.grams))
    most = min((cap / load * item.units for cap, load in shares if load > 0), default=inf)
    return item.units if most == inf else floor(most + 1e-9)


def _cut(item: Item, units: int) -> Item:
    share = units / item.units
    return replace(item, units=units, litres=item.litres * share, grams=item.grams * share)
