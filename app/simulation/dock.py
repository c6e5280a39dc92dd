"""The dock: closed parcels are scanned onto the trailer that stands there; it leaves at the next pick-up."""

from typing import TYPE_CHECKING

import simpy

from app.people.models import SignIn
from app.simulation.hands import Hands
from app.simulation.virtual import Steps

if TYPE_CHECKING:
    from app.simulation.floor import Floor

CARRIER = "sandbox"


class Dock:
    def __init__(self, floor: "Floor") -> None:
        self.floor = floor
        self.cage = simpy.Store(floor.env)

    def bring(self, label: str) -> None:
        self.cage.put(label)


class Docker(Hands):
    def __init__(self, floor: "Floor", sign_in: SignIn) -> None:
        super().__init__(floor.env, floor.scene, sign_in, floor.tally)
        self.floor = floor

    def work(self) -> Steps:
        while True:
            yield from self.floor.shift.attend(self)
            wanted = self.floor.dock.cage.get()
            began = self.env.now
            yield wanted | self.floor.shift.ends()
            if not wanted.triggered:
                wanted.cancel()
                continue
            self.tally.add("handover", "idle", self.env.now - began)
            yield self.spend("scan", self.times.hand_over_s)
            self.do("handover.scan", carrier=CARRIER, barcode=wanted.value)
            self.floor.left()
