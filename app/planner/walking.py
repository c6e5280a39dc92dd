"""From the decisions of a shortest tour to the order in which its stops are visited, compiled.

The decisions are edges of a grid of crossings (aisle x cross aisle); a closed walk over all of them
is an Euler tour (Hierholzer 1873). Stops of an aisle part are visited on its first passage, or in a
detour from one of its ends.
"""

import numpy as np

from app.planner.compiled import inlined, kernel
from app.planner.shortest import ACTIONS, solve_tour
from app.planner.states import BACK, DOUBLE, FRONT, GAP, SINGLE

RIGHT, LEFT, UP, DOWN = range(4)


@kernel
def decide(geo, end, first, last, came, crossed, touched, actions, ways):  # type: ignore[no-untyped-def]
    """Walk back through the program: actions[aisle, block] and ways[aisle, row, direction] (how often
    each is walked).
    """
    blocks, state = geo.rows.size - 1, end
    for aisle in range(last, first - 1, -1):
        for block in range(blocks - 1, -1, -1):
            actions[aisle, block] = came[aisle, block, state] % ACTIONS
            state = came[aisle, block, state] // ACTIONS
            times = 1 if actions[aisle, block] == SINGLE else 2 if actions[aisle, block] == DOUBLE else 0
            ways[aisle, block, UP] = ways[aisle, block + 1, DOWN] = times
        if aisle == geo.depot_aisle:
            state = touched[state]
        if aisle > first:
            option = crossed[aisle - 1, state]
            for row in range(blocks + 1):
                ways[aisle - 1, row, RIGHT] = ways[aisle, row, LEFT] = geo.edges[option, row]
            state = geo.crossings[option, 0]


@inlined
def _leave(ways, aisle, row, undirected):  # type: ignore[no-untyped-def]
    """Take one way out of a crossing; returns where it leads, or the crossing itself when none is left."""
    for way in range(4):
        if ways[aisle, row, way]:
            ways[aisle, row, way] -= 1
            onto = (aisle + (way == RIGHT) - (way == LEFT), row + (way == UP) - (way == DOWN))
            if undirected:
                ways[onto[0], onto[1], way ^ 1] -= 1
            return onto
    return aisle, row


@kernel
def circle(ways, aisle, row, undirected):  # type: ignore[no-untyped-def]
    """The crossings of a closed walk from (aisle, row) over all ways, the last one first; empties `ways`."""
    size = 1
    for column in range(ways.shape[0]):
        for crossing in range(ways.shape[1]):
            for way in range(4):
                size += ways[column, crossing, way]
    stack, walk = np.empty((size, 2), np.int64), np.empty((size, 2), np.int64)
    stack[0, 0], stack[0, 1] = aisle, row
    depth, done = 1, 0
    while depth:
        here = (stack[depth - 1, 0], stack[depth - 1, 1])
        onto = _leave(ways, here[0], here[1], undirected)
        if onto == here:
            walk[done, 0], walk[done, 1] = here
            done, depth = done + 1, depth - 1
        else:
            stack[depth, 0], stack[depth, 1] = onto
            depth += 1
    return walk[:done]


@inlined
def _visit(lows, picks, out, done, backwards):  # type: ignore[no-untyped-def]
    for i in range(lows, picks):
        out[done] = lows + picks - 1 - i if backwards else i
        done += 1
    return done


@inlined
def _gap_at(heights, low, high):  # type: ignore[no-untyped-def]
    """The first stop behind the largest gap between neighbours."""
    widest, at = -1.0, high
    for i in range(low + 1, high):
        if heights[i] - heights[i - 1] > widest:
            widest, at = heights[i] - heights[i - 1], i
    return at


@inlined
def _detour(actions, starts, heights, aisle, row, out, done):  # type: ignore[no-untyped-def]
    """The stops that are served from this crossing and back to it."""
    blocks = actions.shape[1]
    if row < blocks and (actions[aisle, row] == FRONT or actions[aisle, row] == GAP):
        part = aisle * blocks + row
        low, high = starts[part], starts[part + 1]
        if actions[aisle, row] == GAP:
            high = _gap_at(heights, low, high)
        done = _visit(low, high, out, done, False)
    if row > 0 and (actions[aisle, row - 1] == BACK or actions[aisle, row - 1] == GAP):
        part = aisle * blocks + row - 1
        low, high = starts[part], starts[part + 1]
        if actions[aisle, row - 1] == GAP:
            low = _gap_at(heights, low, high)
        done = _visit(low, high, out, done, True)
    return done


@kernel
def visit_order(walk, actions, starts, heights, out):  # type: ignore[no-untyped-def]
    """Fill `out` with stop numbers in walking order and return how many.

    Stops are sorted by aisle, then from the front; starts[aisle * blocks + block] is the first of
    each aisle part.
    """
    blocks, done = actions.shape[1], 0
    detoured = np.zeros((actions.shape[0], blocks + 1), np.bool_)
    passed = np.zeros(actions.shape, np.bool_)
    for step in range(walk.shape[0]):
        aisle, row = walk[step]
        if not detoured[aisle, row]:
            detoured[aisle, row] = True
            done = _detour(actions, starts, heights, aisle, row, out, done)
        if step + 1 < walk.shape[0] and walk[step + 1, 1] != row:
            block, upwards = min(row, walk[step + 1, 1]), walk[step + 1, 1] > row
            if not passed[aisle, block]:
                passed[aisle, block] = True
                part = aisle * blocks + block
                done = _visit(starts[part], starts[part + 1], out, done, not upwards)
    return done


@kernel
def tour(ranks, aisles, mask, geo, out):  # type: ignore[no-untyped-def]
    """Shortest tour over stops sorted by aisle, then rank: fills mask and `out` (visiting order),
    returns its length.
    """
    blocks, rows = geo.rows.size - 1, geo.rows.size
    heights, starts = np.empty(ranks.size), np.zeros(geo.aisles * blocks + 1, np.int64)
    for i in range(ranks.size):
        block = 0
        while ranks[i] >= geo.cuts[block + 1]:
            block += 1
        bit, part = ranks[i] - geo.cuts[block], aisles[i] * blocks + block
        mask[part * geo.words + bit // 64] |= np.uint64(1) << np.uint64(bit % 64)
        heights[i] = geo.heights[ranks[i]]
        starts[part + 1] += 1
    for part in range(geo.aisles * blocks):
        starts[part + 1] += starts[part]
    came = np.empty((geo.aisles, blocks, geo.final.size), np.int32)
    crossed, touched = np.empty((geo.aisles, geo.final.size), np.int32), np.empty(geo.final.size, np.int32)
    length, end, first, last = solve_tour(mask, geo, came, crossed, touched)
    if end < 0:
        return length, 0
    actions, ways = np.zeros((geo.aisles, blocks), np.int8), np.zeros((geo.aisles, rows, 4), np.int8)
    decide(geo, end, first, last, came, crossed, touched, actions, ways)
    walk = circle(ways, geo.depot_aisle, geo.depot_row, True)
    return length, visit_order(walk, actions, starts, heights, out)
