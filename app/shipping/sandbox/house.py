"""The sandbox carrier's own books: what it was asked, what it gave, what it saw. It knows nothing of ours.

The same reference is answered with its first number for ever, also after that was cancelled: as SF does.
"""

import itertools
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

SENTENCES = {
    "picked_up": "已揽收",
    "moving": "已离开分拣中心",
    "out_for_delivery": "快递员正在派送",
    "signed": "已签收",
    "problem": "派送失败",
    "returning": "正在退回",
    "returned": "已退回",
}
COST_CENTS = 320


@dataclass
class Faults:
    """Switched while it runs. Shares are of 1; `late`: it is done, and nobody hears of it."""

    delay_s: float = 0.0
    late: float = 0.0
    hang_s: float = 0.0  # how long a late answer keeps its caller waiting; 0 cuts the line at once
    refuse: float = 0.0
    twice: bool = False  # every callback comes twice
    shuffled: bool = False  # a callback overtakes the one before it
    suspended: str = ""  # why the line takes nothing
    decides: str = "accept"  # accept, refuse, or wait: what becomes of an interception
    why: str = "已在派送途中"


@dataclass
class Sent:
    """One number."""

    reference: str
    number: str
    recipient: dict[str, Any]
    cancelled: bool = False
    scans: list[dict[str, Any]] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)

    @property
    def seen(self) -> str:
        return str(self.scans[-1]["what"]) if self.scans else "booked"


class House:
    def __init__(self) -> None:
        self.faults = Faults()
        self.by_reference: dict[str, Sent] = {}
        self.by_number: dict[str, Sent] = {}
        self.asked: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def answer(self, what: str, told: dict[str, Any]) -> dict[str, Any]:
        """What the interface says; `ok` false with `why` when it refuses."""
        with self._lock:
            self.asked[what] = self.asked.get(what, 0) + 1
            if self.faults.suspended and what in ("book", "change", "intercept"):
                return {"suspended": self.faults.suspended}
            return {"ok": True} | getattr(self, f"_{what}")(told)

    def _book(self, told: dict[str, Any]) -> dict[str, Any]:
        reference = str(told["reference"])
        sent = self.by_reference.get(reference)
        if sent is None:
            count = next(self._numbers)
            sent = Sent(reference, f"SB{count:011d}{97 - count % 97:02d}", dict(told["recipient"]))
            self.by_reference[reference] = self.by_number[sent.number] = sent
        return _told(sent)

    def _find(self, told: dict[str, Any]) -> dict[str, Any]:
        sent = self.by_reference.get(str(told["reference"]))
        return _told(sent) if sent else {"tracking_no": "", "sort_code": "", "cost_cents": None}

    def _cancel(self, told: dict[str, Any]) -> dict[str, Any]:
        sent = self.by_reference.get(str(told["reference"]))
        if sent is not None:
            if sent.scans:
                return {"ok": False, "why": "picked up already"}
            sent.cancelled = True
        return {}

    def _change(self, told: dict[str, Any]) -> dict[str, Any]:
        sent = self.by_reference.get(str(told["reference"]))
        if sent is None or sent.cancelled or sent.scans:
            return {"ok": False, "why": "too late"}
        sent.recipient = dict(told["recipient"])
        return _told(sent)

    def _intercept(self, told: dict[str, Any]) -> dict[str, Any]:
        sent = self.by_number.get(str(told["tracking_no"]))
        if sent is None or sent.seen in ("signed", "returned"):
            return {"ok": False, "why": "signed already"}
        ticket = str(told["reference"])
        if ticket not in sent.tickets:
            sent.tickets.append(ticket)
            if self.faults.decides == "accept":
                sent.recipient = dict(told["recipient"])
        return {"ticket": ticket}

    def _track(self, told: dict[str, Any]) -> dict[str, Any]:
        sent = self.by_number.get(str(told["reference"]))
        return {"tracking_no": told["reference"], "scans": sent.scans if sent else []}

    def scan(self, number: str, what: str, at: datetime | None = None) -> dict[str, Any]:
        """Something happens to a parcel; the callback that tells it."""
        with self._lock:
            sent = self.by_number[number]
            moment = (at or datetime.now(UTC)).isoformat()
            place = str(sent.recipient.get("city") or "")
            sent.scans.append({"at": moment, "what": what, "place": place, "said": SENTENCES[what]})
            return {"tracking_no": number, "scans": [sent.scans[-1]]}

    def decide(self, ticket: str) -> dict[str, Any] | None:
        """The callback that answers an interception; None while it waits."""
        if self.faults.decides == "wait":
            return None
        accepted = self.faults.decides == "accept"
        return {"ticket": ticket, "accepted": accepted, "said": "" if accepted else self.faults.why}

    def living(self) -> dict[str, str]:
        """Numbers that may travel, by reference."""
        return {sent.reference: sent.number for sent in self.by_reference.values() if not sent.cancelled}


def _told(sent: Sent) -> dict[str, Any]:
    place = f"{sent.recipient.get('province', '')}{sent.recipient.get('city', '')}"
    code = sum(place.encode()) % 900 + 100
    return {"tracking_no": sent.number, "sort_code": f"{code}-01", "cost_cents": COST_CENTS}
