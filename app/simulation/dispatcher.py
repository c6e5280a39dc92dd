"""The house's loops on virtual time: called when they would have found work, not slept through."""

from typing import TYPE_CHECKING

from app.orders.restocking import restock
from app.prepared import Prepared
from app.simulation.policies import DISPATCH
from app.simulation.virtual import Steps
from app.timeline.models import Change
from app.waves import planning, queue
from app.waves.dispatching import find_task_of

if TYPE_CHECKING:
    from app.simulation.floor import Floor
    from app.simulation.picker import Picker

AFTER_S = 0.15  # a loop's own pause: app.loops.IDLE_S
LOOK_S, LOOK_BUSY_S = 60.0, 600.0  # what becomes due by itself while pickers wait, or nobody does
RESTOCK_S = 600.0
REPLAN_S = 300.0
NEWS = Prepared(
    lambda: (
        Change.select(Change.id).where(Change.what.in_(planning.EVENTS)).order_by(Change.id.desc()).limit(1)
    )
)


class Dispatcher:
    def __init__(self, floor: "Floor") -> None:
        self.floor, self.env = floor, floor.env
        self.give_out = DISPATCH[floor.scene.policy]
        self.idle: dict[int, Picker] = {}
        self.woken = False
        self.env.process(self._look())
        self.env.process(self._plan())
        self.env.process(self._restock())

    def wait(self, picker: "Picker") -> None:
        self.idle[picker.id] = picker
        self.wake()

    def leave(self, picker: "Picker") -> None:
        self.idle.pop(picker.id, None)

    def wake(self) -> None:
        """Something happened that may be work: once for everything of the same moment."""
        if self.floor.shift.there and not self.woken:
            self.woken = True
            self.env.process(self._round())

    def _round(self) -> Steps:
        yield self.env.timeout(AFTER_S)
        self.woken = False
        if queue.has_work():
            self.give_out()
            for operator_id, picker in list(self.idle.items()):
                task = find_task_of(operator_id)
                if task is not None:
                    del self.idle[operator_id]
                    picker.offered.succeed(task.id)

    def _look(self) -> Steps:
        while True:
            yield self.env.timeout(LOOK_S if self.idle else LOOK_BUSY_S)
            self.wake()

    def _plan(self) -> Steps:
        """The standing plan is made again when something happened; the server does so up to once a second."""
        seen = 0
        while self.floor.scene.policy == "wavecard":
            yield self.env.timeout(REPLAN_S)
            newest = NEWS.first()
            if self.floor.shift.there and newest is not None and newest.id != seen:
                seen = newest.id
                for tier in planning.list_wave_tiers():
                    planning.plan(tier)

    def _restock(self) -> Steps:
        while True:
            yield self.env.timeout(RESTOCK_S)
            if restock():
                self.wake()
