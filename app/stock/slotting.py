"""Which SKU stands where: what is asked for most stands nearest the depot. Pure.

Full-turnover slotting after the cube-per-order idea of Heskett (1963), with one face for each SKU.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

REACH_MM = 400  # what a level away from the easiest one costs, as a walk


@dataclass(frozen=True)
class Shape:
    """A parallel-aisle warehouse. Aisles, bays, levels count from 1; cross aisles include front and back."""

    aisles: int = 12
    bays: int = 30
    levels: int = 4
    cross_aisles: int = 2
    depot_aisle: int = 1
    depot_at: str = "front"
    aisle_pitch_mm: int = 3_200
    bay_pitch_mm: int = 1_000
    cross_aisle_mm: int = 2_400

    @property
    def locations(self) -> int:
        return self.aisles * self.bays * self.levels


@dataclass(frozen=True)
class Spot:
    location_id: int
    aisle: int
    bay: int
    level: int


def shape_for(skus: int, spare: float = 1.1) -> Shape:
    """A floor with a face for every SKU and some to spare; long aisles are cut by a middle cross aisle."""
    faces = max(24, round(skus * spare))
    levels = 3 if faces <= 1_500 else 4
    bays = max(8, round((faces / levels * 2.2) ** 0.5))
    aisles = -(-faces // (bays * levels))
    cross_aisles = 2 if bays <= 24 else 3
    return Shape(aisles, bays, levels, cross_aisles, depot_aisle=(aisles + 1) // 2)


def distance_mm(shape: Shape, spot: Spot) -> float:
    """From the depot along the cross aisle and into the aisle, and the reach up or down to the level."""
    easiest = min(2, shape.levels)
    deep = spot.bay if shape.depot_at == "front" else shape.bays + 1 - spot.bay
    across = abs(spot.aisle - shape.depot_aisle) * shape.aisle_pitch_mm
    return across + deep * shape.bay_pitch_mm + abs(spot.level - easiest) * REACH_MM


def slot(demand: Mapping[int, int], free: Sequence[Spot], shape: Shape) -> list[tuple[int, int]]:
    """(SKU id, location id) pairs: SKUs by demand onto spots by distance, as far as there are spots."""
    skus = sorted(demand, key=lambda sku_id: (-demand[sku_id], sku_id))
    spots = sorted(free, key=lambda spot: (distance_mm(shape, spot), spot.location_id))
    return [(sku_id, spot.location_id) for sku_id, spot in zip(skus, spots, strict=False)]
