"""Rows that the lead edits seldom and everybody reads often: read again after a few seconds."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from app import db

T = TypeVar("T")
KEPT_S = 5.0  # another process's edit is seen after this


class Remembered(Generic[T]):
    """What `read()` answered, for KEPT_S seconds and this database; `forget()` after an edit here."""

    def __init__(self, read: Callable[[], T], kept_s: float = KEPT_S) -> None:
        self._read = read
        self._kept_s = kept_s
        self._kept: tuple[Any, float, T] | None = None

    def get(self) -> T:
        kept = self._kept
        now = time.monotonic()
        if kept is not None and kept[0] is db.database.obj and now < kept[1]:
            return kept[2]
        value = self._read()
        self._kept = (db.database.obj, now + self._kept_s, value)
        return value

    def forget(self) -> None:
        self._kept = None
