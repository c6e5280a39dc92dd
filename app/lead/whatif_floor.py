"""What if two more pickers came until six; what if an aisle were closed. Reads only."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app import clock
from app.contracts.tiers import get_site
from app.errors import Invalid
from app.lead.whatif import list_assumed, tell_change
from app.planner.layout import Stop
from app.stock.models import Balance, Location
from app.stock.models import Floor as FloorRow
from app.waves import closing, sketching
from app.waves.lineup import Picker, Planned, Walk, line_up, list_moved
from app.waves.sketching import Ahead, Need
from app.words import Words

COME_S = 300.0  # somebody who is fetched begins after this


def read_crew(more: int, until: str, lang: str) -> dict[str, Any]:
    """So many more pickers until a local time (HH:MM, today or tomorrow)."""
    floor = sketching.look()
    until_s = (next_moment(until) - clock.now()).total_seconds()
    walks = floor.walks()
    before = line_up(walks, floor.pickers)
    fresh = [Picker(-n, COME_S, until_s) for n in range(1, more + 1)]
    after = line_up(walks, [*floor.pickers, *fresh])
    assumed = Words("whatif.assumed_come", {"minutes": round(COME_S / 60), "until": until})
    return _answer(before, after) | {"assumed": list_assumed(floor, lang, assumed)}


def next_moment(until: str) -> datetime:
    """The next time the warehouse's clock shows HH:MM."""
    try:
        hours, minutes = (int(part) for part in until.split(":"))
        here = clock.now().astimezone(ZoneInfo(get_site().zone))
        at = here.replace(hour=hours, minute=minutes, second=0, microsecond=0)
    except ValueError:
        raise Invalid("whatif.bad_time", time=until[:8]) from None
    return at if at > here else at + timedelta(days=1)


def read_aisle(aisle: int, lang: str) -> dict[str, Any]:
    """Without this aisle: what lies elsewhere, too, is fetched there; the rest waits."""
    row = FloorRow.select().first()
    if row is None or not 1 <= aisle <= row.aisles:
        raise Invalid("whatif.no_aisle", aisle=aisle)
    floor = sketching.look()
    before = line_up(floor.walks(), floor.pickers)
    elsewhere = Elsewhere(aisle)
    floor.layout = replace(floor.layout, closed=floor.layout.closed | {aisle - 1})
    closing.check_way_round(floor.layout, aisle)
    changed = [elsewhere.change(one) for one in floor.ahead]
    after = line_up(floor.in_hand() + _without(changed, floor), floor.pickers)
    assumed = [Words("whatif.assumed_going"), Words("whatif.assumed_waits", {"orders": len(elsewhere.waits)})]
    told = {
        "waits": len(elsewhere.waits),
        "moved_stops": elsewhere.moved,
        "closed": aisle in closing.list_closed(),
    }
    return _answer(before, after) | told | {"assumed": list_assumed(floor, lang, *assumed)}


def _without(changed: list[tuple[Ahead, tuple[int, ...]]], floor: sketching.Floor) -> list[Walk]:
    """Walks that can go, and for those that wait a walk that nobody can begin."""
    walks = []
    for ahead, waits in changed:
        if ahead.needs:
            walks.append(floor.walk_of(ahead))
        if waits:
            orders = tuple(floor.promised(order_id) for order_id in waits)
            walks.append(Walk(f"{ahead.key}:waits", float("inf"), orders))
    return walks


class Elsewhere:
    """Where the stock of a closed aisle lies, too; what is taken from there is gone for the next."""

    def __init__(self, aisle: int) -> None:
        self.closed = aisle - 1
        self.moved = 0
        self.waits: set[int] = set()
        free = Balance.select(Balance, Location).join(Location)
        in_use = ~Location.blocked & ~Location.to_count
        free = free.where(Balance.on_hand > Balance.reserved, Location.aisle != aisle, in_use)
        self.free: dict[int, list[list[Any]]] = {}
        for row in free.where(Location.kind == "pick"):
            stop = Stop(row.location.aisle - 1, row.location.bay - 1)
            self.free.setdefault(row.sku_id, []).append([row.on_hand - row.reserved, stop])

    def change(self, ahead: Ahead) -> tuple[Ahead, tuple[int, ...]]:
        """The walk without the aisle, and its orders that wait."""
        found = [(need, self._move(need)) for need in ahead.needs]
        if all(other is not None for _, other in found):
            return replace(ahead, needs=tuple(other for _, other in found if other)), ()
        waits = {need.order_id for need, other in found if other is None}
        self.waits |= waits
        going = tuple(other for need, other in found if other and need.order_id not in waits)
        left = tuple(order_id for order_id in ahead.order_ids if order_id not in waits)
        return replace(ahead, needs=going, order_ids=left), tuple(sorted(waits))

    def _move(self, need: Need) -> Need | None:
        if need.stop.aisle != self.closed:
            return need
        for place in self.free.get(need.sku_id, []):
            if place[0] >= need.qty:
                place[0] -= need.qty
                self.moved += 1
                return replace(need, stop=place[1])
        return None


def _answer(before: list[Planned], after: list[Planned]) -> dict[str, Any]:
    return {
        **tell_change(before, after, list_moved(before, after)),
        "metres": {"before": _metres(before), "after": _metres(after)},
        "done_at": {"before": _done_at(before), "after": _done_at(after)},
    }


def _metres(planned: list[Planned]) -> int:
    return round(sum(one.walk.way_mm for one in planned if one.picker is not None) / 1000)


def _done_at(planned: list[Planned]) -> str | None:
    """When the last walk that somebody walks is done."""
    ends = [one.finish_s for one in planned if one.picker is not None]
    return clock.iso(clock.now() + timedelta(seconds=max(ends))) if ends else None
