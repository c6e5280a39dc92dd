"""Orders wait as `new` until all of their lines can be promised; then they are ready for the queue."""

from collections.abc import Sequence

from app import push
from app.db import transaction
from app.orders.models import Order
from app.orders.saving import list_wanted
from app.stock.reserving import reserve_all
from app.stock.sql import lock_promises, run
from app.timeline.recording import record

CHUNK = 100

# free units by SKU first, so that the lines are walked once and each order drops out at its first lack
COVERED = """
WITH free AS (
  SELECT b.sku_id, SUM(b.on_hand - b.reserved) AS qty FROM balance b
  JOIN location l ON l.id = b.location_id
  WHERE l.kind = 'pick' AND NOT l.blocked AND NOT l.to_count AND b.on_hand > b.reserved
  GROUP BY b.sku_id
)
SELECT o.id FROM "order" o WHERE o.state = 'new' AND NOT EXISTS (
  SELECT 1 FROM order_line x LEFT JOIN free f ON f.sku_id = x.sku_id
  WHERE x.order_id = o.id AND COALESCE(f.qty, 0) < x.qty
) ORDER BY o.tier, o.start_by_at, o.id LIMIT ?"""


def restock(most: int = 10_000) -> int:
    """Make waiting orders ready as far as stock goes, the most pressing first; how many became ready."""
    if not Order.select().where(Order.state == "new").exists():
        return 0
    covered = [row[0] for row in run(COVERED, most)]
    readied = 0
    for start in range(0, len(covered), CHUNK):
        with transaction():
            readied += len(make_ready(covered[start : start + CHUNK]))
    return readied


def make_ready(order_ids: Sequence[int]) -> set[int]:
    """Promise stock to these orders, the first ones first; which of them are ready now. In a transaction."""
    lock_promises()
    waiting = Order.select(Order.id).where(Order.id.in_(order_ids), Order.state == "new")
    still_new = {order.id for order in waiting}
    wanted = list_wanted([order_id for order_id in order_ids if order_id in still_new])
    served = reserve_all(wanted)
    if served:
        Order.update(state="ready").where(Order.id.in_(served), Order.state == "new").execute()
        for order_id in sorted(served):
            record("order:readied", order_id, order_id=order_id, data={"from": "new", "to": "ready"})
        push.announce("queue", None, "lead", "floor")
    return served
