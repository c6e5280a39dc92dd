"""Which orders ride along with the head of the queue: those right behind it, if no promise gets worse."""

from collections.abc import Sequence
from typing import Any

from app import clock
from app.planner.layout import Layout, Stop
from app.planner.routing import route
from app.waves import floorplan, queue, ranking, releasing
from app.waves.filling import Cart, Piece, fill_totes
from app.waves.pace import Pace
from app.waves.queue import Waiting
from app.waves.sharing import Going, keeps_promises, spares

MOST = 4  # orders on one such walk
MOST_WAY = 0.8  # of the metres of separate walks: a shared walk that saves less only delays the first


def choose(head: Waiting, free_pickers: int, cart: Cart) -> list[Any]:
    """Orders of the head's tier that follow it and that no other free picker is about to get.

    An urgent order shares only where every order of the walk keeps its promise; promotions also where one is
    lost already.
    """
    group = head.rank[0]
    if group not in (ranking.URGENT, ranking.RESCUED, ranking.NEWEST):
        return []
    behind = [found.order for found in queue.list_head(head.order.tier, free_pickers + MOST)]
    behind = [order for order in behind if order.id != head.order.id][free_pickers - 1 :]
    pieces = releasing.pieces_of([head.order.id, *(order.id for order in behind)])
    walks = Walks(pieces, cart)
    chosen = [head.order]
    for order in behind:
        together = [*chosen, order]
        if len(chosen) == MOST or not walks.fit(together):
            break
        if walks.may_share(together, urgent=group == ranking.URGENT):
            chosen = together
        elif group != ranking.URGENT:
            break
    return chosen[1:]


class Walks:
    """What walks over some of these orders would be like."""

    def __init__(self, pieces: dict[int, list[Piece]], cart: Cart) -> None:
        self.pieces, self.cart, self.now, self.pace = pieces, cart, clock.now(), Pace()
        self.layout: Layout = floorplan.get_layout()
        listed = [piece.location_id for found in pieces.values() for piece in found]
        self.places: dict[int, Stop] = floorplan.places_of(listed)

    def fit(self, orders: Sequence[Any]) -> bool:
        """Onto one cart, and no part of any asks for other equipment or skills than the first."""
        kinds = {(piece.equipment, piece.skill) for piece in self._listed(orders)}
        totes = sum(len(fill_totes(self.pieces.get(order.id, []), self.cart)) for order in orders)
        return len(kinds) <= 1 and totes <= self.cart.totes

    def may_share(self, orders: Sequence[Any], urgent: bool) -> bool:
        going = [Going(self._slack_s(order), self._walk_s([order])) for order in orders]
        shared_s = self._walk_s(orders)
        if not urgent:
            return spares(going, shared_s)
        apart = sum(self._length(self._listed([order])) for order in orders)
        return self._length(self._listed(orders)) <= MOST_WAY * apart and keeps_promises(going, shared_s)

    def _listed(self, orders: Sequence[Any]) -> list[Piece]:
        return [piece for order in orders for piece in self.pieces.get(order.id, [])]

    def _slack_s(self, order: Any) -> float:
        return float((order.start_by_at - self.now).total_seconds())

    def _walk_s(self, orders: Sequence[Any]) -> float:
        listed = self._listed(orders)
        units = sum(piece.qty for piece in listed)
        return self.pace.walk_s(self._length(listed), len(listed), units, len(orders))

    def _length(self, listed: Sequence[Piece]) -> float:
        stops = list(dict.fromkeys(self.places[piece.location_id] for piece in listed))
        return route(self.layout, stops).length_mm
