"""Our own order numbers: W, the day, and a running number: W2611220001. Short enough to read out."""

from datetime import date
from itertools import count, islice

from app import db
from app.orders.models import Order
from app.stock.sql import run

INTAKE_LOCK = 0x5743494E  # PostgreSQL advisory lock: one intake at a time gives numbers


def lock_intake() -> None:
    if not db.is_sqlite():
        db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (INTAKE_LOCK,))


def next_numbers(how_many: int, on: date) -> list[str]:
    """The next free numbers of a day; `lock_intake` first, in the same transaction."""
    prefix = f"W{on:%y%m%d}"
    last = _last_of(prefix)
    return [f"{prefix}{number:04d}" for number in islice(count(last + 1), how_many)]


def _last_of(prefix: str) -> int:
    """Nearly always the newest order is of today; only the first one of a day looks at all of them."""
    newest = Order.select(Order.order_no).order_by(Order.id.desc()).first()
    if newest is None:
        return 0
    if newest.order_no.startswith(prefix):
        return int(newest.order_no.removeprefix(prefix))
    found = run('SELECT order_no FROM "order" WHERE order_no LIKE ?', f"{prefix}%")
    return max((int(number.removeprefix(prefix)) for (number,) in found), default=0)
