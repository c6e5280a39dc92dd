"""Wave selection: which open orders, from which aisles, make the densest wave of an allowed size.

Units per visited aisle, the problem of the first Mercado Libre optimisation challenge (SBPO 2025).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.planner.searching import side_by_side
from app.planner.selection import BEST, GO_ON, NARROW, WIDE, anneal_wave
from app.planner.stop import Progress, Stopping
from app.planner.wave import MADE, RATIO, Stock, Wave

ROUNDS = (  # start and first temperature, a share of the best ratio: for the first search, for the second
    ((NARROW, 0.3), (NARROW, 0.1), (BEST, 0.06)),
    ((WIDE, 0.3), (WIDE, 0.1), (BEST, 0.06)),
)
COLD = 0.01  # the last temperature of a round
Lines = dict[int, int]
Ints = NDArray[np.int64]
Csr = tuple[Ints, Ints]
Rounds = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Pool:
    """Open orders and the stock of aisles, both item -> qty; a wave has from `least` to `most` units."""

    orders: Sequence[Lines]
    aisles: Sequence[Lines]
    least: int
    most: int


@dataclass(frozen=True)
class Chosen:
    """The numbers of the orders of a wave and of the aisles it visits."""

    orders: tuple[int, ...]
    aisles: tuple[int, ...]
    units: int

    @property
    def density(self) -> float:
        return self.units / len(self.aisles)


def select_wave(pool: Pool, stop: Stopping, seed: int) -> Chosen | None:
    """The densest wave found, None when no wave of the allowed size was found."""
    running = [stop.start() for _ in range(stop.searches)]
    stock = build_stock(pool)
    if not len(stock.order_lines):
        return None
    waves = side_by_side(
        lambda progress, i: _search(stock, progress, seed + i, ROUNDS[i % len(ROUNDS)]), running
    )
    best = max(waves, key=lambda wave: float(wave.totals[RATIO]))
    return _chosen(pool, best) if best.best_opened.any() else None


def _rows(rows: Sequence[Lines]) -> Csr:
    at = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    lines = np.array([line for row in rows for line in row.items()], np.int64).reshape(-1, 2)
    return at, lines


def _turned(rows: Csr, rank: Ints, items: int) -> Csr:
    """The same lines by item: (row, qty), rows of lower rank first."""
    at, lines = rows
    row = np.repeat(np.arange(len(at) - 1), np.diff(at))
    sorting = np.lexsort((row, rank[row], lines[:, 0]))
    begins = np.searchsorted(lines[sorting, 0], np.arange(items + 1))
    return begins.astype(np.int64), np.stack([row[sorting], lines[sorting, 1]], axis=1)


def build_stock(pool: Pool) -> Stock:
    """The pool as arrays; orders that all aisles together cannot serve, and stock nobody wants, are left
    out.
    """
    supply: Lines = {}
    for aisle in pool.aisles:
        for item, qty in aisle.items():
            supply[item] = supply.get(item, 0) + qty
    possible = [
        order
        if sum(order.values()) <= pool.most and all(supply.get(i, 0) >= q for i, q in order.items())
        else {}
        for order in pool.orders
    ]
    numbers = {item: n for n, item in enumerate(sorted({i for order in possible for i in order}))}
    orders = [{numbers[i]: q for i, q in order.items() if q > 0} for order in possible]
    aisles = [{numbers[i]: q for i, q in aisle.items() if i in numbers and q > 0} for aisle in pool.aisles]
    order_at, order_lines = _rows(orders)
    aisle_at, aisle_lines = _rows(aisles)
    units = np.array([sum(order.values()) for order in orders], np.int64)
    wanted_at, wanted_by = _turned((order_at, order_lines), -units, len(numbers))
    held_at, held_by = _turned((aisle_at, aisle_lines), np.zeros(len(aisles), np.int64), len(numbers))
    bounds = np.array([pool.least, pool.most], np.int64)
    return Stock(
        order_at, order_lines, units, aisle_at, aisle_lines, wanted_at, wanted_by, held_at, held_by, bounds
    )


def _empty_wave(stock: Stock) -> Wave:
    orders, aisles = len(stock.order_units), len(stock.aisle_at) - 1
    return Wave(
        picked=np.zeros(orders, np.bool_),
        opened=np.zeros(aisles, np.bool_),
        left=np.zeros(len(stock.wanted_at) - 1, np.int64),
        totals=np.zeros(5),
        log=np.zeros(4 * (orders + aisles) + 64, np.int64),
        best_picked=np.zeros(orders, np.bool_),
        best_opened=np.zeros(aisles, np.bool_),
    )


def _search(stock: Stock, progress: Progress, seed: int, rounds: Rounds) -> Wave:
    """Rounds of annealing: twice from no aisle or from all, cooled from high and from low, then from the
    best wave.
    """
    wave, rng, done = _empty_wave(stock), np.array([seed * 7919 + 17], np.uint64), progress.done(0)
    mean, last = float(stock.order_units.sum()) / len(wave.opened), -1
    while done < 1.0 or not wave.totals[MADE]:
        at = int(done * len(rounds) * 0.999)
        start, hot = rounds[at]
        scale = max(float(wave.totals[RATIO]), min(mean, 1.0))
        temperature = scale * hot * (COLD / hot) ** (done * len(rounds) - at)
        moves = progress.chunk(int(wave.totals[MADE]))
        anneal_wave(stock, wave, rng, moves, temperature, start if at != last else GO_ON)
        last, done = at, progress.done(int(wave.totals[MADE]))
    return wave


def _chosen(pool: Pool, wave: Wave) -> Chosen:
    orders = tuple(int(i) for i in np.flatnonzero(wave.best_picked))
    units = sum(sum(pool.orders[i].values()) for i in orders)
    return Chosen(orders, tuple(int(a) for a in np.flatnonzero(wave.best_opened)), units)
