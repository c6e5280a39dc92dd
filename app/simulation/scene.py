"""What is simulated: whose crew, which policy, which chance. Pure."""

from dataclasses import dataclass, field

from app.simulation.times import Times

POLICIES = ("fifo", "tiers", "wavecard")
PICKERS_A_DOCKER = 8
TOTES_A_PICKER = 60


@dataclass(frozen=True)
class Scene:
    """The same seed gives the same orders, people and mishaps under every policy."""

    policy: str = "wavecard"
    pickers: int = 40
    packers: int = 0  # 0: a bench for every picker, so that packing holds up nobody
    seed: int = 1
    days_after: int = 10  # the last order came: what has not left by then never will
    times: Times = field(default_factory=Times)
    opens: str = "08:00"
    closes: str = "22:00"
    pick_ups: tuple[str, ...] = ("11:00", "14:00", "17:00", "20:00", "22:00")

    @property
    def benches(self) -> int:
        return self.packers or self.pickers

    @property
    def dockers(self) -> int:
        return max(1, -(-self.pickers // PICKERS_A_DOCKER))

    @property
    def totes(self) -> int:
        return self.pickers * TOTES_A_PICKER
