"""Exact picker routing: the shortest walk over some stops, and the order of visits."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

import numpy as np

from app.planner.directed import TooManyStates
from app.planner.layout import Layout, Route, Stop
from app.planner.legs import distances_between
from app.planner.matrix import route_one_way
from app.planner.oneway import directed_tour
from app.planner.touring import NO_SUCH_STOP, Packed, pack, tours

MOST_STOPS = 1 << 20


class Router:
    """A layout made ready for many walks. One walk over 15 to 75 stops of 10 aisles: some microseconds."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.packed = None if layout.one_way else pack(layout)

    def route(self, stops: Sequence[Stop]) -> Route:
        """The shortest walk over all stops. ValueError for a stop nobody can reach."""
        if self.packed is None:
            return _directed(self.layout, stops)
        [length], order = _solve(self.packed, stops, (0, len(stops)))
        if length == NO_SUCH_STOP:
            self._name_wrong(stops)
        return Route(length, tuple(order))

    def routes(self, walks: Sequence[Sequence[Stop]]) -> list[Route]:
        """Many walks in one compiled call; with one-way aisles one after another."""
        if self.packed is None:
            return [_directed(self.layout, walk) for walk in walks]
        begins = (0, *accumulate(map(len, walks)))
        lengths, order = _solve(self.packed, chain.from_iterable(walks), begins)
        if NO_SUCH_STOP in lengths:
            self._name_wrong(walks[lengths.index(NO_SUCH_STOP)])
        ends = pairwise(begins)
        return [Route(length, tuple(order[a:b])) for length, (a, b) in zip(lengths, ends, strict=True)]

    def _name_wrong(self, stops: Sequence[Stop]) -> None:
        for stop in stops:
            self.layout.check(stop)


def _solve(packed: Packed, stops: Iterable[Stop], begins: Sequence[int]) -> tuple[list[float], list[int]]:
    """The walks' lengths, and their visiting orders one behind the other."""
    walks, total = len(begins) - 1, begins[-1]
    if total >= MOST_STOPS and max(b - a for a, b in pairwise(begins)) >= MOST_STOPS:
        raise ValueError(f"a walk over more than {MOST_STOPS} stops")
    told = chain(begins, chain.from_iterable(stops))
    out, lengths = np.empty(total, np.int64), np.empty(walks)
    tours(*packed, np.fromiter(told, np.int64, walks + 1 + 2 * total), out, lengths)
    return lengths.tolist(), out.tolist()


@lru_cache(maxsize=64)
def get_router(layout: Layout) -> Router:
    return Router(layout)


def route(layout: Layout, stops: Sequence[Stop]) -> Route:
    """The shortest walk from the depot over all stops and back. ValueError for a stop nobody can reach."""
    return get_router(layout).route(stops)


def _directed(layout: Layout, stops: Sequence[Stop]) -> Route:
    """Where the exact search would take too long, by the distances alone: the route says which."""
    for stop in stops:
        layout.check(stop)
    try:
        return _swept(layout, stops)
    except TooManyStates:
        return route_one_way(distances_between(layout, None, stops))


def _swept(layout: Layout, stops: Sequence[Stop]) -> Route:
    depot = layout.depot
    if all(stop == (depot.aisle, depot.cell) for stop in stops):
        return Route(2 * depot.gap if stops else 0.0, tuple(range(len(stops))))
    places = [(layout.column(stop[0]), layout.rank(stop[1])) for stop in stops]
    if depot.cell is not None:
        places.append((depot.aisle, layout.rank(depot.cell)))
    sorting = sorted(range(len(places)), key=lambda i: places[i])
    length, out = directed_tour(layout, [places[i] for i in sorting])
    order = [sorting[i] for i in out]
    if depot.cell is not None:
        home = order.index(len(stops))
        order = order[home + 1 :] + order[:home]
        length, order = _inside(layout, stops, length, order)
    return Route(length + 2 * depot.gap, tuple(order))


def _inside(
    layout: Layout, stops: Sequence[Stop], length: float, order: list[int]
) -> tuple[float, list[int]]:
    """Out and back along the depot's aisle, where that is allowed, shorter and enough."""
    aisle, home = layout.depot.aisle, layout.depot_xy[1]
    if aisle in dict(layout.one_way) or any(stop[0] != aisle for stop in stops):
        return length, order
    heights = [layout.height(stop[1]) for stop in stops]
    straight = 2 * (max(home, *heights) - min(home, *heights))
    if straight >= length:
        return length, order
    up = sorted((i for i, y in enumerate(heights) if y >= home), key=lambda i: heights[i])
    down = sorted((i for i, y in enumerate(heights) if y < home), key=lambda i: -heights[i])
    return straight, up + down
