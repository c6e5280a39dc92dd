"""The search behind wave selection: which aisles are open and which orders are in the wave, compiled.

An aisle move opens, closes or exchanges an aisle; orders that lack stock leave, orders that now fit
join. An order move forces one order in. Annealing maximises units - ratio x aisles, the parametric
form of units / aisles (Dinkelbach 1967): whatever comes out above zero is a better ratio, which then
takes its place.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import inlined, kernel, spliced
from app.planner.moves import draw, pick

UNITS, OPEN, RATIO, MADE, LOG = range(5)
GO_ON, WIDE, BEST = range(3)  # where a round starts: here, all aisles open, the best wave
SHORTAGE = 2.0  # price of a unit missing to the least size, in units
ORDER_MOVES, EXCHANGES, OPENINGS = 0.3, 0.4, 0.15  # the rest closes an aisle


class Stock(NamedTuple):
    """Rows of (item, qty) one after another: those of order i are order_lines[order_at[i]:order_at[i + 1]].

    wanted_by: for each item the (order, qty) that want it, the largest orders first; held_by: the aisles.
    """

    order_at: NDArray[np.int64]
    order_lines: NDArray[np.int64]
    order_units: NDArray[np.int64]
    aisle_at: NDArray[np.int64]
    aisle_lines: NDArray[np.int64]
    wanted_at: NDArray[np.int64]
    wanted_by: NDArray[np.int64]
    held_at: NDArray[np.int64]
    held_by: NDArray[np.int64]
    bounds: NDArray[np.int64]


class Wave(NamedTuple):
    """picked[order], opened[aisle], what is left of each item, totals (units, open aisles, best ratio,
    moves made, log length) and the log of what a move changed: order, or -1 - aisle.
    """

    picked: NDArray[np.bool_]
    opened: NDArray[np.bool_]
    left: NDArray[np.int64]
    totals: NDArray[np.float64]
    log: NDArray[np.int64]
    best_picked: NDArray[np.bool_]
    best_opened: NDArray[np.bool_]


@inlined
def toggle_order(stock, wave, order):  # type: ignore[no-untyped-def]
    sign = 1 if wave.picked[order] else -1
    wave.picked[order] = not wave.picked[order]
    wave.totals[UNITS] -= sign * stock.order_units[order]
    for line in range(stock.order_at[order], stock.order_at[order + 1]):
        wave.left[stock.order_lines[line, 0]] += sign * stock.order_lines[line, 1]


@inlined
def toggle_aisle(stock, wave, aisle):  # type: ignore[no-untyped-def]
    sign = -1 if wave.opened[aisle] else 1
    wave.opened[aisle] = not wave.opened[aisle]
    wave.totals[OPEN] += sign
    for line in range(stock.aisle_at[aisle], stock.aisle_at[aisle + 1]):
        wave.left[stock.aisle_lines[line, 0]] += sign * stock.aisle_lines[line, 1]


@inlined
def _note(wave, what):  # type: ignore[no-untyped-def]
    wave.log[int(wave.totals[LOG])] = what
    wave.totals[LOG] += 1


@inlined
def fits_wave(stock, wave, order):  # type: ignore[no-untyped-def]
    if wave.totals[UNITS] + stock.order_units[order] > stock.bounds[1]:
        return False
    for line in range(stock.order_at[order], stock.order_at[order + 1]):
        if wave.left[stock.order_lines[line, 0]] < stock.order_lines[line, 1]:
            return False
    return True


@inlined
def fill_item(stock, wave, item):  # type: ignore[no-untyped-def]
    """Let the orders that want an item join while they fit."""
    for place in range(stock.wanted_at[item], stock.wanted_at[item + 1]):
        if wave.left[item] <= 0:
            return
        order = stock.wanted_by[place, 0]
        if not wave.picked[order] and fits_wave(stock, wave, order):
            toggle_order(stock, wave, order)
            _note(wave, order)


@inlined
def relieve_item(stock, wave, rng, item, keep):  # type: ignore[no-untyped-def]
    """Let orders leave, from a random one on, until the item is no longer short."""
    begin, size = stock.wanted_at[item], stock.wanted_at[item + 1] - stock.wanted_at[item]
    shift = pick(rng, size)
    for i in range(size):
        if wave.left[item] >= 0:
            return
        order = stock.wanted_by[begin + (i + shift) % size, 0]
        if wave.picked[order] and order != keep:
            toggle_order(stock, wave, order)
            _note(wave, order)


@inlined
def fill_freed(stock, wave, rng, since):  # type: ignore[no-untyped-def]
    """Offer what aisles and orders of the log gave free, the entries from `since` on, from a random item
    on.
    """
    until = int(wave.totals[LOG])
    for entry in range(since, until):
        what = wave.log[entry]
        if what < 0:
            begin, end, lines = stock.aisle_at[-1 - what], stock.aisle_at[-what], stock.aisle_lines
        else:
            begin, end, lines = stock.order_at[what], stock.order_at[what + 1], stock.order_lines
        shift = pick(rng, max(end - begin, 1))
        for i in range(end - begin):
            fill_item(stock, wave, lines[begin + (i + shift) % (end - begin), 0])


@inlined
def _switch(stock, wave, rng, aisle):  # type: ignore[no-untyped-def]
    """Open or close an aisle and let orders go that lack stock."""
    toggle_aisle(stock, wave, aisle)
    _note(wave, -1 - aisle)
    if not wave.opened[aisle]:
        for line in range(stock.aisle_at[aisle], stock.aisle_at[aisle + 1]):
            if wave.left[stock.aisle_lines[line, 0]] < 0:
                relieve_item(stock, wave, rng, stock.aisle_lines[line, 0], -1)


@inlined
def _force_order(stock, wave, rng, order):  # type: ignore[no-untyped-def]
    """Put an order in; others leave where it takes their stock or the wave would grow too large."""
    toggle_order(stock, wave, order)
    _note(wave, order)
    for line in range(stock.order_at[order], stock.order_at[order + 1]):
        item = stock.order_lines[line, 0]
        relieve_item(stock, wave, rng, item, order)
        if wave.left[item] < 0:
            return False
    for _ in range(64):
        if wave.totals[UNITS] <= stock.bounds[1]:
            return True
        other = pick(rng, wave.picked.size)
        for _ in range(64):
            if wave.picked[other] and other != order:
                break
            other = pick(rng, wave.picked.size)
        if wave.picked[other] and other != order:
            toggle_order(stock, wave, other)
            _note(wave, other)
    return wave.totals[UNITS] <= stock.bounds[1]


@inlined
def undo_wave(stock, wave):  # type: ignore[no-untyped-def]
    for entry in range(int(wave.totals[LOG]) - 1, -1, -1):
        what = wave.log[entry]
        if what < 0:
            toggle_aisle(stock, wave, -1 - what)
        else:
            toggle_order(stock, wave, what)


@inlined
def energy(stock, wave):  # type: ignore[no-untyped-def]
    short = max(0.0, stock.bounds[0] - wave.totals[UNITS])
    return wave.totals[UNITS] - wave.totals[RATIO] * wave.totals[OPEN] - SHORTAGE * short


@inlined
def _any_aisle(wave, rng, opened):  # type: ignore[no-untyped-def]
    """A random aisle that is open (or closed), -1 if there is none."""
    start = pick(rng, wave.opened.size)
    for i in range(wave.opened.size):
        aisle = (start + i) % wave.opened.size
        if wave.opened[aisle] == opened:
            return aisle
    return -1


@inlined
def _wanted_aisle(stock, wave, rng):  # type: ignore[no-untyped-def]
    """A closed aisle that holds an item of a random order outside the wave; else any closed one."""
    order = pick(rng, wave.picked.size)
    size = stock.order_at[order + 1] - stock.order_at[order]
    if size and not wave.picked[order]:
        item = stock.order_lines[stock.order_at[order] + pick(rng, size), 0]
        holders = stock.held_at[item + 1] - stock.held_at[item]
        if holders:
            aisle = stock.held_by[stock.held_at[item] + pick(rng, holders), 0]
            if not wave.opened[aisle]:
                return np.int64(aisle)
    return np.int64(_any_aisle(wave, rng, False))


@spliced
def propose(stock, wave, rng):  # type: ignore[no-untyped-def]
    """Change the wave at random; False if the change is no wave."""
    wave.totals[LOG] = 0
    kind, feasible = draw(rng), True
    if kind < ORDER_MOVES:
        order = pick(rng, wave.picked.size)
        possible = stock.order_units[order] > 0 and not wave.picked[order]
        feasible = possible and _force_order(stock, wave, rng, order)
    else:
        kind -= ORDER_MOVES
        close = _any_aisle(wave, rng, True) if kind < EXCHANGES or kind >= EXCHANGES + OPENINGS else -1
        open_ = _wanted_aisle(stock, wave, rng) if kind < EXCHANGES + OPENINGS else -1
        for aisle in (open_, close):
            if aisle >= 0:
                _switch(stock, wave, rng, aisle)
    if feasible:
        fill_freed(stock, wave, rng, 0)
    return feasible and wave.totals[OPEN] > 0


@inlined
def open_all(stock, wave, rng):  # type: ignore[no-untyped-def]
    """Open every aisle and let orders join while the wave is not too large: items in random order."""
    for aisle in range(wave.opened.size):
        if not wave.opened[aisle]:
            toggle_aisle(stock, wave, aisle)
    shift = pick(rng, wave.left.size)
    for i in range(wave.left.size):
        wave.totals[LOG] = 0
        fill_item(stock, wave, (i + shift) % wave.left.size)


@inlined
def return_to_best(stock, wave):  # type: ignore[no-untyped-def]
    for aisle in range(wave.opened.size):
        if wave.opened[aisle] != wave.best_opened[aisle]:
            toggle_aisle(stock, wave, aisle)
    for order in range(wave.picked.size):
        if wave.picked[order] != wave.best_picked[order]:
            toggle_order(stock, wave, order)


@kernel
def anneal_wave(stock, wave, rng, moves, temperature, start):  # type: ignore[no-untyped-def]
    """Make `moves` moves at a temperature in units; the best wave of the right size is kept in
    wave.best_*.
    """
    if start == WIDE:
        open_all(stock, wave, rng)
    elif start == BEST:
        return_to_best(stock, wave)
    now = energy(stock, wave)
    for _ in range(moves):
        feasible = propose(stock, wave, rng)
        after = energy(stock, wave)
        if not feasible or now - after > -temperature * math.log(draw(rng) + 1e-300):
            undo_wave(stock, wave)
            continue
        now = after
        units, aisles = wave.totals[UNITS], wave.totals[OPEN]
        if units >= max(stock.bounds[0], 1) and units > (wave.totals[RATIO] + 1e-9) * aisles:
            wave.totals[RATIO] = units / aisles
            now = energy(stock, wave)
            for order in range(wave.picked.size):
                wave.best_picked[order] = wave.picked[order]
            for aisle in range(wave.opened.size):
                wave.best_opened[aisle] = wave.opened[aisle]
    wave.totals[MADE] += moves
