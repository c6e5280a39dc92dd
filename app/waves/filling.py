"""What goes into which tote of which cart. Pure; volumes in millilitres, weights in grams."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cart:
    """What one picker pushes: `totes` containers of one size."""

    totes: int = 8
    tote_ml: int = 40_000
    tote_g: int = 20_000


@dataclass(frozen=True)
class Piece:
    """Units of one line at one location, to be picked together."""

    line_id: int
    reservation_id: int
    location_id: int
    sku_id: int
    qty: int
    unit_ml: int
    unit_g: int
    equipment: str = ""  # what its shelf asks for
    skill: str = ""


def fill_totes(pieces: Iterable[Piece], cart: Cart) -> list[list[Piece]]:
    """Pieces of one order into totes, in the given (walking) order; a piece too big for a tote is cut.

    Next-fit: a tote once left is not opened again, so that a cart's totes are neighbours on the walk.
    A unit bigger than any tote travels alone.
    """
    totes: list[list[Piece]] = []
    room_ml = room_g = -1
    for piece in pieces:
        left = piece.qty
        while left:
            fits = _fitting(piece, room_ml, room_g) if totes else 0
            if not fits:
                totes.append([])
                room_ml, room_g = cart.tote_ml, cart.tote_g
                fits = max(1, _fitting(piece, room_ml, room_g))
            taken = min(left, fits)
            totes[-1].append(replace(piece, qty=taken))
            room_ml -= taken * piece.unit_ml
            room_g -= taken * piece.unit_g
            left -= taken
    return totes


def fill_shared(orders: Iterable[tuple[int, Piece]], cart: Cart) -> list[list[tuple[int, Piece]]]:
    """(order, piece) of single-line orders into totes that they share, next-fit; no order in two totes.

    An order bigger than a tote is left out.
    """
    totes: list[list[tuple[int, Piece]]] = []
    room_ml = room_g = -1
    for order_id, piece in orders:
        if piece.qty > _fitting(piece, cart.tote_ml, cart.tote_g):
            continue
        if not totes or piece.qty > _fitting(piece, room_ml, room_g):
            totes.append([])
            room_ml, room_g = cart.tote_ml, cart.tote_g
        totes[-1].append((order_id, piece))
        room_ml -= piece.qty * piece.unit_ml
        room_g -= piece.qty * piece.unit_g
    return totes


def _fitting(piece: Piece, room_ml: int, room_g: int) -> int:
    """How many units still fit."""
    if room_ml < 0 or room_g < 0:
        return 0
    return min(room_ml // max(piece.unit_ml, 1), room_g // max(piece.unit_g, 1))


def fill_carts(totes: list[list[Piece]], cart: Cart) -> list[list[list[Piece]]]:
    """An order's totes cut into carts: never over customers, one order's totes only."""
    return [totes[start : start + cart.totes] for start in range(0, len(totes), cart.totes)]
