"""Somebody at work: does the wire's operations through the real verbs, and gets tired."""

import itertools
from abc import ABC, abstractmethod
from typing import Any

from app import clock
from app.db import transaction
from app.ops.verbs import Op, get_verb, read_body
from app.people import interrupts
from app.people.models import SignIn
from app.simulation.chance import around, stream
from app.simulation.place import Place
from app.simulation.virtual import Steps


class Hands(ABC):
    """One signed-in person. Their screens are not drawn and their answers not kept: nobody asks again."""

    numbers = itertools.count(1)

    def __init__(self, place: Place, sign_in: SignIn) -> None:
        self.place, self.env, self.scene, self.tally = place, place.env, place.scene, place.tally
        self.times, self.sign_in, self.roles = place.scene.times, sign_in, sign_in.operator.roles
        self.dice = stream(place.scene.seed, "person", sign_in.operator.name)
        self.pace = around(self.dice, 1.0, self.times.speed_spread)

    @abstractmethod
    def work(self) -> Steps:
        """Their days, one after the other."""

    @property
    def id(self) -> int:
        return int(self.sign_in.operator_id)

    def do(self, kind: str, **body: Any) -> None:
        """One operation: role, body, verb, one transaction. Refused is the caller's to answer."""
        found = get_verb(kind, self.roles)
        arguments = read_body(found, body)
        op = Op(f"sim-{next(self.numbers):012d}", kind, self.sign_in, clock.now())
        with transaction():
            found.run(op, **arguments)
        self.tally.verbs[kind] += 1

    def see_notices(self) -> None:
        while (notice := interrupts.find_unseen(self.id)) is not None:
            self.do("interrupt.seen", interrupt_id=notice.id)

    def spend(self, what: str, seconds: float) -> Any:
        """This person's own time for something that takes `seconds` on average."""
        taken = around(self.dice, seconds, self.times.task_spread) * self.pace
        self.tally.add(self.sign_in.work, what, taken)
        return self.env.timeout(taken)
