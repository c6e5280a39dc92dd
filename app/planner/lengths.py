"""Only the length of a shortest tour, as fast as the search needs it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planner.compiled import inlined
from app.planner.geometry import Geometry
from app.planner.shortest import ACTIONS, FAR, direct, inside_length, part_costs, span


class Room(NamedTuple):
    """What tour_length writes to while it reckons: prices of a part, values of states."""

    costs: NDArray[np.float64]
    values: NDArray[np.float64]


def make_room(geo: Geometry) -> Room:
    kinds = len(geo.kinds)
    return Room(np.zeros(ACTIONS + kinds), np.zeros((2, len(geo.final))))


UNREACHABLE = 1e12  # so long that no plan keeps it, and still a number to reckon with


@inlined
def one_block_length(mask, geo, costs):  # type: ignore[no-untyped-def]
    """Ratliff & Rosenthal's five states written out: odd-odd, front only, back only, both in one part,
    both in two.
    """
    first, last = span(mask, geo)
    odd = front = back = one = two = FAR
    for aisle in range(first, last + 1):
        part_costs(mask, aisle * geo.words, 0, geo, costs)
        if geo.ways[aisle]:
            costs[1:] = FAR
        if aisle == first:
            odd, front, back, one, two = costs[1], costs[3], costs[4], costs[2], costs[5]
            if costs[0] == 0.0:  # empty: only the depot brings a walk here
                front, back = (0.0, FAR) if geo.depot_row == 0 else (FAR, 0.0)
        else:
            stay = min(min(costs[0], costs[3]), min(costs[4], costs[5]))
            up, down = min(costs[0], costs[3]), min(costs[0], costs[4])
            single = min(front, back)
            new_odd = min(odd + stay, min(single, min(one, two)) + costs[1])
            new_one = min(min(odd + costs[1], one + stay), min(single, two) + costs[2])
            two = min(two + stay, min(front + min(costs[4], costs[5]), back + min(costs[3], costs[5])))
            front, back, odd, one = front + up, back + down, new_odd, new_one
        if aisle == geo.depot_aisle:
            if geo.depot_row == 0:
                two, back = min(two, back), FAR
            elif geo.depot_row == 1:
                two, front = min(two, front), FAR
        if aisle < last:
            pitch = 2 * geo.steps[aisle]
            front, back = min(front, one) + pitch, min(back, one) + pitch
            odd, one, two = odd + pitch, one + 2 * pitch, two + 2 * pitch
    return min(one, min(front, back))


@inlined
def _serve(value, after, geo, block, costs, prices):  # type: ignore[no-untyped-def]
    """One part of an aisle in every way, priced at costs[prices + action]."""
    stops, priced = 1 if costs[0] > 0.0 else 0, costs[prices:]
    for onto in range(value.size):
        best = FAR
        for i in range(geo.served_at[block, stops, onto], geo.served_at[block, stops, onto + 1]):
            if geo.served_by[i, 0] >= value.size:
                break
            best = min(best, value[geo.served_by[i, 0]] + priced[geo.served_by[i, 1]])
        after[onto] = best


@inlined
def _cross(value, after, geo, step):  # type: ignore[no-untyped-def]
    for onto in range(value.size):
        best = FAR
        for i in range(geo.crossed_at[onto], geo.crossed_at[onto + 1]):
            best = min(best, value[geo.crossed_by[i]] + geo.crossed_walks[i] * step)
        after[onto] = best


@inlined
def _arrive(value, after, geo):  # type: ignore[no-untyped-def]
    """The walk comes by the depot."""
    after[:] = FAR
    for state in range(value.size):
        onto = geo.touch[geo.depot_row, state]
        after[onto] = min(after[onto], value[state])


@inlined
def _closed_best(value, geo, best):  # type: ignore[no-untyped-def]
    for state in range(value.size):
        if geo.final[state]:
            best = min(best, value[state])
    return best


@inlined
def _states_needed(mask, geo):  # type: ignore[no-untyped-def]
    """How many of the first states a shortest walk over these stops may come by: flow_needed, compiled."""
    parts, one_way, blocks = 1 if geo.depot_row >= 0 else 0, 0, geo.rows.size - 1
    for part in range(geo.aisles * blocks):
        for word in range(part * geo.words, (part + 1) * geo.words):
            if mask[word]:
                parts += 1
                one_way += 1 if geo.ways[part // blocks] else 0
                break
    return geo.sizes[min(max(1, min(parts, one_way + 2)), geo.sizes.size - 1)]


@inlined
def many_block_length(mask, geo, costs, work):  # type: ignore[no-untyped-def]
    """The general program of shortest.py without the memory of decisions; with directions it may leave
    the span of the stops.
    """
    blocks, states = geo.rows.size - 1, geo.final.size
    first, last = span(mask, geo)
    directed, end, best, prices = geo.kinds.shape[0] != ACTIONS, last, FAR, 0
    if directed:
        first, end, prices = 0, geo.aisles - 1, ACTIONS
        states = _states_needed(mask, geo)
    value, after = work[0, :states], work[1, :states]
    value[:] = FAR
    value[0] = 0.0
    for aisle in range(first, end + 1):
        if aisle == geo.depot_aisle and geo.depot_row >= 0:
            _arrive(value, after, geo)
            value, after = after, value
        for block in range(blocks):
            part_costs(mask, (aisle * blocks + block) * geo.words, block, geo, costs)
            if directed:
                direct(aisle, geo, costs)
            elif geo.ways[aisle]:
                costs[1:] = FAR
            _serve(value, after, geo, block, costs, prices)
            value, after = after, value
        if aisle >= last:
            best = _closed_best(value, geo, best)
        if aisle < end:
            _cross(value, after, geo, geo.steps[aisle])
            value, after = after, value
    return best


@inlined
def tour_length(mask, geo, room):  # type: ignore[no-untyped-def]
    """Length of the shortest tour over a mask's stops, the depot's gap included; UNREACHABLE if there is
    none within the flow that directed.py knows.
    """
    directed = geo.kinds.shape[0] != ACTIONS
    if geo.rows.size == 2 and not directed:
        length = one_block_length(mask, geo, room.costs)
    else:
        length = min(many_block_length(mask, geo, room.costs, room.values), UNREACHABLE)
    if geo.depot_row < 0:
        first, last = span(mask, geo)
        inside = inside_length(mask, geo) if first == last else FAR
        if inside == 0.0 or geo.ways[geo.depot_aisle] == 0:
            length = min(length, inside)
    return length + geo.round_trip
