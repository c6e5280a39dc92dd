"""The floor as the planner sees it: metres and cells instead of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.contracts.settings import get_setting
from app.planner.layout import Depot, Layout, Route, Stop
from app.planner.routing import route
from app.prepared import Prepared
from app.stock.marking import ONE_WAY
from app.stock.models import Floor, Location

FLOOR = Prepared(lambda: Floor.select().limit(1))
CLOSED = "closed_aisles"  # the site's setting: waves.closing


class Place(NamedTuple):
    aisle: int
    bay: int


def get_layout() -> Layout:
    """This site's layout in millimetres; a site without a floor yet is one short aisle."""
    floor = FLOOR.first()
    if floor is None:
        return Layout(1, 1, 3000.0, 1000.0, 1000.0, 1000.0)
    half_cross = floor.cross_aisle_mm / 2 + floor.bay_pitch_mm / 2
    return Layout(
        aisles=floor.aisles,
        cells=floor.bays,
        aisle_pitch=float(floor.aisle_pitch_mm),
        cell_pitch=float(floor.bay_pitch_mm),
        front_gap=half_cross,
        back_gap=half_cross,
        blocks=max(1, floor.cross_aisles - 1),
        cross_width=float(floor.cross_aisle_mm),
        depot=Depot(
            aisle=floor.depot_aisle, row=0 if floor.depot_at == "front" else max(1, floor.cross_aisles - 1)
        ),
        one_way=read_ways(get_setting(ONE_WAY, {})),
        closed=frozenset(int(aisle) - 1 for aisle in get_setting(CLOSED, {})),
    )


def read_ways(kept: Mapping[str, Sequence[int]]) -> tuple[tuple[int, str], ...]:
    """Aisles that are walked in one direction, up: from the front to the back."""
    return tuple(sorted((aisle - 1, way) for way in ("up", "down") for aisle in kept.get(way, ())))


def leads_round(layout: Layout) -> bool:
    """Whether one can walk to every shelf and back: some open aisle goes up, and some goes down."""
    ways = {dict(layout.one_way).get(aisle) for aisle in range(layout.aisles) if aisle not in layout.closed}
    return not ways or None in ways or len(ways) > 1


def places_of(location_ids: Sequence[int]) -> dict[int, Stop]:
    """Where these locations lie: aisles and bays count from 1 on the floor, from 0 in the planner."""
    wanted = Location.select(Location.id, Location.aisle, Location.bay).where(
        Location.id.in_(set(location_ids))
    )
    return {location.id: Stop(location.aisle - 1, location.bay - 1) for location in wanted}


def opened(layout: Layout, stops: Sequence[Stop]) -> Layout:
    """A walk that somebody has begun ends its stops in an aisle that was closed meanwhile."""
    entered = {stop.aisle for stop in stops}
    return replace(layout, closed=layout.closed - entered) if layout.closed & entered else layout


def walk(location_ids: Sequence[int], layout: Layout, places: dict[int, Stop]) -> tuple[list[int], float]:
    """The locations in the order of the shortest walk over them, and its length in millimetres."""
    stops = list(dict.fromkeys(places[location_id] for location_id in location_ids))
    tour: Route = route(opened(layout, stops), stops)
    rank = {stops[index]: position for position, index in enumerate(tour.order)}
    return sorted(location_ids, key=lambda location_id: rank[places[location_id]]), tour.length_mm
