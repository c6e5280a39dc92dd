"""What is counted while a day runs. Pure."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    """`seconds[work, what]`; `queue`: (seconds since the start, waiting orders by tier)."""

    seconds: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    verbs: Counter[str] = field(default_factory=Counter)
    queue: list[tuple[float, dict[str, int]]] = field(default_factory=list)
    busy: list[tuple[float, float]] = field(default_factory=list)  # share of the pickers on duty on a walk
    walked_mm: float = 0.0
    walks: int = 0
    stops: int = 0
    shorts: int = 0
    jams: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    shipped: int = 0
    empty: set[int] = field(default_factory=set)  # orders of which nothing was found on the shelf

    def add(self, work: str, what: str, seconds: float) -> None:
        self.seconds[work, what] += seconds
