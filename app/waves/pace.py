"""How long a walk takes, until a better figure is measured. Pure; seconds, millimetres a second.

Walking: MTM-1, 17 TMU an obstructed pace of 0.75 m; searching and taking: Bartholdi & Hackman, Warehouse &
Distribution Science (half of walking's share); cart, totes and set-down: their "other activities". `factor`
is this floor's own: what its latest walks took, over what this table says of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WALK_MM_S = 1230.0
CART_S = 40.0  # fetch a cart
TOTE_S = 4.0  # scan it into its slot
STOP_S = 6.0  # find the shelf
UNIT_S = 2.5
UNLOAD_S = 30.0  # set everything down, scan the station
PACK_S = 60.0  # from the set-down to the closed parcel, and PACK_UNIT_S more a unit
PACK_UNIT_S = 3.0
LEAST_WALKS = 10  # fewer measured walks say nothing about the floor
SLOWEST, QUICKEST = 3.0, 0.5  # a factor beyond says more about breaks than about walking


@dataclass(frozen=True)
class Pace:
    """`walks`: how many finished ones it was measured on; 0: it is the table."""

    factor: float = 1.0
    walks: int = 0

    def going_s(self, metres_mm: float, stops: int, units: int, totes: int = 0) -> float:
        """So far to go, so many stops, units and totes to scan in, and the unloading."""
        plain = metres_mm / WALK_MM_S + stops * STOP_S + units * UNIT_S + totes * TOTE_S + UNLOAD_S
        return self.factor * plain

    def walk_s(self, metres_mm: float, stops: int, units: int, totes: int) -> float:
        """A whole walk, from the cart to the empty hands."""
        return self.factor * CART_S + self.going_s(metres_mm, stops, units, totes)


def packing_s(units: int) -> float:
    return PACK_S + units * PACK_UNIT_S


@dataclass(frozen=True)
class Done:
    """A finished walk: what it took, and what the table says of one like it."""

    took_s: float
    table_s: float


def pace_of(walks: Sequence[Done]) -> Pace:
    """The median of took / table over these walks; the table itself while there are too few."""
    ratios = [walk.took_s / walk.table_s for walk in walks if walk.table_s > 0]
    if len(ratios) < LEAST_WALKS:
        return Pace()
    return Pace(min(SLOWEST, max(QUICKEST, median(ratios))), len(ratios))
