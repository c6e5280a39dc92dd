"""Rows of new orders, written many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from app.orders.deciding import Decided
from app.orders.draft import MAX_TOTAL, OrderDraft
from app.orders.models import NEVER, Order
from app.stock.choosing import Wanted
from app.stock.skus import Known
from app.stock.sql import run_in, run_many

LINES = "SELECT order_id, id, sku_id, qty FROM order_line WHERE order_id IN ? ORDER BY id"
ADD_LINE = "INSERT INTO order_line (order_id, sku_id, qty, picked_qty, short_qty) VALUES (?, ?, ?, 0, 0)"


@dataclass(frozen=True)
class Prepared:
    """A draft about which everything is decided that needs no transaction."""

    draft: OrderDraft
    fingerprint: str
    paid_at: datetime
    decided: Decided
    release_by_at: datetime = NEVER


def columns_of(prepared: Prepared, order_no: str, skus: Mapping[str, Known]) -> dict[str, Any]:
    """The order's row: what it says, what was decided, what it weighs."""
    draft = prepared.draft
    told = draft.model_dump(exclude={"lines"})
    return {
        **told,
        **prepared.decided.columns(),
        **size_of(draft, skus),
        "paid_at": prepared.paid_at,
        "release_by_at": prepared.release_by_at,
        "fingerprint": prepared.fingerprint,
        "order_no": order_no,
        "state": "new",
        "blocked": False,
        "pinned_at": None,
    }


def size_of(draft: OrderDraft, skus: Mapping[str, Known]) -> dict[str, int]:
    """Units, volume and weight; an order as large as a harbour is cut off at what a column holds."""
    volume = sum(line.qty * skus[line.sku].volume_ml for line in draft.lines)
    weight = sum(line.qty * skus[line.sku].weight_g for line in draft.lines)
    return {"units": draft.units, "volume_ml": min(volume, MAX_TOTAL), "weight_g": min(weight, MAX_TOTAL)}


def insert_orders(rows: Sequence[Mapping[str, Any]]) -> None:
    fields = [field for field in Order._meta.sorted_fields if field.name != "id"]
    run_many(_insert_sql(), [tuple(field.db_value(row[field.name]) for field in fields) for row in rows])


@cache
def _insert_sql() -> str:
    columns = [f'"{field.column_name}"' for field in Order._meta.sorted_fields if field.name != "id"]
    return f'INSERT INTO "order" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})'


def ids_by_number(numbers: Sequence[str]) -> dict[str, int]:
    return dict(run_in('SELECT order_no, id FROM "order" WHERE order_no IN ?', numbers))


def insert_lines(orders: Sequence[tuple[int, OrderDraft]], skus: Mapping[str, Known]) -> None:
    rows = [(order_id, skus[line.sku].id, line.qty) for order_id, draft in orders for line in draft.lines]
    run_many(ADD_LINE, rows)


def list_wanted(order_ids: Sequence[int]) -> list[Wanted]:
    """What these orders need, in the order of the ids given."""
    found: dict[int, list[Wanted]] = {}
    for row in run_in(LINES, order_ids):
        found.setdefault(row[0], []).append(Wanted(*row))
    return [line for order_id in order_ids for line in found.get(order_id, ())]
