"""What must always be true of stock; `wavecard check` runs this on a live database."""

from app.stock.sql import run
from app.words import Words

MOST = 100  # of each kind; more would say nothing new

WRONG_BALANCE = """
WITH summed AS (SELECT location_id, sku_id, SUM(qty) AS qty FROM stock_ledger GROUP BY location_id, sku_id)
SELECT b.location_id, b.sku_id, b.on_hand, COALESCE(s.qty, 0) FROM balance b
LEFT JOIN summed s ON s.location_id = b.location_id AND s.sku_id = b.sku_id
WHERE b.on_hand <> COALESCE(s.qty, 0)
UNION ALL
SELECT s.location_id, s.sku_id, 0, s.qty FROM summed s
LEFT JOIN balance b ON s.location_id = b.location_id AND s.sku_id = b.sku_id
WHERE b.id IS NULL AND s.qty <> 0
LIMIT ?"""
WRONG_RESERVED = """
WITH summed AS (SELECT location_id, sku_id, SUM(qty) AS qty FROM reservation GROUP BY location_id, sku_id)
SELECT b.location_id, b.sku_id, b.reserved, COALESCE(s.qty, 0) FROM balance b
LEFT JOIN summed s ON s.location_id = b.location_id AND s.sku_id = b.sku_id
WHERE b.reserved <> COALESCE(s.qty, 0)
UNION ALL
SELECT s.location_id, s.sku_id, 0, s.qty FROM summed s
LEFT JOIN balance b ON s.location_id = b.location_id AND s.sku_id = b.sku_id
WHERE b.id IS NULL AND s.qty <> 0
LIMIT ?"""
OVER_PROMISED = """
SELECT location_id, sku_id, reserved, on_hand FROM balance
WHERE reserved > on_hand OR reserved < 0 OR on_hand < 0
LIMIT ?"""


def list_problems() -> list[Words]:
    """Balance = sum of the ledger, reserved = sum of reservations, 0 <= reserved <= on hand."""
    problems = []
    for sql, key, first, second in (
        (WRONG_BALANCE, "stock.wrong_balance", "on_hand", "ledger"),
        (WRONG_RESERVED, "stock.wrong_reserved", "reserved", "sum"),
        (OVER_PROMISED, "stock.over_promised", "reserved", "on_hand"),
    ):
        for location_id, sku_id, a, b in run(sql, MOST):
            problems.append(
                Words(key, {"location": location_id, "sku": sku_id, first: int(a), second: int(b)})
            )
    return problems
