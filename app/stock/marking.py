"""What parts of the floor ask for: zones, narrow aisles, skills, and from which level a forklift."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.contracts.settings import change_setting
from app.db import transaction
from app.errors import Invalid, Refused
from app.stock.models import Floor, Location
from app.timeline.recording import record

MAX_NAME = 16
FORKLIFT = "forklift"
EQUIPMENT = ("", FORKLIFT)
ONE_WAY = "one_way_aisles"  # the site's setting: up, down -> aisles counted from 1
WAYS = ("up", "down", "both")


@dataclass(frozen=True)
class Marks:
    """By aisle, counted from 1; `forklift_from`: this level and all above."""

    zones: Mapping[str, frozenset[int]] = field(default_factory=dict)
    skills: Mapping[str, frozenset[int]] = field(default_factory=dict)
    narrow: frozenset[int] = frozenset()
    check: frozenset[int] = frozenset()  # the location is scanned before the item
    forklift_from: int | None = None

    def __bool__(self) -> bool:
        return bool(self.zones or self.skills or self.narrow or self.check or self.forklift_from)


def mark_floor(marks: Marks) -> int:
    """Mark the locations of a floor that is there; how many were marked. Refused without a floor."""
    with transaction():
        if not Location.select().exists():
            raise Refused("stock.no_floor")
        changed: set[int] = set()
        for where, columns in _changes(marks):
            ids = [row.id for row in Location.select(Location.id).where(where)]
            if not ids:
                raise Invalid("stock.no_such_aisle")
            Location.update(**columns).where(where).execute()
            changed.update(ids)
        record("floor:marked", min(changed, default=0), data={"locations": len(changed)})
    return len(changed)


def mark_ways(texts: Iterable[str]) -> None:
    """`["up=1,3", "down=2,4"]`: aisles walked only from the front to the back, or back to front; the others
    both ways, whatever was marked before. Invalid where one could not walk round.
    """
    named = read_named(texts)
    ways = {way: sorted(named.get(way, ())) for way in WAYS}
    with transaction():
        floor = Floor.select().first()
        if floor is None:
            raise Refused("stock.no_floor")
        listed = sorted(aisle for aisles in ways.values() for aisle in aisles)
        if listed and listed[-1] > floor.aisles:
            raise Invalid("stock.no_such_aisle")
        all_one_way = floor.aisles in (len(ways["up"]), len(ways["down"]))
        if set(named) - set(WAYS) or len(set(listed)) < len(listed) or all_one_way:
            raise Invalid("stock.bad_ways")
        change_setting(ONE_WAY, {way: ways[way] for way in ("up", "down") if ways[way]})


def _changes(marks: Marks) -> Iterator[tuple[Any, dict[str, Any]]]:
    for name, aisles in marks.zones.items():
        yield Location.aisle.in_(sorted(aisles)), {"zone": name}
    for name, aisles in marks.skills.items():
        yield Location.aisle.in_(sorted(aisles)), {"skill": name}
    if marks.narrow:
        yield Location.aisle.in_(sorted(marks.narrow)), {"narrow": True}
    if marks.check:
        yield Location.aisle.in_(sorted(marks.check)), {"check_scan": True}
    if marks.forklift_from:
        yield Location.level >= marks.forklift_from, {"equipment": FORKLIFT}


def read_named(texts: Iterable[str]) -> dict[str, frozenset[int]]:
    """`["Z1=1-4", "Z2=5,7"]` as aisles by name. Invalid names the text that cannot be read."""
    found: dict[str, frozenset[int]] = {}
    for text in texts:
        name, equals, aisles = text.partition("=")
        if not equals or not 0 < len(name.strip()) <= MAX_NAME:
            raise Invalid("stock.bad_mark", text=text[:40])
        found[name.strip()] = found.get(name.strip(), frozenset()) | read_aisles([aisles])
    return found


def read_aisles(texts: Sequence[str]) -> frozenset[int]:
    """`["3", "5-7,9"]` as numbers."""
    numbers: set[int] = set()
    for part in ",".join(texts).split(",") if texts else ():
        first, _, last = part.partition("-")
        try:
            begins, ends = int(first), int(last or first)
        except ValueError:
            raise Invalid("stock.bad_mark", text=part[:40]) from None
        if not 1 <= begins <= ends <= 200:
            raise Invalid("stock.bad_mark", text=part[:40])
        numbers.update(range(begins, ends + 1))
    return frozenset(numbers)


def read_limits(texts: Iterable[str]) -> dict[str, int]:
    """`["Z1=6"]` as walks by zone."""
    found = {}
    for text in texts:
        name, _, most = text.partition("=")
        if not name or not most.isdigit() or not 1 <= int(most) <= 1000:
            raise Invalid("stock.bad_mark", text=text[:40])
        found[name] = int(most)
    return found
