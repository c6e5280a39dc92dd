"""What everybody on the simulated floor shares."""

from app.simulation.scene import Scene
from app.simulation.tally import Tally
from app.simulation.virtual import VirtualTime
from app.waves import floorplan


class Place:
    """The time, the scene, the racks, what is counted; `over` comes when all `orders` are accounted for."""

    def __init__(self, env: VirtualTime, scene: Scene, orders: int) -> None:
        self.env, self.scene, self.orders = env, scene, orders
        self.tally, self.layout, self.over = Tally(), floorplan.get_layout(), env.event()

    def left(self) -> None:
        """One more order is on the trailer."""
        self.tally.shipped += 1
        self._count()

    def nothing_found(self, order_id: int) -> None:
        """Its shelves were empty: nothing is packed."""
        self.tally.empty.add(order_id)
        self._count()

    @property
    def done(self) -> int:
        """Orders that left, and those of which nothing was found."""
        return self.tally.shipped + len(self.tally.empty)

    def _count(self) -> None:
        if self.done == self.orders:
            self.over.succeed()
