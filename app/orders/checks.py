"""What must always be true of orders; `wavecard check` runs this on a live database."""

from app.orders.states import HAPPENED
from app.stock.sql import run
from app.timeline.models import Entry

MOST = 100  # of each kind; more would say nothing new
HOLDING_STOCK = "('ready', 'released', 'picking')"

OUT_OF_STEP = """
SELECT o.order_no, o.blocked FROM "order" o
LEFT JOIN (SELECT DISTINCT order_id FROM block WHERE lifted_at IS NULL) b ON b.order_id = o.id
WHERE (b.order_id IS NULL) = (CASE WHEN o.blocked THEN 1 ELSE 0 END = 1) LIMIT ?"""
WRONG_PROMISE = f"""
WITH promised AS (SELECT line_id, SUM(qty) AS qty FROM reservation WHERE qty > 0 GROUP BY line_id)
SELECT o.order_no, o.state, l.id, l.qty - l.picked_qty - l.short_qty, COALESCE(p.qty, 0)
FROM order_line l JOIN "order" o ON o.id = l.order_id LEFT JOIN promised p ON p.line_id = l.id
WHERE COALESCE(p.qty, 0) <>
  CASE WHEN o.state IN {HOLDING_STOCK} THEN l.qty - l.picked_qty - l.short_qty ELSE 0 END LIMIT ?"""
NO_LINES = """
SELECT o.order_no FROM "order" o
WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id) LIMIT ?"""


def list_problems() -> list[str]:
    """Blocks and flags agree; what is open is promised and nothing else is; states and timeline agree."""
    return [
        *(
            f"orders: {no} blocked={bool(flag)}, its blocks say otherwise"
            for no, flag in run(OUT_OF_STEP, MOST)
        ),
        *(
            f"orders: {no} ({state}) line {line}: {still} units open, {promised} promised"
            for no, state, line, still, promised in run(WRONG_PROMISE, MOST)
        ),
        *(f"orders: {no} has no lines" for (no,) in run(NO_LINES, MOST)),
        *_broken_lives()[:MOST],
    ]


def _broken_lives() -> list[str]:
    """Each move of an order is one entry: they follow on each other, the last one says where it stands."""
    moves = {"order:received", *(f"order:{happened}" for happened in HAPPENED.values())}
    state_of: dict[int, str] = {}
    problems = []
    entries = (
        Entry.select(Entry.id, Entry.subject_id, Entry.data).where(Entry.what.in_(moves)).order_by(Entry.id)
    )
    for entry_id, order_id, data in entries.tuples().iterator():
        before = state_of.get(order_id)
        if before is not None and data.get("from") != before:
            problems.append(
                f"orders: entry {entry_id} moves order {order_id} from {data.get('from')}, not {before}"
            )
        state_of[order_id] = data["to"]
    for order_id, order_no, state in run('SELECT id, order_no, state FROM "order"'):
        if state_of.get(order_id, state) != state:
            problems.append(f"orders: {order_no} is {state}, its timeline says {state_of[order_id]}")
    return problems
