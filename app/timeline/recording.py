"""Write down what happened, in the transaction in which it happened."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from app import clock, db
from app.plain import decode
from app.prepared import Prepared, insert
from app.timeline.models import Entry

FIRST_HASH = "0" * 64
LAST_HASH = Prepared(lambda: Entry.select(Entry.hash).order_by(Entry.id.desc()).limit(1))
TOLD = ("what", "subject_id", "order_id", "task_id", "by", "data")
ENTRIES = """
SELECT id, hash, data, "at", what, subject_id, order_id, task_id, "by" FROM timeline_entry ORDER BY id"""
_sorted = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
CHAIN_LOCK = 0x57434152  # PostgreSQL advisory lock: ids and hashes must follow the order of commits


@dataclass
class Happened:
    what: str
    subject_id: int
    order_id: int | None = None
    task_id: int | None = None
    by: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record(what: str, subject_id: int, **about: Any) -> None:
    """Add a timeline entry `subject:happened`; `about` is order_id, task_id, by (operator id) and data."""
    db.note("timeline", Happened(what, subject_id, **about), _flush)


def _flush(items: list[Happened]) -> None:
    lock_feed()
    last = LAST_HASH.first()
    previous = last.hash if last else FIRST_HASH
    rows = []
    for item in items:
        row = {"at": clock.now(), **item.__dict__}
        row["hash"] = previous = digest(previous, row)
        rows.append(row)
    for start in range(0, len(rows), 1000):
        insert(Entry, rows[start : start + 1000])


def lock_feed() -> None:
    """Ids are given in commit order, so that who follows them misses none. SQLite has one writer anyway."""
    if not db.is_sqlite():
        db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))


def digest(previous: str, row: dict[str, Any]) -> str:
    """SHA-256 over the entry before and this one's content, hex."""
    return _link(previous, clock.to_ms(row["at"]), *(row[name] for name in TOLD))


def _link(previous: str, at_ms: int, *told: Any) -> str:
    return hashlib.sha256(_sorted([previous, at_ms, *told]).encode()).hexdigest()


def find_broken_link() -> int | None:
    """The id of the first entry whose hash does not fit, or None."""
    previous = FIRST_HASH
    for entry_id, kept, data, at_ms, *told in db.database.execute_sql(ENTRIES):
        if kept != _link(previous, at_ms, *told, decode(data)):
            return int(entry_id)
        previous = kept
    return None
