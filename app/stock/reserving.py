"""Promise stock at open pick faces to order lines, and take the promise back."""

from collections.abc import Sequence

from app.db import transaction
from app.errors import NotFound, Stale
from app.stock.choosing import Face, Part, Wanted, choose, choose_all
from app.stock.models import Reservation
from app.stock.sql import PAGE, lock_promises, run, run_in, run_many

PROMISE = (
    "UPDATE balance SET reserved = reserved + ? WHERE id = ?"  # reserved <= on_hand is the table's own check
)
KEEP = "INSERT INTO reservation (line_id, location_id, sku_id, qty) VALUES (?, ?, ?, ?)"
PROMISE_IF_FREE = f"{PROMISE} AND on_hand - reserved >= ? RETURNING id"
GIVE_UP = "UPDATE reservation SET qty = qty - ? WHERE id = ? AND qty = ? RETURNING id"
FREE = """
SELECT b.sku_id, b.id, b.location_id, b.on_hand - b.reserved FROM balance b
JOIN location l ON l.id = b.location_id
WHERE b.sku_id IN ? AND l.kind = 'pick' AND NOT l.blocked AND NOT l.to_count AND b.on_hand > b.reserved"""
FREE_AGAIN = "UPDATE balance SET reserved = reserved - ? WHERE location_id = ? AND sku_id = ?"


def reserve(line_id: int, sku_id: int, qty: int) -> list[Reservation]:
    """Promise all `qty` units to the line, or nothing: then the list is empty."""
    with transaction():
        lock_promises()
        parts = choose(Wanted(line_id, line_id, sku_id, qty), _faces([sku_id]).get(sku_id, ()))
        return _promise(parts) if sum(part.qty for part in parts) == qty else []


def reserve_all(wanted: Sequence[Wanted]) -> set[int]:
    """Promise stock to many orders at once, the first in the list first; the keys that got all they want."""
    with transaction():
        lock_promises()
        parts = choose_all(wanted, _faces(sorted({line.sku_id for line in wanted})))
        promised: dict[int, int] = {}
        for part in parts:
            promised[part.face.balance_id] = promised.get(part.face.balance_id, 0) + part.qty
        run_many(PROMISE, [(qty, balance_id) for balance_id, qty in sorted(promised.items())])
        run_many(KEEP, [(part.line_id, part.face.location_id, part.sku_id, part.qty) for part in parts])
    served = {part.line_id for part in parts}
    return {line.key for line in wanted if line.line_id in served}


def find_elsewhere(reservation_id: int, qty: int) -> list[Reservation]:
    """Promise up to `qty` units to the same line from other locations, as after a short pick here.

    The old reservation keeps what it still holds: another tote of the order waits for it. The sum of the
    answer may be less than `qty`: the rest is nowhere.
    """
    with transaction():
        lock_promises()
        old = get_reservation(reservation_id)
        faces = _faces([old.sku_id]).get(old.sku_id, [])
        others = [face for face in faces if face.location_id != old.location_id]
        return _promise(choose(Wanted(old.line_id, old.line_id, old.sku_id, qty), others))


def release(reservation_id: int) -> int:
    """Take back what is still promised; how many units that were."""
    with transaction():
        lock_promises()
        reservation = get_reservation(reservation_id)
        qty = int(reservation.qty)
        if qty:
            _give_up(reservation, qty)
    return qty


def give_up(reservation_id: int, qty: int) -> None:
    """Take back so many of the units that are still promised."""
    with transaction():
        lock_promises()
        _give_up(get_reservation(reservation_id), qty)


def release_lines(line_ids: Sequence[int]) -> int:
    """Take back all that is still promised to these lines; how many units that were."""
    units = 0
    with transaction():
        lock_promises()
        for start in range(0, len(line_ids), PAGE):
            mine = Reservation.line_id.in_(line_ids[start : start + PAGE]) & (Reservation.qty > 0)
            for reservation in list(Reservation.select().where(mine).order_by(Reservation.id)):
                units += int(reservation.qty)
                _give_up(reservation, int(reservation.qty))
    return units


def forget_lines(line_ids: Sequence[int]) -> None:
    """These lines are about to be deleted and nothing of them was ever taken: their promises go with them."""
    with transaction():
        release_lines(line_ids)
        for start in range(0, len(line_ids), PAGE):
            Reservation.delete().where(Reservation.line_id.in_(line_ids[start : start + PAGE])).execute()


def has_reserved(line_ids: Sequence[int]) -> bool:
    """Whether anything is still promised to one of these lines."""
    return bool(Reservation.select().where(Reservation.line_id.in_(line_ids), Reservation.qty > 0).exists())


def get_reservation(reservation_id: int) -> Reservation:
    found = Reservation.get_or_none(Reservation.id == reservation_id)
    if found is None:
        raise NotFound("stock.unknown_reservation", reservation=reservation_id)
    return found


def free_units(sku_ids: Sequence[int]) -> dict[int, int]:
    """Units that could be promised now, by SKU; SKUs with none are left out."""
    return {sku_id: sum(face.free for face in faces) for sku_id, faces in _faces(sku_ids).items()}


def _faces(sku_ids: Sequence[int]) -> dict[int, list[Face]]:
    found: dict[int, list[Face]] = {}
    for sku_id, balance_id, location_id, free in run_in(FREE, sku_ids):
        found.setdefault(sku_id, []).append(Face(balance_id, location_id, free))
    return found


def _promise(parts: Sequence[Part]) -> list[Reservation]:
    made = []
    for part in parts:
        if not run(PROMISE_IF_FREE, part.qty, part.face.balance_id, part.qty):
            raise Stale("stock.moved")
        row = {"line_id": part.line_id, "location": part.face.location_id, "sku": part.sku_id}
        made.append(Reservation.create(**row, qty=part.qty))
    return made


def _give_up(reservation: Reservation, qty: int) -> None:
    if not run(GIVE_UP, qty, reservation.id, reservation.qty):
        raise Stale("stock.moved")
    run(FREE_AGAIN, qty, reservation.location_id, reservation.sku_id)
    reservation.qty -= qty
