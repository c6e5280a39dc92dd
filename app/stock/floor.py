"""The warehouse's shape and its locations: made by numbers, or loaded from a list."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import product

from app import clock
from app.db import transaction
from app.errors import Invalid, Refused
from app.stock import slotting
from app.stock.marking import EQUIPMENT, MAX_NAME
from app.stock.models import Balance, Floor, Location
from app.stock.slotting import Shape, Spot
from app.stock.sql import run_many
from app.timeline.recording import record

MOST = {"aisles": 200, "bays": 500, "levels": 12, "cross_aisles": 7}  # the planner knows up to 6 blocks
MAX_LOCATIONS = 100_000

ADD = """
INSERT INTO location
  (code, aisle, bay, level, kind, zone, narrow, equipment, skill, blocked, check_scan, to_count)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
STAND = "INSERT INTO balance (location_id, sku_id, on_hand, reserved) VALUES (?, ?, ?, 0)"
LOADED = "INSERT INTO stock_ledger (\"at\", location_id, sku_id, qty, reason) VALUES (?, ?, ?, ?, 'loaded')"


@dataclass(frozen=True)
class LocationDraft:
    """Aisle, bay and level count from 1; the bay from the front cross aisle."""

    code: str
    aisle: int
    bay: int
    level: int
    kind: str = "pick"
    zone: str = ""
    narrow: bool = False
    equipment: str = ""
    skill: str = ""


def make_floor(shape: Shape) -> Floor:
    """Floor and pick faces `A03-12-2` (aisle 3, bay 12, level 2). Refused where there is a floor already."""
    if shape.locations > MAX_LOCATIONS:
        raise Invalid("stock.bad_floor", why=f"locations 1..{MAX_LOCATIONS}")
    places = product(range(1, shape.aisles + 1), range(1, shape.bays + 1), range(1, shape.levels + 1))
    return load_floor(shape, [LocationDraft(code_of(*place), *place) for place in places])


def load_floor(shape: Shape, drafts: Sequence[LocationDraft]) -> Floor:
    """Floor and the locations of a list. Invalid for what cannot be; Refused where there is a floor."""
    _check(shape, drafts)
    with transaction():
        locations = Location.select().count()
        if locations or Floor.select().exists():
            raise Refused("stock.floor_exists", locations=locations)
        rows = [(*astuple(draft), False, False, False) for draft in drafts]
        run_many(ADD, rows)
        columns = {name: value for name, value in shape.__dict__.items() if name != "depot_aisle"}
        made = Floor.create(**columns, depot_aisle=shape.depot_aisle - 1)  # the planner counts aisles from 0
        record("floor:made", made.id, data={"locations": len(rows)})
    return made


def code_of(aisle: int, bay: int, level: int) -> str:
    return f"A{aisle:02d}-{bay:02d}-{level}"


def find_shape() -> Shape | None:
    """The shape of this site's floor, as far as slotting needs it."""
    floor = Floor.select().first()
    if floor is None:
        return None
    columns = {name: getattr(floor, name) for name in Shape.__dataclass_fields__}
    return Shape(**columns | {"depot_aisle": floor.depot_aisle + 1})


def slot_and_stock(demand: Mapping[int, int], qty_of: Mapping[int, int]) -> int:
    """Give every SKU that stands nowhere a free face, nearest the depot what `demand` asks for most, with
    `qty_of` units on it (both by SKU id). How many SKUs were slotted; Refused when faces are too few.
    """
    with transaction():
        shape = find_shape()
        if shape is None:
            raise Refused("stock.no_floor")
        standing = _standing()
        homeless = {sku_id: asked for sku_id, asked in demand.items() if sku_id not in standing}
        free = _free_spots()
        if len(free) < len(homeless):
            raise Refused("stock.full_floor", free=len(free), skus=len(homeless))
        placed = slotting.slot(homeless, free, shape)
        now = clock.to_ms(clock.now())
        run_many(STAND, [(location_id, sku_id, qty_of[sku_id]) for sku_id, location_id in placed])
        run_many(LOADED, [(now, location_id, sku_id, qty_of[sku_id]) for sku_id, location_id in placed])
        if placed:
            record("floor:slotted", placed[0][1], data={"skus": len(placed)})
    return len(placed)


def _standing() -> set[int]:
    """SKUs that have a face, empty or not."""
    query = Balance.select(Balance.sku).join(Location).where(Location.kind == "pick").distinct()
    return {balance.sku_id for balance in query}


def _free_spots() -> list[Spot]:
    taken = Balance.select(Balance.location)
    query = Location.select().where(Location.kind == "pick", ~Location.blocked, Location.id.not_in(taken))
    return [Spot(location.id, location.aisle, location.bay, location.level) for location in query]


def _check(shape: Shape, drafts: Sequence[LocationDraft]) -> None:
    for name, most in MOST.items():
        if not 1 <= getattr(shape, name) <= most:
            raise Invalid("stock.bad_floor", why=f"{name} 1..{most}")
    problems = {
        f"locations 1..{MAX_LOCATIONS}": not 1 <= len(drafts) <= MAX_LOCATIONS,
        "cross_aisles 2..bays+1": not 2 <= shape.cross_aisles <= shape.bays + 1,
        "depot_aisle 1..aisles": not 1 <= shape.depot_aisle <= shape.aisles,
        "depot_at front, back": shape.depot_at not in ("front", "back"),
        "mm > 0": min(shape.aisle_pitch_mm, shape.bay_pitch_mm, shape.cross_aisle_mm) <= 0,
        "location outside": any(not _inside(draft, shape) for draft in drafts),
        "code twice": len({draft.code for draft in drafts}) < len(drafts),
    }
    for why, wrong in problems.items():
        if wrong:
            raise Invalid("stock.bad_floor", why=why)


def _inside(draft: LocationDraft, shape: Shape) -> bool:
    return (
        1 <= draft.aisle <= shape.aisles
        and 1 <= draft.bay <= shape.bays
        and 1 <= draft.level <= shape.levels
        and draft.kind in ("pick", "bulk")
        and draft.equipment in EQUIPMENT
        and max(len(draft.zone), len(draft.skill)) <= MAX_NAME
        and 0 < len(draft.code) <= 24
    )
