"""Shortest tours by dynamic programming over the aisles, compiled.

Per aisle the parts between cross aisles are decided from the front to the back (not entered, walked
once or twice, entered from the front, from the back, or from both up to the largest gap), then the
crossings to the next aisle. O(aisles x (blocks x states x 6 + crossings)); states do not depend on
the number of stops. Ratliff & Rosenthal 1983 (one block), Roodbergen & de Koster 2001 (two blocks),
here for any number of blocks.
"""

import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros

from app.planner.compiled import inlined

ACTIONS = 6
FAR = np.inf


@inlined
def part_costs(mask, base, block, geo, costs):  # type: ignore[no-untyped-def]
    """The price of the six ways to serve one part of an aisle that is walked both ways."""
    low, high = geo.rows[block], geo.rows[block + 1]
    first, last, gap = FAR, low, 0.0
    for word in range(geo.words):
        bits = mask[base + word]
        start = geo.cuts[block] + word * 64
        while bits:
            y = geo.heights[start + trailing_zeros(bits)]  # type: ignore[call-arg]
            if first == FAR:
                first = y
            elif y - last > gap:
                gap = y - last
            last = y
            bits &= bits - np.uint64(1)
    length = high - low
    if first == FAR:
        costs[0], costs[1], costs[2], costs[3], costs[4], costs[5] = 0.0, length, 2 * length, FAR, FAR, FAR
    else:
        costs[0], costs[1], costs[2] = FAR, length, 2 * length
        costs[3], costs[4] = 2 * (last - low), 2 * (high - first)
        costs[5] = 2 * (length - gap) if gap > 0.0 else FAR


@inlined
def direct(aisle, geo, costs):  # type: ignore[no-untyped-def]
    """From the six prices at costs[:6] those of directed.py, at costs[6:], as the aisle may be walked."""
    way, once = geo.ways[aisle], costs[1]
    for kind in range(geo.kinds.shape[0]):
        action, up, down = geo.kinds[kind, 0], geo.kinds[kind, 1], geo.kinds[kind, 2]
        if up + down == 0:
            allowed = action == 0 or way == 0
            costs[6 + kind] = costs[action] if allowed else FAR
        else:
            allowed = way == 0 or (way == 1 and down == 0) or (way == 2 and up == 0)
            costs[6 + kind] = (up + down) * once if allowed else FAR


@inlined
def span(mask, geo):  # type: ignore[no-untyped-def]
    """The first and last aisle a tour must reach: those with stops and the depot's."""
    first = last = geo.depot_aisle
    wide = (geo.rows.size - 1) * geo.words
    for aisle in range(geo.aisles):
        for word in range(aisle * wide, (aisle + 1) * wide):
            if mask[word]:
                first, last = min(first, aisle), max(last, aisle)
                break
    return first, last


@inlined
def inside_length(mask, geo):  # type: ignore[no-untyped-def]
    """Along the depot's aisle to its lowest and highest stop and back: the walk when all lie in it."""
    low, high, blocks = FAR, -FAR, geo.rows.size - 1
    for block in range(blocks):
        for word in range(geo.words):
            bits = mask[(geo.depot_aisle * blocks + block) * geo.words + word]
            start = geo.cuts[block] + word * 64
            while bits:
                y = geo.heights[start + trailing_zeros(bits)]  # type: ignore[call-arg]
                low, high = min(low, y), max(high, y)
                bits &= bits - np.uint64(1)
    return 2.0 * (high - low)


@inlined
def solve_tour(mask, geo, came, crossed, touched):  # type: ignore[no-untyped-def]
    """Length of the shortest tour over the stops of a mask, without the depot's gap.

    came[aisle, block, state], crossed[aisle, state] and touched[state] take the decisions that led to
    each state. Returns the length, the final state and the first and last aisle of the tour.
    """
    blocks, states = geo.rows.size - 1, geo.final.size
    first, last = span(mask, geo)
    value, after, costs = np.full(states, FAR), np.empty(states), np.empty(ACTIONS)
    value[0] = 0.0
    for aisle in range(first, last + 1):
        if aisle == geo.depot_aisle and geo.depot_row >= 0:
            after[:] = FAR
            _touch_depot(value, after, geo, touched)
            value, after = after, value
        for block in range(blocks):
            part_costs(mask, (aisle * blocks + block) * geo.words, block, geo, costs)
            if geo.ways[aisle]:
                costs[1:] = FAR
            after[:] = FAR
            _serve_part(value, after, costs, geo.vertical[block], came[aisle, block])
            value, after = after, value
        if aisle < last:
            after[:] = FAR
            _cross(value, after, geo, geo.steps[aisle], crossed[aisle])
            value, after = after, value
    best, end = FAR, -1
    for state in range(states):
        if geo.final[state] and value[state] < best:
            best, end = value[state], state
    return best, end, first, last


@inlined
def _touch_depot(value, after, geo, touched):  # type: ignore[no-untyped-def]
    for state in range(value.size):
        onto = geo.touch[geo.depot_row, state]
        if value[state] < after[onto]:
            after[onto] = value[state]
            touched[onto] = state


@inlined
def _serve_part(value, after, costs, vertical, came):  # type: ignore[no-untyped-def]
    for state in range(value.size):
        if value[state] == FAR:
            continue
        for action in range(ACTIONS):
            onto, price = vertical[state, action], value[state] + costs[action]
            if price < after[onto]:
                after[onto] = price
                came[onto] = state * ACTIONS + action


@inlined
def _cross(value, after, geo, step, crossed):  # type: ignore[no-untyped-def]
    for option in range(geo.crossings.shape[0]):
        state, onto = geo.crossings[option, 0], geo.crossings[option, 1]
        if value[state] == FAR:
            continue
        price = value[state] + geo.walked[option] * step
        if price < after[onto]:
            after[onto] = price
            crossed[onto] = option
