"""SQLite's log of writes is copied into the database beside the writer, not within a commit.

SQLite itself does it in the commit that fills the log: one in a hundred took 10 ms more. A copy on another
connection holds up no writer, but a log that is written to meanwhile never starts anew: "Checkpointing" and
"Avoiding Excessively Large WAL Files" on sqlite.org/wal.html. So the writer copies the rest of a long one.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext

import apsw

from app.writer import unpatched

log = logging.getLogger(__name__)
PAGES = 4_000  # of 4 kB: copied at each so many
MOST = 4 * PAGES  # a log that should start anew


class Checkpoints:
    """From now on those of `writer`; `connect` opens another connection, for one copy."""

    def __init__(self, writer: apsw.Connection, connect: Callable[[], apsw.Connection]) -> None:
        self._connect = connect
        self._copying = unpatched("_thread", "allocate_lock")()
        self._next_at = PAGES
        writer.set_wal_hook(self._committed)

    def _committed(self, writer: apsw.Connection, name: str, pages: int) -> int:
        """Called after each commit, with the length of the log."""
        if pages < PAGES:
            self._next_at = PAGES
        elif pages >= self._next_at and self._copying.acquire(blocking=False):
            self._next_at = pages + PAGES
            if pages < MOST:
                unpatched("_thread", "start_new_thread")(self._copy_beside, ())
            else:
                self._copy(lambda: nullcontext(writer))
        return apsw.SQLITE_OK

    def _copy_beside(self) -> None:
        self._copy(lambda: closing(self._connect()))

    def _copy(self, opened: Callable[[], AbstractContextManager[apsw.Connection]]) -> None:
        """What was committed is safe in the log: who committed it hears of nothing that goes wrong here."""
        try:
            with opened() as connection:
                connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.BusyError:
            log.debug("another process copies the log")
        except apsw.Error:
            log.exception("the log was not copied into the database; it will be tried again")
        finally:
            self._copying.release()

    def wait(self) -> None:
        """Until no copy is under way: before the database is closed."""
        with self._copying:
            return
