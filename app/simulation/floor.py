"""The floor while a day runs: who is on it, and what they tell each other."""

from collections.abc import Callable, Sequence
from typing import Any

from peewee import fn

from app.orders.draft import OrderDraft
from app.orders.models import Order
from app.orders.taking_in import take_in
from app.picking.finishing import picked_units
from app.prepared import Prepared, given
from app.simulation.dispatcher import Dispatcher
from app.simulation.dock import Dock, Docker
from app.simulation.house import House
from app.simulation.packer import Packer
from app.simulation.papers import Papers
from app.simulation.picker import Picker
from app.simulation.scene import Scene
from app.simulation.shift import Shift
from app.simulation.tally import Tally
from app.simulation.virtual import Steps, VirtualTime
from app.waves import floorplan
from app.waves.models import Pick

PULL_S = 60.0  # how often channels are asked for new orders
SAMPLE_S = 600.0
LINE = Prepared(lambda: Pick.select(Pick.line_id).where(Pick.id == given("pick_id")))
Progress = Callable[[int, int, float], None]


class Floor:
    def __init__(self, env: VirtualTime, scene: Scene, house: House, drafts: Sequence[OrderDraft]) -> None:
        self.env, self.scene, self.tally = env, scene, Tally()
        self.drafts = sorted(drafts, key=lambda draft: (draft.paid_at or draft.ordered_at, draft.channel_ref))
        self.layout, self.shift = floorplan.get_layout(), Shift(self)
        self.dispatcher, self.papers, self.dock = Dispatcher(self), Papers(self), Dock(self)
        self.packers = [
            Packer(self, who, station) for who, station in zip(house.packers, house.stations, strict=True)
        ]
        self.bench_of = {packer.station.id: packer for packer in self.packers}
        self.pickers = [Picker(self, who) for who in house.pickers]
        crew = [*self.packers, *self.pickers, *(Docker(self, who) for who in house.dockers)]
        for person in crew:
            env.process(person.work())
        env.process(self._take_in())
        env.process(self._sample())
        self.walking, self.packed_in_order, self.over = 0, 0, env.event()

    def _take_in(self) -> Steps:
        """What was paid since the channels were asked last."""
        at = 0
        while at < len(self.drafts):
            until = self._paid(at)
            yield self.env.timeout(max(0.0, (until // PULL_S + 1) * PULL_S - self.env.now))
            end = at
            while end < len(self.drafts) and self._paid(end) <= self.env.now:
                end += 1
            take_in(self.drafts[at:end])
            at = end
            self.dispatcher.wake()

    def _paid(self, number: int) -> float:
        draft = self.drafts[number]
        return self.env.seconds_of(draft.paid_at or draft.ordered_at)

    def _sample(self) -> Steps:
        counted: Any = Order.select(Order.tier, fn.COUNT(Order.id)).where(Order.state.in_(("new", "ready")))
        while True:
            yield self.env.timeout(SAMPLE_S)
            waiting: dict[str, int] = dict(list(counted.group_by(Order.tier).tuples()))
            self.tally.queue.append((self.env.now, waiting))
            there = max(1, sum(picker.id in self.shift.there for picker in self.pickers))
            self.tally.busy.append((self.env.now, self.walking / there if self.shift.is_open else 0.0))

    def line_of(self, pick_id: int) -> int:
        return int(LINE.first(pick_id=pick_id).line_id)

    def choose_bench(self, station_id: int | None) -> Packer:
        """Where the order's other totes stand, else where fewest wait."""
        if station_id is not None:
            return self.bench_of[station_id]
        return min(self.packers, key=lambda packer: (len(packer.waiting), packer.station.id))

    def bring(self, order: Order, bench: Packer) -> None:
        if picked_units(order.id):
            bench.bring(order)
        else:
            self.tally.empty.add(order.id)
            self._count()

    def left(self) -> None:
        self.tally.shipped += 1
        self._count()

    def _count(self) -> None:
        if self.tally.shipped + len(self.tally.empty) == len(self.drafts):
            self.over.succeed()
