"""Only the length of a shortest tour, as fast as the search needs it."""

from app.planner.compiled import inlined
from app.planner.shortest import ACTIONS, FAR, part_costs, span

WORK = ACTIONS


@inlined
def one_block_length(mask, geo, costs):  # type: ignore[no-untyped-def]
    """Ratliff & Rosenthal's five states written out: odd-odd, front only, back only, both in one part,
    both in two.
    """
    first, last = span(mask, geo)
    odd = front = back = one = two = FAR
    pitch = 2 * geo.pitch
    for aisle in range(first, last + 1):
        part_costs(mask, aisle * geo.words, 0, geo, costs)
        if geo.closed[aisle]:
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
            else:
                two, front = min(two, front), FAR
        if aisle < last:
            front, back = min(front, one) + pitch, min(back, one) + pitch
            odd, one, two = odd + pitch, one + 2 * pitch, two + 2 * pitch
    return min(one, min(front, back))


@inlined
def many_block_length(mask, geo, costs, work):  # type: ignore[no-untyped-def]
    """The general program of shortest.py without the memory of decisions."""
    blocks, states = geo.rows.size - 1, geo.final.size
    first, last = span(mask, geo)
    value, after = work[0, :states], work[1, :states]
    value[:] = FAR
    value[0] = 0.0
    for aisle in range(first, last + 1):
        if aisle == geo.depot_aisle:
            after[:] = FAR
            for state in range(states):
                onto = geo.touch[geo.depot_row, state]
                after[onto] = min(after[onto], value[state])
            value, after = after, value
        for block in range(blocks):
            part_costs(mask, (aisle * blocks + block) * geo.words, block, geo, costs)
            if geo.closed[aisle]:
                costs[1:] = FAR
            after[:] = FAR
            for state in range(states):
                if value[state] < FAR:
                    for action in range(ACTIONS):
                        onto = geo.vertical[block, state, action]
                        after[onto] = min(after[onto], value[state] + costs[action])
            value, after = after, value
        if aisle < last:
            after[:] = FAR
            for option in range(geo.crossings.shape[0]):
                state, onto = geo.crossings[option, 0], geo.crossings[option, 1]
                if value[state] < FAR:
                    after[onto] = min(after[onto], value[state] + geo.walked[option])
            value, after = after, value
    best = FAR
    for state in range(states):
        if geo.final[state]:
            best = min(best, value[state])
    return best


@inlined
def tour_length(mask, geo, costs, work):  # type: ignore[no-untyped-def]
    """Length of the shortest tour over a mask's stops, the depot's gap included. costs[6], work[2,
    states] are scratch.
    """
    if geo.rows.size == 2:
        return one_block_length(mask, geo, costs) + geo.round_trip
    return many_block_length(mask, geo, costs, work) + geo.round_trip
