"""Walking habits: S-shape, return and largest gap (Hall 1993; several blocks: Roodbergen & de Koster
2001).

Blocks are served one after another, the farthest from the depot's cross aisle first. The length is
that of the habit as people walk it, not of the shortest legs between its stops.
"""

from collections.abc import Callable, Sequence

from app.planner.layout import Layout, Route, Stop
from app.planner.routing import route

Column = list[tuple[float, int]]  # the stops of an aisle in one block: height, number


class Walk:
    """Where somebody stands, how far they came, what they picked. Moves are along an aisle or a cross
    aisle.
    """

    def __init__(self, layout: Layout):
        self.layout, self.order = layout, list[int]()
        self.x, self.y = layout.depot_xy
        self.length = 0.0

    def across(self, aisle: int) -> None:
        self.across_to(aisle * self.layout.aisle_pitch)

    def across_to(self, x: float) -> None:
        self.length += abs(x - self.x)
        self.x = x

    def along(self, y: float) -> None:
        self.length += abs(y - self.y)
        self.y = y

    def pick(self, column: Column, end: float) -> None:
        """Pick a column on the way to `end`, on this side of it or beyond it and back."""
        stops = sorted(column, key=lambda stop: abs(stop[0] - self.y))
        for height, number in stops:
            self.along(height)
            self.order.append(number)
        self.along(end)


def habit(policy: str, layout: Layout, stops: Sequence[Stop]) -> Route:
    """The walk that a habit makes over the stops. ValueError for one-way or closed aisles, which habits
    ignore.
    """
    if layout.one_way or layout.closed:
        raise ValueError("walking habits are for floors without one-way and closed aisles")
    walk, blocks = Walk(layout), _by_block(layout, stops)
    (x, y), row = layout.depot_xy, _home_row(layout)
    walk.along(layout.rows[row])
    upper = [(b, b, b + 1) for b in range(layout.blocks - 1, row - 1, -1) if b in blocks]
    lower = [(b, b + 1, b) for b in range(row) if b in blocks]
    for side in (upper, lower):
        for block, near, far in side:
            _serve(POLICIES[policy], walk, blocks[block], (layout.rows[near], layout.rows[far]))
        walk.along(layout.rows[row])
    walk.across_to(x)
    walk.along(y)
    return Route(walk.length + 2 * layout.depot.gap if stops else 0.0, tuple(walk.order), policy)


def habit_costs(layout: Layout, stops: Sequence[Stop]) -> dict[str, float]:
    """What each habit walks more than the shortest walk over these stops, in the layout's unit."""
    shortest = route(layout, stops).length_mm
    return {policy: habit(policy, layout, stops).length_mm - shortest for policy in POLICIES}


def _home_row(layout: Layout) -> int:
    """The depot's cross aisle; of a depot inside an aisle the nearest one."""
    if layout.depot.cell is None:
        return layout.depot.row
    y = layout.depot_xy[1]
    return min(range(layout.blocks + 1), key=lambda row: abs(layout.rows[row] - y))


def _by_block(layout: Layout, stops: Sequence[Stop]) -> dict[int, dict[int, Column]]:
    blocks: dict[int, dict[int, Column]] = {}
    for number, stop in enumerate(stops):
        layout.check(stop)
        rank = layout.rank(stop[1])
        block = next(b for b in range(layout.blocks) if rank < layout.cuts[b + 1])
        blocks.setdefault(block, {}).setdefault(stop[0], []).append((layout.heights[rank], number))
    return blocks


Habit = Callable[[Walk, list[Column], list[int], tuple[float, float]], None]


def _serve(policy: Habit, walk: Walk, block: dict[int, Column], ends: tuple[float, float]) -> None:
    """Serve one block from the end of it that is nearer; ends: heights of its near and far cross aisle."""
    aisles = sorted(block)
    here, pitch = walk.x, walk.layout.aisle_pitch
    if abs(here - aisles[-1] * pitch) < abs(here - aisles[0] * pitch):
        aisles.reverse()
    walk.across(aisles[0])
    if walk.y != ends[1]:
        walk.along(ends[0])
    policy(walk, [block[aisle] for aisle in aisles], aisles, ends)


def s_shape(walk: Walk, columns: list[Column], aisles: list[int], ends: tuple[float, float]) -> None:
    """Every aisle from end to end, the last one so that the walk comes out near."""
    near, far = ends
    for column, aisle in zip(columns, aisles, strict=True):
        walk.across(aisle)
        walk.pick(column, near if walk.y == far or aisle == aisles[-1] else far)


def come_back(walk: Walk, columns: list[Column], aisles: list[int], ends: tuple[float, float]) -> None:
    """In and out of every aisle at its near end."""
    for column, aisle in zip(columns, aisles, strict=True):
        walk.across(aisle)
        walk.pick(column, ends[0])


def largest_gap(walk: Walk, columns: list[Column], aisles: list[int], ends: tuple[float, float]) -> None:
    """The first and last aisle from end to end, the others from both ends up to their largest gap."""
    near, far = ends
    if len(aisles) == 1:
        return come_back(walk, columns, aisles, ends)
    middle, later = list(zip(columns, aisles, strict=True))[:-1], []
    if walk.y == near:
        walk.pick(columns[0], far)
        middle = middle[1:]
    for column, aisle in middle:
        from_near, from_far = _gap(column, ends)
        later.append((from_near, aisle))
        if from_far:
            walk.across(aisle)
            walk.pick(from_far, far)
    walk.across(aisles[-1])
    walk.pick(columns[-1], near)
    for column, aisle in reversed(later):
        if column:
            walk.across(aisle)
            walk.pick(column, near)
    return None


def _gap(column: Column, ends: tuple[float, float]) -> tuple[Column, Column]:
    """The stops to reach from the near end and from the far end, cut at the widest gap."""
    stops = sorted(column, key=lambda stop: abs(stop[0] - ends[0]))
    heights = [ends[0], *(height for height, _ in stops), ends[1]]
    widest = max(range(len(stops) + 1), key=lambda i: abs(heights[i + 1] - heights[i]))
    return stops[:widest], stops[widest:]


POLICIES: dict[str, Habit] = {"s-shape": s_shape, "return": come_back, "largest-gap": largest_gap}
