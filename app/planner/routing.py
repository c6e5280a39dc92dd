"""Exact picker routing: the shortest walk over some stops, and the order of visits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.planner.geometry import build_geometry, mask_width
from app.planner.layout import Layout, Stop
from app.planner.oneway import directed_tour
from app.planner.walking import tour


@dataclass(frozen=True)
class Route:
    """A closed walk from the depot: its length (the layout's unit) and the stops' numbers in visiting
    order.
    """

    length_mm: float
    order: tuple[int, ...]
    method: str = "exact"


def route(layout: Layout, stops: Sequence[Stop]) -> Route:
    """The shortest walk from the depot over all stops and back. ValueError for a stop nobody can reach."""
    for stop in stops:
        layout.check(stop)
    if not stops:
        return Route(0.0, ())
    aisles = np.array([stop[0] for stop in stops], np.int64)
    ranks = np.array([layout.rank(stop[1]) for stop in stops], np.int64)
    sorting = np.lexsort((ranks, aisles))
    if layout.one_way:
        length, out = directed_tour(
            layout, list(zip(aisles[sorting].tolist(), ranks[sorting].tolist(), strict=True))
        )
        return Route(length + 2 * layout.depot.gap, tuple(int(i) for i in sorting[out]))
    geo, out = build_geometry(layout), np.empty(len(stops), np.int64)
    mask = np.zeros(mask_width(layout), np.uint64)
    length, _ = tour(ranks[sorting], aisles[sorting], mask, geo, out)
    return Route(length + geo.round_trip, tuple(int(i) for i in sorting[out]))
