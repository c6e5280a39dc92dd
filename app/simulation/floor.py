"""The floor while a day runs: who is on it, and the orders that come."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from app.orders.draft import OrderDraft
from app.orders.models import Order
from app.orders.taking_in import take_in
from app.simulation.dispatcher import Dispatcher
from app.simulation.dock import Dock, Docker
from app.simulation.house import House
from app.simulation.packer import Benches, Hall, Packer
from app.simulation.papers import Papers
from app.simulation.picker import Aisles, Picker
from app.simulation.place import Place
from app.simulation.shift import Shift
from app.simulation.virtual import Steps

PULL_S = 60.0  # how often channels are asked for new orders
SAMPLE_S = 600.0


class Floor:
    def __init__(self, place: Place, house: House, drafts: Sequence[OrderDraft]) -> None:
        self.env, self.tally = place.env, place.tally
        self.drafts = sorted(drafts, key=lambda draft: (draft.paid_at or draft.ordered_at, draft.channel_ref))
        self.shift = Shift(place)
        self.dispatcher = Dispatcher(place, self.shift)
        hall = Hall(place, self.shift, Papers(place), Dock(place))
        manned = zip(house.packers, house.stations, strict=True)
        packers = [Packer(hall, who, station) for who, station in manned]
        aisles = Aisles(place, self.shift, self.dispatcher, Benches(packers))
        self.pickers = [Picker(aisles, who) for who in house.pickers]
        dockers = [Docker(place, who, self.shift, hall.dock) for who in house.dockers]
        for person in (*packers, *self.pickers, *dockers):
            self.env.process(person.work())
        self.env.process(self._take_in())
        self.env.process(self._sample())

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
            walking = sum(picker.walking for picker in self.pickers)
            self.tally.busy.append((self.env.now, walking / there if self.shift.is_open else 0.0))
