"""What an agent took and what became of it, kept on its own disk until the server has noted the result.

A paper is `sending` on disk before its first byte leaves: after a power cut nobody prints it again by itself.
"""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

from printers.status import Status
from printers.wire import Delivery

TABLE = "CREATE TABLE IF NOT EXISTS job (tag TEXT PRIMARY KEY, state TEXT NOT NULL, result TEXT)"


def tell(delivery: Delivery) -> dict[str, Any]:
    plain = ("outcome", "reason", "bytes_taken", "bytes_total", "proof")
    return {name: getattr(delivery, name) for name in plain} | {"status": delivery.status.__dict__}


def read_delivery(told: dict[str, Any]) -> Delivery:
    """TypeError or ValueError when it is none."""
    if told.get("outcome") not in ("confirmed", "sent", "unknown", "nothing_taken", "blocked"):
        raise ValueError("no such outcome")
    return Delivery(**(told | {"status": Status(**told["status"])}))


class Queue:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(TABLE)
        self._turn = threading.Lock()
        self._recover()

    def _recover(self) -> None:
        """What was not begun was not printed; of what was begun nobody knows."""
        self._end("queued", Delivery("nothing_taken", "refused"))
        self._end("sending", Delivery("unknown", "no_proof"))

    def _end(self, state: str, delivery: Delivery) -> None:
        result = json.dumps(tell(delivery))
        self._write("UPDATE job SET state = 'done', result = ? WHERE state = ?", result, state)

    def _write(self, sql: str, *values: str) -> int:
        with self._turn:
            return self._db.execute(sql, values).rowcount

    def take(self, tag: str) -> bool:
        """False when it was taken before."""
        return self._write("INSERT OR IGNORE INTO job (tag, state) VALUES (?, 'queued')", tag) == 1

    def begin(self, tag: str) -> None:
        self._write("UPDATE job SET state = 'sending' WHERE tag = ?", tag)

    def end(self, tag: str, delivery: Delivery) -> None:
        self._write(
            "UPDATE job SET state = 'done', result = ? WHERE tag = ?", json.dumps(tell(delivery)), tag
        )

    def forget(self, tag: str) -> None:
        """The server has noted it."""
        self._write("DELETE FROM job WHERE tag = ? AND state = 'done'", tag)

    def untold(self) -> list[tuple[str, dict[str, Any]]]:
        with self._turn:
            rows = self._db.execute("SELECT tag, result FROM job WHERE state = 'done'").fetchall()
        return [(tag, json.loads(result)) for tag, result in rows]

    def close(self) -> None:
        self._db.close()
