"""Where a SKU stands, who is picking it, what last happened to it."""

from typing import Any

from app import clock
from app.errors import NotFound
from app.lead.reading import name_operators, rows
from app.lead.walks import IN_HAND
from app.people.models import Operator
from app.stock.models import Balance, LedgerRow, Location, Sku
from app.waves.models import Pick, Task
from app.words import Words, say

SHELVES_SAID = 4
MOVES_SHOWN = 30


def read_sku(sku_id: int) -> dict[str, Any]:
    """Its shelves with what is promised of them, and its last movements, newest first."""
    sku = Sku.get_or_none(Sku.id == sku_id)
    if sku is None:
        raise NotFound("lead.no_sku")
    balances = _list_balances(sku)
    return {
        "sku": {"sku_id": sku.id, "code": sku.code, "name": sku.name, "flags": sku.flags},
        "who": who_picks(sku),
        "shelves": [
            {
                "location": row.location.code,
                "kind": row.location.kind,
                "on_hand": row.on_hand,
                "reserved": row.reserved,
            }
            for row in balances
        ],
        "moves": _list_moves(sku, balances),
    }


def say_shelves(sku: Sku, lang: str) -> str:
    """`A03-12-2 × 40, A07-01-1 × 8`; the fullest first."""
    shelves = [f"{row.location.code} × {row.on_hand}" for row in _list_balances(sku) if row.on_hand]
    if not shelves:
        return say(Words("lead.sku.none"), lang)
    more = (
        say(Words("lead.sku.more", {"n": len(shelves) - SHELVES_SAID}), lang)
        if len(shelves) > SHELVES_SAID
        else ""
    )
    return ", ".join(shelves[:SHELVES_SAID]) + more


def who_picks(sku: Sku) -> str | None:
    """Everybody with an open stop for it on the walk in hand."""
    query = Operator.select(Operator.name).join(Task, on=(Task.operator == Operator.id)).join(Pick)
    query = query.where(Task.state.in_(IN_HAND), Pick.state == "open", Pick.sku == sku)
    names = [name for (name,) in rows(query.distinct().order_by(Operator.name))]
    return ", ".join(names) or None


def _list_balances(sku: Sku) -> list[Balance]:
    query = Balance.select(Balance, Location).join(Location).where(Balance.sku == sku)
    return list(query.order_by(Balance.on_hand.desc(), Location.code))


def _list_moves(sku: Sku, balances: list[Balance]) -> list[dict[str, Any]]:
    query = LedgerRow.select(LedgerRow, Location).join(Location)
    query = query.where(LedgerRow.location.in_([row.location_id for row in balances]), LedgerRow.sku == sku)
    moves = list(query.order_by(LedgerRow.id.desc()).limit(MOVES_SHOWN))
    names = name_operators([row.by for row in moves])
    return [
        {
            "at": clock.iso(row.at),
            "location": row.location.code,
            "qty": row.qty,
            "reason": row.reason,
            "by": names.get(row.by),
        }
        for row in moves
    ]
