"""A floor that fits the orders of some files: a face for each of their SKUs, with enough stock on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.orders.draft import OrderDraft
from app.orders.restocking import restock
from app.stock import floor, skus
from app.stock.slotting import Shape, shape_for

SPARE = 1.25  # units stocked for each one asked for
LEAST = 20


@dataclass(frozen=True)
class Floored:
    shape: Shape
    made: bool
    skus: int
    slotted: int
    readied: int


def floor_for(drafts: Sequence[OrderDraft], shape: Shape | None) -> Floored:
    """Make a floor of this shape (or one that fits) unless there is one, slot and stock the SKUs that stand
    nowhere by how often they are asked for, and ready the orders that waited.
    """
    names: dict[str, str] = {}
    asked: dict[str, int] = {}
    units: dict[str, int] = {}
    for line in (line for draft in drafts for line in draft.lines):
        names[line.sku] = names.get(line.sku) or line.name
        asked[line.sku] = asked.get(line.sku, 0) + 1
        units[line.sku] = units.get(line.sku, 0) + line.qty
    there = floor.find_shape()
    if there is None:
        there = shape or shape_for(len(names))
        floor.make_floor(there)
        made = True
    else:
        made = False
    known, _ = skus.ensure(names)
    demand = {known[code].id: times for code, times in asked.items()}
    qty_of = {known[code].id: max(LEAST, round(total * SPARE)) for code, total in units.items()}
    slotted = floor.slot_and_stock(demand, qty_of)
    return Floored(there, made, len(names), slotted, restock())
