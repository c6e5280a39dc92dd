"""Rows that the lead edits seldom and everybody reads often: read again after a few seconds."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from app import db

T = TypeVar("T")
KEPT_S = 5.0  # another process's edit is seen after this


class Remembered(Generic[T]):
    """What `read()` answered, for KEPT_S seconds and this database; `forget()` after an edit here.

    `seconds`: by which clock; the house's own for what a simulated day depends on.
    """

    def __init__(
        self, read: Callable[[], T], kept_s: float = KEPT_S, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._kept_s, self._seconds = read, kept_s, seconds
        self._kept: tuple[Any, float, T] | None = None

    def get(self) -> T:
        kept = self._kept
        now = self._seconds()
        if kept is not None and kept[0] is db.database.obj and 0 <= now - kept[1] < self._kept_s:
            return kept[2]
        value = self._read()
        self._kept = (db.database.obj, now, value)
        return value

    def forget(self) -> None:
        self._kept = None
