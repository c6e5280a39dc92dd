"""A parallel-aisle warehouse: where things are and how far apart."""

from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import NamedTuple


class Stop(NamedTuple):
    """A place to pick from: both sides of an aisle are reached from its middle line."""

    aisle: int
    cell: int


@dataclass(frozen=True, slots=True)
class Route:
    """A walk over some stops: its length (the layout's unit) and the stops' numbers in visiting order."""

    length_mm: float
    order: tuple[int, ...]
    method: str = "exact"


@dataclass(frozen=True)
class Depot:
    """Where walks begin and end: on cross aisle `row` (0 is the front one), `beside` behind the middle
    line of `aisle` towards the next one, `gap` away from it.

    With `cell` it lies inside the aisle, at that cell; `row` and `beside` do not count then.
    """

    aisle: int = 0
    row: int = 0
    gap: float = 0.0
    beside: float = 0.0
    cell: int | None = None


@dataclass(frozen=True)
class Layout:
    """Aisles side by side, cut into `blocks` by cross aisles. Lengths in millimetres, or in an
    instance's own unit.

    aisle_pitch: between the middle lines of two neighbouring aisles. front_gap, back_gap: from the
    first and last cell to the middle of the outer cross aisles. cross_width: what each inner cross
    aisle adds between two cells that would else be one cell_pitch apart. first_cell: the end of an
    aisle at which cell 0 lies. one_way: aisle -> "up" (only from front to back) or "down", as pairs.
    closed: aisles nobody may enter.
    """

    aisles: int
    cells: int
    aisle_pitch: float
    cell_pitch: float
    front_gap: float
    back_gap: float
    blocks: int = 1
    cross_width: float = 0.0
    depot: Depot = field(default_factory=Depot)
    first_cell: str = "front"
    one_way: tuple[tuple[int, str], ...] = ()
    closed: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.aisles < 1 or self.cells < 1:
            raise ValueError("a layout needs at least one aisle and one cell")
        if not 1 <= self.blocks <= min(self.cells, 6):
            raise ValueError(f"{self.blocks} blocks: between 1 and 6, and no more than cells")
        lengths = self.aisle_pitch, self.cell_pitch, self.front_gap, self.back_gap, self.cross_width
        if not all(0 <= length < inf for length in (*lengths, self.depot.gap, self.depot.beside)):
            raise ValueError("distances are finite and cannot be negative")
        self._check_depot()
        if self.first_cell not in ("front", "back"):
            raise ValueError("first_cell is 'front' or 'back'")
        if any(not 0 <= aisle < self.aisles or way not in ("up", "down") for aisle, way in self.one_way):
            raise ValueError("one_way names an aisle and 'up' or 'down'")

    def _check_depot(self) -> None:
        depot, last = self.depot, self.depot.aisle == self.aisles - 1
        inside = depot.cell is None or 0 <= depot.cell < self.cells
        if not (0 <= depot.aisle < self.aisles and 0 <= depot.row <= self.blocks and inside):
            raise ValueError("the depot lies outside the layout")
        if depot.beside >= self.aisle_pitch > 0 and not last:
            raise ValueError("the depot lies less than one aisle pitch behind its aisle")
        if depot.cell is not None and depot.aisle in self.closed:
            raise ValueError("the depot lies in a closed aisle")

    @cached_property
    def between(self) -> bool:
        """Whether the depot lies between two aisles: compiled code then sees a column of its own there."""
        return self.depot.cell is None and self.depot.beside > 0

    def column(self, aisle: int) -> int:
        return aisle + (self.between and aisle > self.depot.aisle)

    @cached_property
    def depot_column(self) -> int:
        return self.depot.aisle + self.between

    @cached_property
    def steps(self) -> tuple[float, ...]:
        """How far each column lies from the next one."""
        steps = [self.aisle_pitch] * self.aisles
        if self.between:
            rest = max(self.aisle_pitch - self.depot.beside, 0.0)
            steps[self.depot.aisle : self.depot.aisle + 1] = [self.depot.beside, rest]
        return tuple(steps)

    @cached_property
    def depot_xy(self) -> tuple[float, float]:
        """Where walks begin, counted from the front end of aisle 0, the depot's gap apart."""
        depot = self.depot
        if depot.cell is not None:
            return depot.aisle * self.aisle_pitch, self.height(depot.cell)
        return depot.aisle * self.aisle_pitch + depot.beside, self.rows[depot.row]

    @cached_property
    def cuts(self) -> tuple[int, ...]:
        """Ranks (cells counted from the front) at which blocks begin, and the number of cells at the end."""
        return tuple(block * self.cells // self.blocks for block in range(self.blocks + 1))

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """How far each rank lies from the front cross aisle."""
        inner = self.cuts[1:-1]
        return tuple(
            self.front_gap + rank * self.cell_pitch + self.cross_width * sum(rank >= cut for cut in inner)
            for rank in range(self.cells)
        )

    @cached_property
    def rows(self) -> tuple[float, ...]:
        """How far each cross aisle lies from the front one; inner ones lie midway between their cells."""
        inner = [(self.heights[cut - 1] + self.heights[cut]) / 2 for cut in self.cuts[1:-1]]
        return (0.0, *inner, self.heights[-1] + self.back_gap)

    def rank(self, cell: int) -> int:
        return cell if self.first_cell == "front" else self.cells - 1 - cell

    def height(self, cell: int) -> float:
        return self.heights[self.rank(cell)]

    def distance(self, a: Stop, b: Stop) -> float:
        """The shortest walk between two stops, aisles closed or one-way not regarded."""
        ya, yb = self.height(a.cell), self.height(b.cell)
        if a.aisle == b.aisle:
            return abs(ya - yb)
        across = abs(a.aisle - b.aisle) * self.aisle_pitch
        return across + min(abs(ya - row) + abs(yb - row) for row in self.rows)

    def check(self, stop: Stop) -> None:
        """Raise ValueError for a stop that nobody can walk to."""
        if not (0 <= stop[0] < self.aisles and 0 <= stop[1] < self.cells):
            raise ValueError(f"aisle {stop[0]}, cell {stop[1]} lies outside the layout")
        if stop[0] in self.closed:
            raise ValueError(f"aisle {stop[0]} is closed")
