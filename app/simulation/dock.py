"""The dock: closed parcels are scanned onto the trailer that stands there; it leaves at the next pick-up."""

import simpy

from app.people.models import SignIn
from app.simulation.hands import Hands
from app.simulation.place import Place
from app.simulation.shift import Shift
from app.simulation.virtual import Steps

CARRIER = "sandbox"


class Dock:
    def __init__(self, place: Place) -> None:
        self.cage = simpy.Store(place.env)

    def bring(self, label: str) -> None:
        self.cage.put(label)


class Docker(Hands):
    def __init__(self, place: Place, sign_in: SignIn, shift: Shift, dock: Dock) -> None:
        super().__init__(place, sign_in)
        self.shift, self.dock = shift, dock

    def work(self) -> Steps:
        while True:
            yield from self.shift.attend(self)
            wanted = self.dock.cage.get()
            began = self.env.now
            yield wanted | self.shift.ends()
            if not wanted.triggered:
                wanted.cancel()
                continue
            self.tally.add("handover", "idle", self.env.now - began)
            yield self.spend("scan", self.times.hand_over_s)
            self.do("handover.scan", carrier=CARRIER, barcode=wanted.value)
            self.place.left()
