"""The house's loops on virtual time: called when they would have found work, not slept through."""

from typing import Any

import simpy

from app.orders.restocking import restock
from app.prepared import Prepared
from app.simulation.place import Place
from app.simulation.policies import DISPATCH
from app.simulation.shift import Shift
from app.simulation.virtual import Steps
from app.timeline.models import Change
from app.waves import planning, queue
from app.waves.dispatching import find_task_of

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
    def __init__(self, place: Place, shift: Shift) -> None:
        self.env, self.policy, self.shift = place.env, place.scene.policy, shift
        self.give_out = DISPATCH[self.policy]
        self.idle: dict[int, simpy.Event] = {}  # picker -> succeeds with the task that is offered
        self.woken = False
        self.env.process(self._look())
        self.env.process(self._plan())
        self.env.process(self._restock())

    def wait(self, picker_id: int) -> Any:
        """An event; its value is the task that is offered then."""
        offered = self.idle[picker_id] = self.env.event()
        self.wake()
        return offered

    def leave(self, picker_id: int) -> None:
        self.idle.pop(picker_id, None)

    def wake(self) -> None:
        """Something happened that may be work: once for everything of the same moment."""
        if self.shift.there and not self.woken:
            self.woken = True
            self.env.process(self._round())

    def _round(self) -> Steps:
        yield self.env.timeout(AFTER_S)
        self.woken = False
        if queue.has_work():
            self.give_out()
            for operator_id, offered in list(self.idle.items()):
                task = find_task_of(operator_id)
                if task is not None:
                    del self.idle[operator_id]
                    offered.succeed(task.id)

    def _look(self) -> Steps:
        while True:
            yield self.env.timeout(LOOK_S if self.idle else LOOK_BUSY_S)
            self.wake()

    def _plan(self) -> Steps:
        """The standing plan is made again when something happened; the server does so up to once a second."""
        seen = 0
        while self.policy == "wavecard":
            yield self.env.timeout(REPLAN_S)
            newest = NEWS.first()
            if self.shift.there and newest is not None and newest.id != seen:
                seen = newest.id
                for tier in planning.list_wave_tiers():
                    planning.plan(tier)

    def _restock(self) -> Steps:
        while True:
            yield self.env.timeout(RESTOCK_S)
            if restock():
                self.wake()
