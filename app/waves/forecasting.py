"""What the floor will not manage in time, seen before it happens. Pure; a fluid model in steps of STEP.

Work flows in the order in which the queue gives it out (waves.ranking): urgent orders by slack, promotions
whose start presses, merged orders at the end of their wait, the newest promotions, then other merged orders.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.waves.ranking import DUE_BEFORE, RESCUE_ALL, RESCUE_BEFORE

STEP = timedelta(minutes=15)
HORIZON = timedelta(
    hours=48
)  # as far as the promise of a promotion: what is lifted a day before is lifted too late
MOST_HELP = 40  # pickers more than that are no help

OpenShare = Callable[[datetime, datetime], float]  # how much of a stretch of time the site is open


@dataclass(frozen=True)
class Part:
    """So many orders that must be begun by the same quarter of an hour."""

    due_at: datetime
    orders: float


@dataclass(frozen=True)
class Backlog:
    """Waiting orders by how their tier is queued, and picks an order and in hand."""

    parts: Mapping[str, Sequence[Part]]  # pinned, newest-paid-first, waves
    picks_an_order: dict[str, float]
    in_hand_picks: float = 0.0


@dataclass(frozen=True)
class Late:
    """`orders` of a kind of queue will be begun too late, the first of them at `first_at`."""

    queue: str
    first_at: datetime
    orders: int
    helps: int | None = None  # so many pickers more prevent it; None: no number of them does


@dataclass
class _Flow:
    """One kind of queue while it is worked off, the earliest due first."""

    parts: list[Part]
    picks: float
    late: float = 0.0
    first_at: datetime | None = None
    left: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts.sort(key=lambda part: part.due_at)
        self.left = [part.orders for part in self.parts]

    def work(
        self, at: datetime, room: float, due_before: datetime | None = None, newest: bool = False
    ) -> float:
        """Spend up to `room` picks on what is due before; what is left of the room."""
        waiting = [n for n, left in enumerate(self.left) if left] if room > 0 else []
        for n in reversed(waiting) if newest else waiting:
            part = self.parts[n]
            if room <= 0 or (due_before is not None and part.due_at >= due_before):
                break
            done = min(self.left[n], room / self.picks)
            if done:
                self.left[n] -= done
                room -= done * self.picks
                self._count(part, done, at)
        return room

    def close(self, at: datetime) -> None:
        for part, left in zip(self.parts, self.left, strict=True):
            self._count(part, left, at)

    def _count(self, part: Part, orders: float, at: datetime) -> None:
        if orders and part.due_at < at:
            self.late += orders
            self.first_at = min(self.first_at or part.due_at, part.due_at)


def foresee(backlog: Backlog, picks_h: float, is_open: OpenShare, now: datetime) -> list[Late]:
    """What will be begun too late with this capacity; what is late already does not count.

    Where promotions would be, they go before the merged orders' wait, as the queue does it then.
    """
    return foresee_and_lift(backlog, picks_h, is_open, now)[0]


def foresee_and_lift(
    backlog: Backlog, picks_h: float, is_open: OpenShare, now: datetime
) -> tuple[list[Late], bool]:
    """As foresee, and whether promotions must be lifted: their promises would break if merged orders went
    before them at the end of their wait.
    """
    late = _flow_off(backlog, picks_h, is_open, now, RESCUE_BEFORE)
    if _breaks_promotions(late):
        return _flow_off(backlog, picks_h, is_open, now, RESCUE_ALL), True
    return late, False


def _breaks_promotions(late: Sequence[Late]) -> bool:
    return any(one.queue == "newest-paid-first" for one in late)


def _flow_off(
    backlog: Backlog, picks_h: float, is_open: OpenShare, now: datetime, rescue_before: timedelta
) -> list[Late]:
    flows = {
        queue: _Flow([part for part in parts if part.due_at >= now], max(0.1, backlog.picks_an_order[queue]))
        for queue, parts in backlog.parts.items()
    }
    lost = sum(
        part.orders * backlog.picks_an_order[queue]
        for queue, parts in backlog.parts.items()
        for part in parts
        if part.due_at < now
    )
    at, before = now, backlog.in_hand_picks + lost
    while at < now + HORIZON:
        room = picks_h * STEP.total_seconds() / 3600 * is_open(at, at + STEP)
        spent = min(room, before)
        before -= spent
        _step(flows, at, room - spent, rescue_before)
        at += STEP
    return [_told(queue, flow, at) for queue, flow in flows.items() if _is_late(flow, at)]


def _step(flows: dict[str, _Flow], at: datetime, room: float, rescue_before: timedelta) -> None:
    urgent, promotions, waves = (flows[queue] for queue in ("pinned", "newest-paid-first", "waves"))
    room = urgent.work(at, room)
    room = promotions.work(at, room, at + rescue_before + STEP)
    room = waves.work(at, room, at + DUE_BEFORE + STEP)
    room = promotions.work(at, room, newest=True)
    waves.work(at, room)


def _is_late(flow: _Flow, at: datetime) -> bool:
    flow.close(at)
    return flow.late >= 0.5


def _told(queue: str, flow: _Flow, at: datetime) -> Late:
    return Late(queue, flow.first_at or at, max(1, round(flow.late)))


@dataclass(frozen=True)
class Crew:
    """So many pickers, each so many picks an hour."""

    pickers: int
    each_h: float

    def and_more(self, more: int) -> "Crew":
        return replace(self, pickers=self.pickers + more)


def with_help(backlog: Backlog, crew: Crew, is_open: OpenShare, now: datetime) -> tuple[list[Late], bool]:
    """What will be late with this crew, each with how many pickers more would prevent it; and whether
    promotions must be lifted.
    """

    def late_with(more: int) -> dict[str, Late]:
        bigger = crew.and_more(more)
        found = foresee(backlog, bigger.pickers * bigger.each_h, is_open, now)
        return {late.queue: late for late in found}

    late, lifts = foresee_and_lift(backlog, crew.pickers * crew.each_h, is_open, now)
    helps = {one.queue: _least(lambda more, one=one: one.queue not in late_with(more)) for one in late}  # type: ignore[misc]
    return [replace(one, helps=helps[one.queue]) for one in late], lifts


def _least(enough: Callable[[int], bool]) -> int | None:
    """The smallest number that is enough, by halving; None when MOST_HELP is not."""
    if not enough(MOST_HELP):
        return None
    low, high = 1, MOST_HELP
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
