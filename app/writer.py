"""One writer connection for SQLite; transactions that wait at the same moment share one commit.

Each body runs by itself, in the greenlet or thread that brought it: the first can take the transaction back,
those after it have savepoints. The last one to leave while nobody else waits commits for all, off the hub, so
that an fsync (0.2 to 9 ms measured) stops no greenlet. Nobody is answered before that commit: an acknowledged
change survives a power cut.
Group commit as in DeWitt et al., "Implementation techniques for main memory database systems" (1984).
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import apsw

MAX_GROUP = 64


class Group:
    """The transactions that share one commit."""

    def __init__(self) -> None:
        self.size = 0
        self.committed = threading.Event()
        self.error: BaseException | None = None

    def wait(self) -> None:
        self.committed.wait()
        if self.error is not None:
            raise self.error


class Writer:
    def __init__(self, connection: apsw.Connection, busy_s: float = 10.0) -> None:
        self.connection = connection
        self.busy_ms = int(busy_s * 1000)
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._group: Group | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the body as one unit; return when it is on disk, raise what the body raised."""
        group = self._enter()
        try:
            with self._alone() if group.size == 1 else self._savepoint():
                yield
        finally:
            self._leave()
        group.wait()

    def _enter(self) -> Group:
        self._add_waiting(1)
        try:
            self._turn.acquire()
        except BaseException:
            self._give_up()
            raise
        self._add_waiting(-1)
        try:
            if self._group is None:
                self._begin()
                self._group = Group()
        except BaseException:
            self._turn.release()
            raise
        self._group.size += 1
        return self._group

    def _leave(self) -> None:
        try:
            if self._group is not None and (not self._waiting or self._group.size >= MAX_GROUP):
                self._commit(self._group)
        finally:
            self._turn.release()

    def _give_up(self) -> None:
        """A greenlet killed while it waited was counted on to commit: do it now if nobody else will."""
        self._add_waiting(-1)
        if not self._waiting and self._turn.acquire(blocking=False):
            try:
                if self._group is not None:
                    self._commit(self._group)
            finally:
                self._turn.release()

    def _begin(self) -> None:
        """Take SQLite's write lock: at once if it is free, else wait for the other process off the hub."""
        self.connection.set_busy_timeout(0)
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except apsw.BusyError:
            self.connection.set_busy_timeout(self.busy_ms)
            off_hub(self.connection.execute, "BEGIN IMMEDIATE")

    def _commit(self, group: Group) -> None:
        try:
            off_hub(self.connection.execute, "COMMIT")
        except BaseException as error:
            group.error = error
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        finally:
            self._group = None
            group.committed.set()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The first of a group has nobody's work before its own: it takes back the whole transaction."""
        try:
            yield
        except BaseException:
            self._group = None
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self.connection.execute("SAVEPOINT verb")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK TO verb")
            raise
        finally:
            self.connection.execute("RELEASE verb")

    def _add_waiting(self, change: int) -> None:
        with self._count:
            self._waiting += change


def unpatched(module: str, name: str) -> Any:
    """What gevent may have replaced, as real threads know it."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey.get_original(module, name) if monkey else getattr(import_module(module), name)


def off_hub(call: Callable[..., Any], *args: Any) -> Any:
    """Run something that blocks in a real thread under gevent, in place without it."""
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("threading"):
        return call(*args)
    return sys.modules["gevent"].get_hub().threadpool.apply(call, args)
