"""Stock moves only here: the ledger row, the balance and the reservation change together.

A confirmed pick waits for `take`: three statements by primary or unique key. All of it happens in the
caller's transaction, whose row counts and CHECK constraints refuse what cannot be.
"""

from typing import Any

from app import clock
from app.db import transaction
from app.errors import NotFound, Refused, Stale
from app.stock.models import Balance, Location, Sku
from app.stock.sql import run

MISSING = ("short", "damaged", "wrong-label")
Place = tuple[int, int]  # location_id, sku_id

LESS_PROMISED = "UPDATE reservation SET qty = qty - ? WHERE id = ? AND qty >= ? RETURNING location_id, sku_id"
MORE_PROMISED = "UPDATE reservation SET qty = qty + ? WHERE id = ? RETURNING location_id, sku_id"
CHANGE = (
    "UPDATE balance SET on_hand = on_hand + ?, reserved = reserved + ? "
    "WHERE location_id = ? AND sku_id = ? RETURNING id"
)
ARRIVE = (
    "INSERT INTO balance (location_id, sku_id, on_hand, reserved) VALUES (?, ?, ?, 0) "
    "ON CONFLICT (location_id, sku_id) DO UPDATE SET on_hand = balance.on_hand + excluded.on_hand"
)
WRITE = (
    'INSERT INTO stock_ledger ("at", location_id, sku_id, qty, reason, pick_id, "by") '
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def load(location_id: int, sku_id: int, qty: int, by: int | None = None) -> None:
    """`qty` units arrive at a location. What waits for them is for `orders.restocking` to find."""
    with transaction():
        if qty <= 0:
            raise Refused("stock.no_qty", qty=qty)
        if not Location.select().where(Location.id == location_id).exists():
            raise NotFound("stock.unknown_location", location=location_id)
        if not Sku.select().where(Sku.id == sku_id).exists():
            raise NotFound("stock.unknown_sku", sku=sku_id)
        run(ARRIVE, location_id, sku_id, qty)
        _write((location_id, sku_id), qty, "loaded", None, by)


def take(reservation_id: int, qty: int, pick_id: int, by: int | None) -> None:
    """`qty` promised units leave the shelf for a tote. Stale when fewer are promised."""
    _remove(reservation_id, qty, "picked", pick_id, by)


def write_off(reservation_id: int, qty: int, pick_id: int, by: int | None, reason: str) -> None:
    """`qty` promised units are not there ("short") or cannot be sent as they are. Stale as in `take`."""
    if reason not in MISSING:
        raise ValueError(f"reason {reason!r} is not one of {MISSING}")
    _remove(reservation_id, qty, reason, pick_id, by)


def put_back(reservation_id: int, qty: int, pick_id: int, by: int | None) -> None:
    """Units that were taken stand on the shelf again, promised to the same line as before."""
    with transaction():
        found = run(MORE_PROMISED, qty, reservation_id)
        if not found:
            raise NotFound("stock.unknown_reservation", reservation=reservation_id)
        _change(found[0], qty, qty)
        _write(found[0], qty, "undone", pick_id, by)


def count(location_id: int, sku_id: int, found: int, by: int | None) -> int:
    """Somebody counted `found` units: books the difference and returns it. Refused below what is promised."""
    with transaction():
        here = (Balance.location == location_id) & (Balance.sku == sku_id)
        seen = Balance.get_or_none(here)
        if seen is None:
            raise NotFound("stock.unknown_location", location=location_id)
        if found < seen.reserved:
            raise Refused("stock.promised", found=found, reserved=seen.reserved)
        if not Balance.update(on_hand=found).where(here, Balance.on_hand == seen.on_hand).execute():
            raise Stale("stock.moved")
        difference = found - int(seen.on_hand)
        if difference:
            _write((location_id, sku_id), difference, "counted", None, by)
    return difference


def _remove(reservation_id: int, qty: int, reason: str, pick_id: int, by: int | None) -> None:
    with transaction():
        found = run(LESS_PROMISED, qty, reservation_id, qty)
        if not found:
            raise Stale("stock.not_promised", qty=qty)
        _change(found[0], -qty, -qty)
        _write(found[0], -qty, reason, pick_id, by)


def _change(place: tuple[Any, ...], on_hand: int, reserved: int) -> None:
    if not run(CHANGE, on_hand, reserved, *place):
        raise RuntimeError(f"a reservation without a balance at location {place[0]}, SKU {place[1]}")


def _write(place: tuple[Any, ...], qty: int, reason: str, pick_id: int | None, by: int | None) -> None:
    run(WRITE, clock.to_ms(clock.now()), *place, qty, reason, pick_id, by)
