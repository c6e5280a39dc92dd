"""Plain SQL where a scan or an import waits for it: a query builder costs more than what it builds."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from app import db

PAGE = 900  # values in one statement
PROMISES_LOCK = 0x57434153  # PostgreSQL advisory lock: one at a time gives and takes back promises


def run(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Execute `sql` (placeholders are ?) on either database; the rows of RETURNING or SELECT."""
    cursor = db.database.obj.execute_sql(_spoken(sql), values)
    return list(cursor) if db.is_sqlite() or cursor.description else []


def run_in(sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Execute `sql`, in which one `IN ?` stands for a list, page by page."""
    for start in range(0, len(values), PAGE):
        page = values[start : start + PAGE]
        yield from run(sql.replace("IN ?", f"IN ({', '.join('?' * len(page))})"), *page)


def run_many(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute `sql` once for each row."""
    if rows:
        db.database.obj.cursor().executemany(_spoken(sql), rows)


def lock_promises() -> None:
    """Whoever reserves sees what others have reserved. SQLite has one writer anyway.

    A transaction's first lock (after `lock_intake` where there is one), before any row: who held rows and
    waited here would stop who has the turn and needs those rows.
    """
    if not db.is_sqlite():
        db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (PROMISES_LOCK,))


def _spoken(sql: str) -> str:
    return sql if db.is_sqlite() else _for_postgres(sql)


@lru_cache(maxsize=1024)
def _for_postgres(sql: str) -> str:
    return sql.replace("?", "%s")
