"""From shelf to shelf by the planner's own metres."""

from app.planner.layout import Layout, Stop
from app.waves import floorplan


class Legs:
    """Millimetres between two places of this floor; None is the depot, where the benches stand."""

    def __init__(self, layout: Layout | None = None) -> None:
        self.layout = layout or floorplan.get_layout()

    def mm(self, a: Stop | None, b: Stop | None) -> float:
        if a is None or b is None:
            stop = a or b
            return self._from_depot(stop) if stop is not None else 0.0
        return self.layout.distance(a, b)

    def _from_depot(self, stop: Stop) -> float:
        depot = self.layout.depot
        along = abs(self.layout.height(stop.cell) - self.layout.rows[depot.row])
        return depot.gap + abs(depot.aisle - stop.aisle) * self.layout.aisle_pitch + along
