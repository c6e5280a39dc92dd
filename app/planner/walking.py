"""From the decisions of a shortest tour to the order in which its stops are visited, compiled.

The decisions are edges of a grid of crossings (aisle x cross aisle); a closed walk over all of them
is an Euler tour (Hierholzer 1873). Stops of an aisle part are visited on its first passage, or in a
detour from one of its ends.
"""

import numpy as np

from app.planner.compiled import inlined, kernel
from app.planner.shortest import ACTIONS, inside_length, solve_tour
from app.planner.states import BACK, DOUBLE, FRONT, GAP, SINGLE

RIGHT, LEFT, UP, DOWN = range(4)


@inlined
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
        if aisle == geo.depot_aisle and geo.depot_row >= 0:
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


@inlined
def depot_crossing(geo, actions, ways):  # type: ignore[no-untyped-def]
    """A cross aisle at the depot's column that the walk comes by."""
    if geo.depot_row >= 0:
        return geo.depot_row
    blocks = geo.rows.size - 1
    for row in range(blocks + 1):
        above = actions[geo.depot_aisle, row] if row < blocks else 0
        below = actions[geo.depot_aisle, row - 1] if row else 0
        if above in (FRONT, GAP) or below in (BACK, GAP):
            return row
        for way in range(4):
            if ways[geo.depot_aisle, row, way]:
                return row
    return 0


@inlined
def out_and_back(home, out):  # type: ignore[no-untyped-def]
    """The visiting order when all stops, sorted from the front, lie in the depot's aisle; home: its own."""
    size = out.size
    for i in range(size):
        out[i] = home + i if home + i < size else size - 1 - i


@inlined
def _turn_home(home, out):  # type: ignore[no-untyped-def]
    """Begin a closed walk at the depot's own stop."""
    at, turned = 0, np.empty_like(out)
    while out[at] != home:
        at += 1
    for i in range(out.size):
        turned[i] = out[(at + i) % out.size]
    out[:] = turned


@inlined
def solve_order(geo, mask, starts, heights, home, out):  # type: ignore[no-untyped-def]
    """The shortest tour over sorted stops: fills `out` (visiting order) and returns its length."""
    blocks, rows, states = geo.rows.size - 1, geo.rows.size, geo.final.size
    came = np.empty((geo.aisles, blocks, states), np.int32)
    crossed, touched = np.empty((geo.aisles, states), np.int32), np.empty(states, np.int32)
    length, end, first, last = solve_tour(mask, geo, came, crossed, touched)
    if home >= 0 and first == last:
        out_and_back(home, out)
        return inside_length(mask, geo)
    if end < 0:
        return length
    actions, ways = np.zeros((geo.aisles, blocks), np.int64), np.zeros((geo.aisles, rows, 4), np.int64)
    decide(geo, end, first, last, came, crossed, touched, actions, ways)
    walk = circle(ways, geo.depot_aisle, depot_crossing(geo, actions, ways), True)
    visit_order(walk, actions, starts, heights, out)
    if home >= 0:
        _turn_home(home, out)
    return length
