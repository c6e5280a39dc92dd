"""A carrier in this process that drops answers, refuses, and changes what it can do."""

import copy
import itertools
from typing import Any

from app.errors import Unavailable
from app.shipping.carriers import Booked, Booking, Can, Interception, Line, Suspended
from app.shipping.sandbox.house import House


class Fickle(Line):
    """The sandbox's own books behind a line that drops answers, refuses, and changes its abilities."""

    code, name_zh, name_en = "sandbox", "测试", "Fickle"

    def __init__(self) -> None:
        self.house, self.late, self.change, self.redirect = House(), False, "rebook", True
        self.house.faults.decides = "wait"

    @property
    def can(self) -> Can:  # type: ignore[override]
        return Can(change=self.change, cancel=True, redirect=self.redirect, key=True)

    def copy(self) -> "Fickle":
        made = Fickle()
        made.house.by_reference = copy.deepcopy(self.house.by_reference)
        made.house.by_number = {sent.number: sent for sent in made.house.by_reference.values()}
        made.house._numbers = itertools.count(len(made.house.by_number) + 1)
        return made

    def _ask(self, what: str, **told: Any) -> dict[str, Any]:
        answer = self.house.answer(what, told)
        if answer.get("suspended"):
            raise Suspended(self.name, answer["suspended"])
        if not answer["ok"]:
            raise self.said(answer["why"])
        if self.late:
            raise Unavailable("carrier.no_answer")
        return answer

    def book(self, booking: Booking) -> Booked:
        told = self._ask("book", reference=booking.reference, recipient=booking.recipient)
        return Booked(told["tracking_no"], told["sort_code"])

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        self._ask("cancel", reference=booking.reference)

    def change_address(self, booking: Booking, tracking_no: str) -> Booked:
        told = self._ask("change", reference=booking.reference, recipient=booking.recipient)
        return Booked(told["tracking_no"], told["sort_code"])

    def intercept(self, wanted: Interception) -> str:
        told = {"tracking_no": wanted.tracking_no, "recipient": wanted.recipient}
        return str(self._ask("intercept", reference=wanted.reference, **told)["ticket"])
