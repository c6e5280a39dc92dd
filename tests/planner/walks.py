"""An independent walk: the warehouse as a graph, distances by Dijkstra, nothing of the planner's own
arithmetic.
"""

import heapq
from itertools import pairwise, permutations

from app.planner import Layout, Stop

Node = tuple[float, float]


def _graph(layout: Layout) -> dict[Node, dict[Node, float]]:
    """Every cell and every crossing is a node; one-way and closed aisles have the edges that may be
    walked.
    """
    graph: dict[Node, dict[Node, float]] = {}
    ways, rows = dict(layout.one_way), layout.rows
    for aisle in range(layout.aisles):
        heights = sorted({*rows, *layout.heights})
        for low, high in pairwise(heights):
            if aisle in layout.closed:
                continue
            if ways.get(aisle) != "down":
                graph.setdefault((aisle, low), {})[(aisle, high)] = high - low
            if ways.get(aisle) != "up":
                graph.setdefault((aisle, high), {})[(aisle, low)] = high - low
        for row in rows:
            for beside in (aisle - 1, aisle + 1):
                if 0 <= beside < layout.aisles:
                    graph.setdefault((aisle, row), {})[(beside, row)] = layout.aisle_pitch
    depot = layout.depot
    if depot.cell is None and depot.beside:
        row, home = layout.rows[depot.row], depot_node(layout)
        for aisle, far in ((depot.aisle, depot.beside), (depot.aisle + 1, layout.aisle_pitch - depot.beside)):
            if aisle < layout.aisles:
                graph.setdefault(home, {})[(aisle, row)] = far
                graph.setdefault((aisle, row), {})[home] = far
    return graph


def depot_node(layout: Layout) -> Node:
    """Between two aisles it is a node of its own, half an aisle further."""
    depot = layout.depot
    if depot.cell is not None:
        return depot.aisle, layout.height(depot.cell)
    return depot.aisle + (0.5 if depot.beside else 0), layout.rows[depot.row]


def _from(graph: dict[Node, dict[Node, float]], start: Node) -> dict[Node, float]:
    found, queue = {start: 0.0}, [(0.0, start)]
    while queue:
        far, node = heapq.heappop(queue)
        if far > found[node]:
            continue
        for other, length in graph.get(node, {}).items():
            if far + length < found.get(other, float("inf")):
                found[other] = far + length
                heapq.heappush(queue, (far + length, other))
    return found


class Walker:
    def __init__(self, layout: Layout):
        self.layout, self.graph = layout, _graph(layout)
        self.known: dict[Node, dict[Node, float]] = {}

    def leg(self, a: Node, b: Node) -> float:
        if a not in self.known:
            self.known[a] = _from(self.graph, a)
        return self.known[a].get(b, float("inf"))

    def length(self, stops: list[Stop]) -> float:
        """Depot, the stops in this order, depot."""
        layout = self.layout
        depot = depot_node(layout)
        nodes = [depot, *((s[0], layout.height(s[1])) for s in stops), depot]
        return 2 * layout.depot.gap + sum(self.leg(a, b) for a, b in pairwise(nodes))

    def shortest(self, stops: list[Stop]) -> float:
        """The best of all orders: for few stops."""
        return min(self.length(list(order)) for order in permutations(stops)) if stops else 0.0
