"""What a simulated day came to, read from the scratch house's own books."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app import clock
from app.contracts.tiers import get_site, list_tiers
from app.orders.models import Order
from app.simulation.place import Place
from app.simulation.shift import Shift
from app.stock.sql import run

C_BOUND_H = 4.0  # a merged order's wait, open hours from intake to its release
HAPPENED = """
SELECT order_id, MIN("at") FROM timeline_entry WHERE what = ? AND order_id IS NOT NULL GROUP BY order_id"""
LINES = "SELECT COUNT(*), COALESCE(SUM(done_qty), 0) FROM pick WHERE done_qty > 0"
ENTRIES = "SELECT COUNT(*) FROM timeline_entry"


@dataclass(frozen=True)
class TierFigures:
    """Shares of 1; hours. late: of those that left after their promise, or not at all; where nothing was on
    the shelf there was nothing to send: these are `empty`, neither late nor on time.
    """

    tier: str
    orders: int
    left: int
    empty: int
    on_time: float
    late_h_p50: float
    late_h_most: float
    fulfil_h_mean: float  # paid to left
    fulfil_h_p95: float
    wait_h_p95: float  # open hours from intake to release
    wait_h_most: float
    over_bound: float  # share that waited more than C_BOUND_H open hours


@dataclass(frozen=True)
class Result:
    policy: str
    pickers: int
    packers: int
    seed: int
    start: str
    virtual_h: float
    tiers: list[TierFigures]
    metres_a_line: float
    lines: int
    walks: int
    orders_a_walk: float
    utilisation: float  # share of the pickers' time on duty that is not waiting for work
    seconds: dict[str, dict[str, float]]  # work -> what -> person-seconds
    queue: list[tuple[float, dict[str, int]]]
    busy: list[tuple[float, float]]
    lateness: dict[str, list[float]]  # tier -> hours against the promise, sorted, some 200 of them
    counts: dict[str, int]
    verbs: dict[str, int]
    problems: list[str]
    wall_s: float
    cpu_s: float
    refused: dict[str, int] = field(default_factory=dict)

    def tier(self, code: str) -> TierFigures:
        return next(one for one in self.tiers if one.tier == code)

    def to_json(self) -> dict[str, Any]:
        """Everything but how long it took here: the same seed gives the same."""
        told = asdict(self)
        return {name: value for name, value in told.items() if name not in ("wall_s", "cpu_s")}


@dataclass(frozen=True)
class _Life:
    tier: str
    late_h: float
    fulfil_h: float | None
    wait_h: float
    empty: bool


def measure(place: Place, shift: Shift, problems: Sequence[str], took: tuple[float, float]) -> Result:
    lives = _lives(place, shift)
    tally = place.tally
    lines, _ = run(LINES)[0]
    picking = {what: seconds for (work, what), seconds in tally.seconds.items() if work == "picking"}
    on_duty = sum(seconds for what, seconds in picking.items() if what != "break")
    idle = picking.get("idle", 0.0) + picking.get("no tote", 0.0)
    works: dict[str, dict[str, float]] = {}
    for (work, what), seconds in sorted(tally.seconds.items()):
        works.setdefault(work, {})[what] = round(seconds, 3)
    codes = [tier.code for tier in list_tiers()]
    return Result(
        policy=place.scene.policy,
        pickers=place.scene.pickers,
        packers=place.scene.benches,
        seed=place.scene.seed,
        start=place.env.start.isoformat(),
        virtual_h=round(place.env.now / 3600, 3),
        tiers=[_of_tier(code, [life for life in lives if life.tier == code]) for code in codes],
        metres_a_line=tally.walked_mm / 1000 / max(lines, 1),
        lines=lines,
        walks=tally.walks,
        orders_a_walk=len(lives) / max(tally.walks, 1),
        utilisation=1 - idle / on_duty if on_duty else 0.0,
        seconds=works,
        queue=tally.queue,
        busy=tally.busy,
        lateness={
            code: _thinned([life.late_h for life in lives if life.tier == code and not life.empty])
            for code in codes
        },
        counts={
            "orders": len(lives),
            "shipped": tally.shipped,
            "empty": len(tally.empty),
            "shorts": tally.shorts,
            "jams": tally.jams,
            "entries": run(ENTRIES)[0][0],
        },
        verbs=dict(sorted(tally.verbs.items())),
        problems=list(problems),
        wall_s=took[0],
        cpu_s=took[1],
        refused=dict(tally.refused),
    )


def _lives(place: Place, shift: Shift) -> list[_Life]:
    """Every order that came: when it was released, and when the truck that carries it left."""
    released, shipped = dict(run(HAPPENED, "order:released")), dict(run(HAPPENED, "order:shipped"))
    received = dict(run(HAPPENED, "order:received"))
    now = clock.to_ms(clock.now())
    trucks = _Trucks(place.scene.pick_ups)
    lives = []
    for order in Order.select(Order.id, Order.tier, Order.paid_at, Order.promised_at).order_by(Order.id):
        left_at = trucks.after(shipped[order.id]) if order.id in shipped else None
        until = left_at or clock.from_ms(now)
        begin, end = (clock.from_ms(found.get(order.id, now)) for found in (received, released))
        wait_s = shift.open_seconds(place.env.seconds_of(begin), place.env.seconds_of(end))
        late_h = (until - order.promised_at).total_seconds() / 3600
        fulfil_h = (left_at - order.paid_at).total_seconds() / 3600 if left_at else None
        lives.append(_Life(order.tier, late_h, fulfil_h, wait_s / 3600, order.id in place.tally.empty))
    return lives


class _Trucks:
    """The pick-up at which what was scanned onto the trailer leaves."""

    def __init__(self, pick_ups: Sequence[str]) -> None:
        self.zone = ZoneInfo(get_site().zone)
        self.pick_ups = sorted(pick_ups)

    def after(self, ms: int) -> datetime:
        at = clock.from_ms(ms).astimezone(self.zone)
        today = f"{at:%H:%M:%S}"
        hour = next((pick_up for pick_up in self.pick_ups if f"{pick_up}:00" >= today), self.pick_ups[-1])
        hours, minutes = map(int, hour.split(":"))
        left = at.replace(hour=hours, minute=minutes, second=0, microsecond=0)
        return max(left, at)  # the last trailer waits for a parcel in hand


def _of_tier(code: str, lives: list[_Life]) -> TierFigures:
    sent = [life for life in lives if not life.empty]
    late = sorted(life.late_h for life in sent if life.late_h > 0)
    fulfilled = sorted(life.fulfil_h for life in lives if life.fulfil_h is not None)
    waits = sorted(life.wait_h for life in lives)
    return TierFigures(
        tier=code,
        orders=len(lives),
        left=len(fulfilled),
        empty=len(lives) - len(sent),
        on_time=1 - len(late) / len(sent) if sent else 1.0,
        late_h_p50=share(late, 0.5),
        late_h_most=late[-1] if late else 0.0,
        fulfil_h_mean=sum(fulfilled) / len(fulfilled) if fulfilled else 0.0,
        fulfil_h_p95=share(fulfilled, 0.95),
        wait_h_p95=share(waits, 0.95),
        wait_h_most=waits[-1] if waits else 0.0,
        over_bound=sum(wait > C_BOUND_H for wait in waits) / len(waits) if waits else 0.0,
    )


def share(ordered: Sequence[float], part: float) -> float:
    """The value below which `part` of these lie."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def _thinned(hours: list[float], most: int = 200) -> list[float]:
    ordered = sorted(hours)
    step = max(1, len(ordered) // most)
    return [round(hour, 3) for hour in ordered[::step]]
