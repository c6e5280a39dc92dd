"""A wave while it is searched: its arrays and the elementary changes to them, compiled into the search."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import inlined
from app.planner.drawing import pick

UNITS, OPEN, RATIO, MADE, LOG = range(5)


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
def note(wave, what):  # type: ignore[no-untyped-def]
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
            note(wave, order)


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
            note(wave, order)


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
def undo_wave(stock, wave):  # type: ignore[no-untyped-def]
    for entry in range(int(wave.totals[LOG]) - 1, -1, -1):
        what = wave.log[entry]
        if what < 0:
            toggle_aisle(stock, wave, -1 - what)
        else:
            toggle_order(stock, wave, what)


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
def close_all(stock, wave):  # type: ignore[no-untyped-def]
    for order in range(wave.picked.size):
        if wave.picked[order]:
            toggle_order(stock, wave, order)
    for aisle in range(wave.opened.size):
        if wave.opened[aisle]:
            toggle_aisle(stock, wave, aisle)


@inlined
def return_to_best(stock, wave):  # type: ignore[no-untyped-def]
    for aisle in range(wave.opened.size):
        if wave.opened[aisle] != wave.best_opened[aisle]:
            toggle_aisle(stock, wave, aisle)
    for order in range(wave.picked.size):
        if wave.picked[order] != wave.best_picked[order]:
            toggle_order(stock, wave, order)
