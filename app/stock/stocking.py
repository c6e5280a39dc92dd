"""Make stock what a list says: only the difference is booked, so the same list again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app import clock
from app.db import transaction
from app.stock import skus
from app.stock.listing import Problem, Standing
from app.stock.models import Balance, Location
from app.stock.sql import lock_promises, run_many
from app.timeline.recording import record
from app.words import Words

CHUNK = 1_000
SET = (
    "INSERT INTO balance (location_id, sku_id, on_hand, reserved) VALUES (?, ?, ?, 0) "
    "ON CONFLICT (location_id, sku_id) DO UPDATE SET on_hand = balance.on_hand + ?"
)
BOOK = 'INSERT INTO stock_ledger ("at", location_id, sku_id, qty, reason) VALUES (?, ?, ?, ?, ?)'


@dataclass
class Stocked:
    changed: int = 0
    unchanged: int = 0
    new_skus: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def set_stock(standing: Sequence[Standing]) -> Stocked:
    """Unknown locations, and counts below what is promised, are problems; the other rows are booked."""
    done = Stocked()
    for start in range(0, len(standing), CHUNK):
        with transaction():
            lock_promises()
            _set_chunk(standing[start : start + CHUNK], done)
    return done


def _set_chunk(rows: Sequence[Standing], done: Stocked) -> None:
    known, created = skus.ensure({row.sku: row.name for row in rows})
    done.new_skus += created
    pairs = [(row.barcode, known[row.sku].id) for row in rows if row.barcode]
    if pairs:
        skus.add_barcodes(pairs)
    places = _find_places(rows)
    seen = _balances_of(places)
    moves: dict[tuple[int, int], int] = {}
    for row in rows:
        key = (places.get(row.location, 0), known[row.sku].id)
        on_hand, reserved = seen.get(key, (0, 0))
        if not key[0]:
            done.problems.append(_problem(row, "stock.unknown_location", location=row.location[:24]))
        elif row.qty < reserved:
            done.problems.append(_problem(row, "stock.promised", found=row.qty, reserved=reserved))
        else:
            moves[key] = row.qty - on_hand
    _book({key: qty for key, qty in moves.items() if qty}, seen)
    done.changed += sum(1 for qty in moves.values() if qty)
    done.unchanged += sum(1 for qty in moves.values() if not qty)


def _book(moves: dict[tuple[int, int], int], seen: dict[tuple[int, int], tuple[int, int]]) -> None:
    now = clock.to_ms(clock.now())
    run_many(SET, [(*key, max(qty, 0), qty) for key, qty in moves.items()])
    run_many(BOOK, [(now, *key, qty, "counted" if key in seen else "loaded") for key, qty in moves.items()])
    if moves:
        record("stock:set", 0, data={"places": len(moves), "units": sum(moves.values())})


def _find_places(rows: Sequence[Standing]) -> dict[str, int]:
    query = Location.select(Location.id, Location.code)
    return {place.code: place.id for place in query.where(Location.code.in_({row.location for row in rows}))}


def _balances_of(places: dict[str, int]) -> dict[tuple[int, int], tuple[int, int]]:
    columns = (Balance.location, Balance.sku, Balance.on_hand, Balance.reserved)
    rows = Balance.select(*columns).where(Balance.location.in_(list(places.values()))).tuples().execute()
    return {(location_id, sku_id): (on_hand, reserved) for location_id, sku_id, on_hand, reserved in rows}


def _problem(row: Standing, key: str, **details: object) -> Problem:
    return Problem(row.file, row.row, Words(key, details))
