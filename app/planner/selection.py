"""The search behind wave selection: which aisles are open and which orders are in the wave, compiled.

An aisle move opens, closes or exchanges an aisle; orders that lack stock leave, orders that now fit
join. An order move forces one order in. Annealing maximises units - ratio x aisles, the parametric
form of units / aisles (Dinkelbach 1967): whatever comes out above zero is a better ratio, which then
takes its place.
"""

import math

import numpy as np

from app.planner.compiled import inlined, kernel, spliced
from app.planner.drawing import draw, pick
from app.planner.wave import (
    LOG,
    MADE,
    OPEN,
    RATIO,
    UNITS,
    close_all,
    fill_freed,
    note,
    open_all,
    relieve_item,
    return_to_best,
    toggle_aisle,
    toggle_order,
    undo_wave,
)

GO_ON, WIDE, NARROW, BEST = range(4)  # where a round starts: here, all aisles open, none, the best wave
SHORTAGE = 2.0  # price of a unit missing to the least size, in units
ORDER_MOVES = 0.4  # the rest changes aisles
FORCED, EXCHANGED = 0.5, 0.3  # the rest brings an order
EXCHANGES, OPENINGS = 0.55, 0.2  # the rest closes an aisle


@inlined
def _switch(stock, wave, rng, aisle):  # type: ignore[no-untyped-def]
    """Open or close an aisle and let orders go that lack stock."""
    toggle_aisle(stock, wave, aisle)
    note(wave, -1 - aisle)
    if not wave.opened[aisle]:
        for line in range(stock.aisle_at[aisle], stock.aisle_at[aisle + 1]):
            if wave.left[stock.aisle_lines[line, 0]] < 0:
                relieve_item(stock, wave, rng, stock.aisle_lines[line, 0], -1)


@inlined
def _force_order(stock, wave, rng, order):  # type: ignore[no-untyped-def]
    """Put an order in; others leave where it takes their stock or the wave would grow too large."""
    toggle_order(stock, wave, order)
    note(wave, order)
    for line in range(stock.order_at[order], stock.order_at[order + 1]):
        item = stock.order_lines[line, 0]
        relieve_item(stock, wave, rng, item, order)
        if wave.left[item] < 0:
            return False
    for _ in range(64):
        if wave.totals[UNITS] <= stock.bounds[1]:
            return True
        other = _any_order(wave, rng, order)
        if other >= 0:
            toggle_order(stock, wave, other)
            note(wave, other)
    return wave.totals[UNITS] <= stock.bounds[1]


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


@inlined
def _is_spare(stock, wave, aisle):  # type: ignore[no-untyped-def]
    """Whether an open aisle could close without an order leaving."""
    for line in range(stock.aisle_at[aisle], stock.aisle_at[aisle + 1]):
        if wave.left[stock.aisle_lines[line, 0]] < stock.aisle_lines[line, 1]:
            return False
    return True


@inlined
def _close_spare(stock, wave, order):  # type: ignore[no-untyped-def]
    """Close the aisles that held an order's items and are of no use any more."""
    for line in range(stock.order_at[order], stock.order_at[order + 1]):
        item = stock.order_lines[line, 0]
        for place in range(stock.held_at[item], stock.held_at[item + 1]):
            aisle = stock.held_by[place, 0]
            if wave.opened[aisle] and _is_spare(stock, wave, aisle):
                toggle_aisle(stock, wave, aisle)
                note(wave, -1 - aisle)


@inlined
def _bring_order(stock, wave, rng, order):  # type: ignore[no-untyped-def]
    """Open aisles that hold what an order lacks, until it can join; False if all aisles are too few."""
    for line in range(stock.order_at[order], stock.order_at[order + 1]):
        item, qty = stock.order_lines[line, 0], stock.order_lines[line, 1]
        begin, holders = stock.held_at[item], stock.held_at[item + 1] - stock.held_at[item]
        shift = pick(rng, max(holders, 1))
        for i in range(holders):
            if wave.left[item] >= qty:
                break
            aisle = stock.held_by[begin + (i + shift) % holders, 0]
            if not wave.opened[aisle]:
                toggle_aisle(stock, wave, aisle)
                note(wave, -1 - aisle)
    return _force_order(stock, wave, rng, order)


@inlined
def _drop_order(stock, wave, order):  # type: ignore[no-untyped-def]
    toggle_order(stock, wave, order)
    note(wave, order)
    _close_spare(stock, wave, order)


@inlined
def _change_orders(stock, wave, rng, kind):  # type: ignore[no-untyped-def]
    """Force a random order in, bring one with its aisles, or let one go with its aisles."""
    order = pick(rng, wave.picked.size)
    if wave.picked[order]:
        _drop_order(stock, wave, order)
        return True
    if stock.order_units[order] == 0:
        return False
    if kind < FORCED:
        return _force_order(stock, wave, rng, order)
    if not _bring_order(stock, wave, rng, order):
        return False
    if kind < FORCED + EXCHANGED:
        other = _any_order(wave, rng, order)
        if other >= 0:
            _drop_order(stock, wave, other)
    return True


@inlined
def _any_order(wave, rng, but):  # type: ignore[no-untyped-def]
    """A random order of the wave, -1 if none is met soon."""
    for _ in range(64):
        other = pick(rng, wave.picked.size)
        if wave.picked[other] and other != but:
            return other
    return -1


@inlined
def _change_aisles(stock, wave, rng, kind):  # type: ignore[no-untyped-def]
    """Exchange two aisles, open one or close one."""
    close = _any_aisle(wave, rng, True) if kind < EXCHANGES or kind >= EXCHANGES + OPENINGS else -1
    open_ = _wanted_aisle(stock, wave, rng) if kind < EXCHANGES + OPENINGS else -1
    for aisle in (open_, close):
        if aisle >= 0:
            _switch(stock, wave, rng, aisle)


@spliced
def propose(stock, wave, rng):  # type: ignore[no-untyped-def]
    """Change the wave at random; False if the change is no wave."""
    wave.totals[LOG] = 0
    feasible = True
    if draw(rng) < ORDER_MOVES:
        feasible = _change_orders(stock, wave, rng, draw(rng))
    else:
        _change_aisles(stock, wave, rng, draw(rng))
    if feasible:
        fill_freed(stock, wave, rng, 0)
    return feasible and wave.totals[OPEN] > 0


@kernel
def anneal_wave(stock, wave, rng, moves, temperature, start):  # type: ignore[no-untyped-def]
    """Make `moves` moves at a temperature in units; the best wave of the right size is kept in
    wave.best_*.
    """
    if start == NARROW:
        close_all(stock, wave)
    elif start == WIDE:
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
