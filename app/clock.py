"""The only place that asks what time it is; tests and the simulation set it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """The current moment, aware UTC, to the millisecond that the database keeps."""
    if _frozen is not None:
        return _frozen
    return from_ms(time.time_ns() // 1_000_000)


def set_now(at: datetime | None) -> None:
    """Stop the clock at `at`, or let it run again (None)."""
    global _frozen
    _frozen = at


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    before = _frozen
    set_now(at)
    try:
        yield
    finally:
        set_now(before)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 UTC. A naive datetime is a bug, never guessed at."""
    if at.tzinfo is None:
        raise ValueError(f"naive datetime {at!r}")
    return round(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def iso(at: datetime | None) -> str | None:
    """The wire's form: 2026-11-22T13:00:00.000Z."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
