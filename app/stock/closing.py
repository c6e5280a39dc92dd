"""An aisle's shelves out of use and back again, and promised stock moved away from them."""

from collections.abc import Sequence

from app.db import transaction
from app.stock import reserving
from app.stock.models import Location, Reservation
from app.stock.sql import lock_promises


def block_aisle(aisle: int) -> list[int]:
    """Nothing more is promised from its shelves; those that were in use until now."""
    open_ones = [place.id for place in Location.select().where(Location.aisle == aisle, ~Location.blocked)]
    Location.update(blocked=True).where(Location.id.in_(open_ones)).execute()
    return open_ones


def unblock(location_ids: Sequence[int]) -> None:
    Location.update(blocked=False).where(Location.id.in_(list(location_ids))).execute()


def list_promised(aisles: Sequence[int], line_ids: Sequence[int]) -> list[Reservation]:
    """What is still promised to these lines in these aisles."""
    query = Reservation.select(Reservation).join(Location).where(Location.aisle.in_(list(aisles)))
    mine = query.where(Reservation.line_id.in_(list(line_ids)), Reservation.qty > 0)
    return list(mine.order_by(Reservation.id))


def move_elsewhere(reservation: Reservation) -> int:
    """Promise its units from shelves that are in use; how many stay behind because they lie nowhere else."""
    with transaction():
        lock_promises()
        moved = sum(made.qty for made in reserving.find_elsewhere(reservation.id, reservation.qty))
        if moved:
            reserving.give_up(reservation.id, moved)
        return int(reservation.qty - moved)
