"""What must always be true of stock; `wavecard check` runs this on a live database."""

from app.stock.sql import run

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


def list_problems() -> list[str]:
    """Balance = sum of the ledger, reserved = sum of reservations, 0 <= reserved <= on hand."""
    where = "stock: location {}, SKU {}: "
    return [
        *(f"{where}balance {{}}, ledger sum {{}}".format(*row) for row in run(WRONG_BALANCE, MOST)),
        *(
            f"{where}{{}} reserved, reservations sum to {{}}".format(*row)
            for row in run(WRONG_RESERVED, MOST)
        ),
        *(f"{where}{{}} promised of {{}} on hand".format(*row) for row in run(OVER_PROMISED, MOST)),
    ]
