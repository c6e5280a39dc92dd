"""One picker's hands: goes where the card says, and scans what it asks for."""

import itertools
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bench.handhelds import Handheld, clock

Card = dict[str, Any]


@dataclass
class Tally:
    """What a stretch of work came to. `due_at`: when each task's last confirmation was due."""

    late_ms: list[float] = field(default_factory=list)
    push_ms: list[float] = field(default_factory=list)
    others: int = 0
    refused: list[str] = field(default_factory=list)
    due_at: dict[int, float] = field(default_factory=dict)


class Picker:
    """Does at once what leads to the next pick; confirms it when that is due, or at once when `eager`."""

    numbers = itertools.count(1)

    def __init__(
        self, handheld: Handheld, who: dict[str, str], look_up: Callable[[], Card], totes: Iterator[str]
    ):
        self.handheld, self.by, self.look_up, self.totes = handheld, who["by"], look_up, totes
        self.tally = Tally()
        self.eager = False
        self.picked = 0
        self._due: deque[float] = deque()
        self._screen = ""
        self._card: Card = {}
        self._waiting = False
        self._poked_meanwhile = False
        handheld.pushed = self._poked

    @property
    def is_waiting(self) -> bool:
        """For an answer, or with a confirmation overdue."""
        return self._waiting or bool(self._due)

    @property
    def is_ready(self) -> bool:
        """Stands at a shelf with the item in hand."""
        card = self._card
        return self._screen == "pick" and (not card["check_location"] or card["location_ok"])

    def look(self) -> None:
        """Ask the server what to do."""
        self._poked_meanwhile = False
        self._show(self.look_up())

    def come_due(self, due: float) -> None:
        """A confirmation is to be made at this moment, or as soon as one can be."""
        self._due.append(due)
        self._go_on()

    def _show(self, answer: Card) -> None:
        self._screen, self._card = answer["screen"], answer["card"]
        self._go_on()

    def _poked(self, _: bytes) -> None:
        self._poked_meanwhile = True
        self._look_again()

    def _look_again(self) -> None:
        """An idle picker told of something may have an offer, even when told while waiting for an answer."""
        if self._screen == "idle" and not self._waiting and self._poked_meanwhile:
            self.look()

    def _go_on(self) -> None:
        if self._waiting or self._screen == "idle":
            return
        if not self.is_ready:
            self._send(*self._next_step(), self._step_answered)
        elif self._due or self.eager:
            self._confirm(self._due.popleft() if self._due else clock())

    def _next_step(self) -> tuple[str, Card]:
        card = self._card
        if self._screen == "offer":
            return "task.start", {"task_id": card["task_id"]}
        if self._screen == "totes":
            step = {"task_id": card["task_id"], "slot": card["next_slot"], "barcode": next(self.totes)}
            return "tote.scan", step
        if self._screen == "pick":
            return "location.scan", {"pick_id": card["pick_id"], "barcode": card["location"]}
        if self._screen == "unload":
            return "task.unload", {"task_id": card["task_id"], "station": card["stations"][0]["code"]}
        return "interrupt.seen", {"interrupt_id": card["interrupt_id"]}

    def _confirm(self, due: float) -> None:
        card = self._card
        self.tally.due_at[card["task_id"]] = due
        left = card["qty"] - card["done_qty"]
        body = {"pick_id": card["pick_id"], "barcode": card["barcodes"][0], "qty": left}

        def answered(text: bytes) -> None:
            self.tally.late_ms.append((clock() - due) * 1000)
            self.picked += self._take(text)

        self._send("pick.scan", body, answered)

    def _send(self, kind: str, body: Card, answered: Callable[[bytes], None]) -> None:
        self._waiting = True
        op = {"op_id": f"bench-{next(self.numbers):012d}", "kind": kind, "by": self.by, "body": body}
        self.handheld.ask("op", op, answered)

    def _step_answered(self, text: bytes) -> None:
        self.tally.others += 1
        self._take(text)

    def _take(self, text: bytes) -> bool:
        """Show an answer's card; after a refusal ask where we are. True when it was ok."""
        self._waiting = False
        answer = json.loads(text)[0]
        if answer["ok"]:
            self._show(answer)
        else:
            self.tally.refused.append(f"{answer['code']}: {answer['message']}")
            self.look()
        self._look_again()
        return bool(answer["ok"])
