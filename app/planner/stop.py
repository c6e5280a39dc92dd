"""When a search ends: after so many moves (the same plan on every machine) or after so many seconds.

`searches` of them run beside each other, a thread each, and the best plan wins.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
STEPS = 100
FIRST_CHUNK = 50
HURRY = 0.6
AHEAD = 0.15  # share of the time for each of the two steps before the search


@dataclass(frozen=True)
class Moves:
    """So many moves a search. Deterministic."""

    moves: int
    searches: int = 1

    def start(self) -> "Progress":
        return _Counted(self.moves)


@dataclass(frozen=True)
class Seconds:
    """So many seconds of wall time, from the call of `start` on, whatever is prepared meanwhile included.

    clock: time.thread_time counts what one search computes, on a machine that others use too.
    """

    seconds: float
    searches: int = 1
    clock: Clock = time.perf_counter

    def start(self) -> "Progress":
        return _Timed(self.seconds, self.clock, self.clock())


class Progress(ABC):
    """A running search: how far it is (0 to 1) after the moves made, and how many to make before asking
    again.
    """

    @abstractmethod
    def done(self, made: int) -> float: ...

    @abstractmethod
    def tours(self, seconds_each: float, most: int) -> int:
        """How many tours a step before the search may reckon, at most `most`."""

    def hurries(self) -> bool:
        """Whether so much time has passed that what comes before the search must end."""
        return False

    @abstractmethod
    def chunk(self, made: int) -> int: ...


@dataclass
class _Counted(Progress):
    total: int

    def done(self, made: int) -> float:
        return min(1.0, made / self.total) if self.total else 1.0

    def tours(self, seconds_each: float, most: int) -> int:
        return most

    def chunk(self, made: int) -> int:
        return max(1, min(self.total - made, -(-self.total // STEPS)))


@dataclass
class _Timed(Progress):
    seconds: float
    clock: Clock
    began: float
    first: float = 0.0

    def done(self, made: int) -> float:
        return min(1.0, (self.clock() - self.began) / self.seconds) if self.seconds > 0 else 1.0

    def tours(self, seconds_each: float, most: int) -> int:
        left = self.seconds * (1.0 - self.done(0))
        return max(1, min(most, int(left * AHEAD / max(seconds_each, 1e-9))))

    def hurries(self) -> bool:
        return self.done(0) > HURRY

    def chunk(self, made: int) -> int:
        """By the speed so far, the moves of a hundredth of the whole, 20 ms at most."""
        now = self.clock()
        if not made:
            self.first = now
            return FIRST_CHUNK
        pace = made / max(now - self.first, 1e-6)
        return max(FIRST_CHUNK, int(pace * min(0.02, self.seconds / STEPS)))


Stopping = Moves | Seconds
