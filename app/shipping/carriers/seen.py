"""What a carrier saw of a parcel, in our words. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

# picked_up -> moving -> out_for_delivery -> signed;  problem, returning, returned beside the way
STATES = ("picked_up", "moving", "out_for_delivery", "signed", "problem", "returning", "returned")
CHINA = timezone(timedelta(hours=8))  # Chinese carriers write local times without a zone


@dataclass(frozen=True)
class Scan:
    """One thing they saw; `what` is one of STATES, `said` their own sentence."""

    at: datetime
    what: str
    place: str = ""
    said: str = ""

    @property
    def digest(self) -> str:
        """The same scan told twice, or in another order, is the same scan."""
        told = f"{int(self.at.timestamp())}|{self.what}|{self.place}|{self.said}"
        return hashlib.sha256(told.encode()).hexdigest()[:40]


@dataclass(frozen=True)
class News:
    """What came in about one number, or about one interception (`ticket`, `accepted`)."""

    tracking_no: str = ""
    scans: list[Scan] = field(default_factory=list)
    expected_at: datetime | None = None  # when they say it will arrive
    ticket: str = ""
    accepted: bool | None = None
    said: str = ""


def seen(at: Any, what: str | None, place: Any = "", said: Any = "") -> Scan:
    """One row of theirs, as they wrote it; where we do not know their code it is on its way."""
    return Scan(local(str(at)), what or "moving", str(place or "")[:80], str(said or "")[:200])


def local(text: str) -> datetime:
    """`2026-11-22 13:00:00` (or with a T) in China's time, as UTC."""
    told = datetime.fromisoformat(text.strip().replace("/", "-"))
    return (told if told.tzinfo else told.replace(tzinfo=CHINA)).astimezone(UTC)
