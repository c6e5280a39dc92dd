"""Floors that are no parallel aisles: walks over a distance matrix.

Up to EXACT stops by dynamic programming over subsets (Held & Karp 1962), above by 2-opt and or-opt
from the nearest neighbour tour; the route says which. Where the way back may be another one, by or-opt from
the cheapest insertion (Rosenkrantz, Stearns & Lewis 1977).
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.planner.layout import Route

EXACT = 11
ROUNDS = 60
MOST_PLACES = 2000
Matrix = NDArray[np.float64]


def route_matrix(distances: Matrix) -> Route:
    """A closed walk from place 0 over places 1.. and back; order counts the stops from 0 (place 1 is
    stop 0).
    """
    if distances.ndim != 2 or len(set(distances.shape)) != 1 or not np.allclose(distances, distances.T):
        raise ValueError("distances are a symmetric square matrix")
    if not np.isfinite(distances).all() or (distances < 0).any():
        raise ValueError("distances are finite and not negative")
    stops = len(distances) - 1
    if stops < 1:
        return Route(0.0, (), "matrix, exact")
    exact = stops <= EXACT
    tour = _exact(distances) if exact else _improved(distances, _nearest(distances))
    order = tuple(place - 1 for place in tour if place)
    return Route(_length(distances, tour), order, "matrix, exact" if exact else "matrix, 2-opt")


def route_one_way(distances: Matrix) -> Route:
    """As route_matrix, where ways may lead one way only (infinite: none leads).

    Place 0 may be two places: where the walk begins (its row) and ends (its column). ValueError where no walk
    reaches all.
    """
    exact = 1 < len(distances) <= EXACT + 1
    tour = _exact(distances) if exact else _moved(distances, _inserted(distances))
    length = _length(distances, tour)
    if not np.isfinite(length):
        raise ValueError("no walk reaches all stops")
    order = tuple(place - 1 for place in tour if place)
    return Route(length, order, "matrix, exact" if exact else "matrix, or-opt")


def _length(distances: Matrix, tour: list[int]) -> float:
    return float(distances[tour, np.roll(tour, -1)].sum())


def _exact(d: Matrix) -> list[int]:
    n = len(d)
    best = {(1 << j, j): (float(d[0, j]), 0) for j in range(1, n)}
    for size in range(2, n):
        for subset in combinations(range(1, n), size):
            bits = sum(1 << j for j in subset)
            for j in subset:
                rest = bits & ~(1 << j)
                best[bits, j] = min((best[rest, k][0] + float(d[k, j]), k) for k in subset if k != j)
    bits = (1 << n) - 2
    last = min(range(1, n), key=lambda j: best[bits, j][0] + float(d[j, 0]))
    backwards = []
    while last:
        backwards.append(last)
        bits, last = bits & ~(1 << last), best[bits, last][1]
    return [0, *reversed(backwards)]


def _nearest(d: Matrix) -> list[int]:
    tour, free = [0], set(range(1, len(d)))
    while free:
        tour.append(min(free, key=lambda place: (float(d[tour[-1], place]), place)))
        free.remove(tour[-1])
    return tour


def _inserted(d: Matrix) -> list[int]:
    tour, free = [0], list(range(1, len(d)))
    while free:
        after = np.roll(tour, -1)
        longer = d[tour][:, free] + d[free][:, after].T - d[tour, after][:, None]
        at, which = np.unravel_index(int(np.argmin(longer)), longer.shape)
        tour.insert(int(at) + 1, free.pop(int(which)))
    return tour


def _moved(d: Matrix, tour: list[int]) -> list[int]:
    for _ in range(ROUNDS):
        before = _length(d, tour)
        tour = _or_opt(d, tour)
        if _length(d, tour) >= before - 1e-9:
            break
    return tour


def _improved(d: Matrix, tour: list[int]) -> list[int]:
    for _ in range(ROUNDS):
        before = _length(d, tour)
        tour = _or_opt(d, _two_opt(d, tour))
        if _length(d, tour) >= before - 1e-9:
            break
    return tour


def _two_opt(d: Matrix, tour: list[int]) -> list[int]:
    """Turn the stretch of the best exchange of two legs, for each first leg once."""
    for i in range(len(tour) - 2):
        at = np.array(tour)
        ahead = np.roll(at, -1)[i + 2 :]
        gain = d[at[i], at[i + 1]] + d[at[i + 2 :], ahead] - d[at[i], at[i + 2 :]] - d[at[i + 1], ahead]
        best = int(np.argmax(gain))
        if gain[best] > 1e-9:
            j = i + 2 + best
            tour = tour[: i + 1] + tour[i + 1 : j + 1][::-1] + tour[j + 1 :]
    return tour


def _or_opt(d: Matrix, tour: list[int]) -> list[int]:
    """Move each place to where it costs least."""
    for place in tour[1:]:
        rest = [p for p in tour if p != place]
        after = np.roll(rest, -1)
        cost = d[rest, place] + d[place, after] - d[rest, after]
        at = int(np.argmin(cost))
        moved = [*rest[: at + 1], place, *rest[at + 1 :]]
        if _length(d, moved) < _length(d, tour) - 1e-9:
            tour = moved
    return tour
