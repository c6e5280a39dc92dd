"""When a search ends: after so many moves (the same plan on every machine) or after so many seconds.

`searches` of them run beside each other, a thread each, and the best plan wins.
"""

import time
from dataclasses import dataclass, field

STEPS = 100
FIRST_CHUNK = 500


@dataclass(frozen=True)
class Moves:
    """So many moves a search. Deterministic."""

    moves: int
    searches: int = 1

    def start(self) -> "Progress":
        return _Counted(self.moves)


@dataclass(frozen=True)
class Seconds:
    """So many seconds of wall time, from the call of `start` on, whatever is prepared meanwhile included."""

    seconds: float
    searches: int = 1

    def start(self) -> "Progress":
        return _Timed(self.seconds)


class Progress:
    """A running search: how far it is (0 to 1) after the moves made, and how many to make before asking
    again.
    """

    def done(self, made: int) -> float:
        raise NotImplementedError

    def chunk(self, made: int) -> int:
        raise NotImplementedError


@dataclass
class _Counted(Progress):
    total: int

    def done(self, made: int) -> float:
        return min(1.0, made / self.total) if self.total else 1.0

    def chunk(self, made: int) -> int:
        return max(1, min(self.total - made, -(-self.total // STEPS)))


@dataclass
class _Timed(Progress):
    seconds: float
    began: float = field(default_factory=time.perf_counter)
    first: float = 0.0

    def done(self, made: int) -> float:
        return min(1.0, (time.perf_counter() - self.began) / self.seconds) if self.seconds > 0 else 1.0

    def chunk(self, made: int) -> int:
        """By the speed so far, the moves of a hundredth of the whole, 20 ms at most."""
        now = time.perf_counter()
        if not made:
            self.first = now
            return FIRST_CHUNK
        pace = made / max(now - self.first, 1e-6)
        return max(FIRST_CHUNK, int(pace * min(0.02, self.seconds / STEPS)))


Stopping = Moves | Seconds
