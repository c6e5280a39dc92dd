"""The database, and the one way to change it: `with transaction():`.

SQLite (WAL, synchronous=FULL, one writer connection, see writer.py) by default; PostgreSQL by `DATABASE_URL`.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import apsw
from peewee import Database, DatabaseProxy
from peewee import __exception_wrapper__ as as_peewee_names_it  # type: ignore[attr-defined]
from playhouse.apsw_ext import APSWDatabase
from playhouse.pool import PooledPostgresqlDatabase

from app.checkpoints import PAGES, Checkpoints
from app.errors import Unavailable
from app.writer import Writer, unpatched

log = logging.getLogger(__name__)
database = DatabaseProxy()
SAFE_SQLITE = (3, 51, 3)  # below it two connections can lose commits: sqlite.org/wal.html#walresetbug

WRITES = ("INSERT", "UPDATE", "DELETE")
STATEMENTS = 512  # kept compiled by each connection, the most apsw keeps; an order asks some 400


class Unit:
    """One transaction's bookkeeping: what must be written with it, what may only follow it."""

    def __init__(self) -> None:
        self.before: list[Callable[[], None]] = []
        self.after: list[Callable[[], None]] = []
        self.notes: dict[str, list[Any]] = {}


_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)


def _of_a_thread() -> Any:
    """A real thread's own storage: greenlets of one thread share its reading connection."""
    return unpatched("threading", "local")()


def _bind(cursor: apsw.Cursor, number: int, value: Any) -> Any:
    """The migrations' history has a datetime; apsw itself knows none."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    raise TypeError(f"{type(value)} cannot be kept in the database")


class Sqlite(APSWDatabase):
    """Reads on a connection of the thread's own, everything inside `transaction()` on the one writer."""

    def __init__(self, path: str, synchronous: str) -> None:
        self._synchronous = synchronous  # full: a commit survives a power cut; off: for tests
        self._readers = _of_a_thread()
        self._opened: list[apsw.Connection] = []
        super().__init__(path)
        self.writer = Writer(self._open())
        self._checkpoints = Checkpoints(self.writer.connection, self._connect)

    def cursor(self, named_cursor: str | None = None) -> apsw.Cursor:
        return self._in_use().cursor()

    def _in_use(self) -> apsw.Connection:
        return self.writer.connection if _unit.get() is not None else self._reader()

    def execute_sql(self, sql: str, params: Any = None) -> apsw.Cursor:
        """A lone write is a transaction of its own: readers never write, so they never meet a lock."""
        if sql.startswith(WRITES) and _unit.get() is None and not self.in_transaction():
            with transaction():
                return self._ask(sql, params)
        return self._ask(sql, params)

    def _ask(self, sql: str, params: Any) -> apsw.Cursor:
        if self.query_hooks:
            return super().execute_sql(sql, params)
        self._log_query(sql, params)
        try:
            return self._in_use().execute(sql, params or ())
        except apsw.Error:
            with as_peewee_names_it:
                raise

    def unit(self) -> AbstractContextManager[None]:
        return self.writer.transaction()

    def transaction_depth(self) -> int:
        """What peewee itself nests (get_or_create) becomes a savepoint of the transaction that is open."""
        return 1 if _unit.get() is not None else int(super().transaction_depth())

    def begin(self, lock_type: str | None = None) -> None:
        """For peewee's own `atomic`, which the migrations use."""
        self.cursor().execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.cursor().execute("COMMIT")

    def rollback(self) -> None:
        self.cursor().execute("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self._reader().execute("BEGIN")
        try:
            yield
        finally:
            self._reader().execute("COMMIT")

    def _reader(self) -> apsw.Connection:
        connection = getattr(self._readers, "connection", None)
        if connection is None:
            connection = self._readers.connection = self._open()
        return connection

    def _open(self) -> apsw.Connection:
        connection = self._connect()
        self._opened.append(connection)
        return connection

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(self.database, statementcachesize=STATEMENTS)
        connection.set_busy_timeout(10_000)
        connection.convert_binding = _bind
        # SQLite else plans anew for each other LIMIT or joined id: a sixth of a scan's CPU
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        pragmas = (
            "journal_mode=wal",
            f"synchronous={self._synchronous}",
            "foreign_keys=on",
            "cache_size=-16000",
            f"wal_autocheckpoint={PAGES}",
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def close_all(self) -> None:
        self._checkpoints.wait()
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._readers = _of_a_thread()


class Postgres(PooledPostgresqlDatabase):
    def unit(self) -> AbstractContextManager[None]:
        return self.atomic()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with connection(), self.atomic():
            self.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def connect(url: str) -> Database:
    """Point every model at the database `url` names: sqlite:///path or postgresql://user@host/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        made: Database = _sqlite(unquote(parts.path)[1:], dict(parse_qsl(parts.query)))
    elif parts.scheme in ("postgresql", "postgres"):
        made = _postgres(parts)
    else:
        raise Unavailable("db.unknown_url", permanent=True, scheme=parts.scheme)
    database.initialize(made)
    return made


def _sqlite(path: str, options: dict[str, str]) -> Sqlite:
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if version < SAFE_SQLITE:
        raise Unavailable("db.old_sqlite", permanent=True, version=apsw.sqlite_lib_version())
    Path(path).resolve().parent.mkdir(parents=True, exist_ok=True)
    return Sqlite(path, synchronous="off" if options.get("synchronous") == "off" else "full")


def _postgres(parts: Any) -> Postgres:
    return Postgres(
        parts.path.lstrip("/"),
        user=unquote(parts.username or "") or None,
        password=unquote(parts.password or "") or None,
        host=parts.hostname,
        port=parts.port or 5432,
        prefer_psycopg3=True,
        max_connections=40,
        stale_timeout=300,
        timeout=10,
        **dict(parse_qsl(parts.query)),
    )


def disconnect() -> None:
    """Close every connection of this process (tests, the end of a command)."""
    if database.obj is None:
        return
    if isinstance(database.obj, Sqlite):
        database.obj.close_all()
    else:
        database.obj.close()
        database.obj.close_all()


def is_sqlite() -> bool:
    return isinstance(database.obj, Sqlite)


def connection() -> AbstractContextManager[Any]:
    """A connection for one request or one round of a loop, given back at its end."""
    if is_sqlite() or not database.is_closed():
        return nullcontext()
    return database.connection_context()


def transaction() -> AbstractContextManager[Unit]:
    """Save everything inside, or nothing; then run what `after_commit` was given. Nested ones join."""
    joined = _unit.get()
    return _begun() if joined is None else nullcontext(joined)


@contextmanager
def _begun() -> Iterator[Unit]:
    unit = Unit()
    with connection():
        with database.obj.unit():
            token = _unit.set(unit)
            try:
                yield unit
                for call in unit.before:
                    call()
            finally:
                _unit.reset(token)
        _run_after(unit)


def _run_after(unit: Unit) -> None:
    for call in unit.after:
        try:
            call()
        except Exception:
            log.exception("after_commit call failed; the change itself is saved")


def snapshot() -> AbstractContextManager[None]:
    """Every question inside sees the house as it was at the first, whatever is committed meanwhile.

    For a process that does nothing else at the time: on SQLite all of a thread reads in it.
    """
    made: AbstractContextManager[None] = database.obj.snapshot()
    return made


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the surrounding transaction is saved; at once when there is none."""
    unit = _unit.get()
    if unit is None:
        call()
    else:
        unit.after.append(call)


def lock_text(text: str) -> None:
    """Whoever names the same text waits for our commit. SQLite has one writer anyway."""
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (text,))


def lock_row(model: Any, row_id: int) -> None:
    """Nobody else changes this row before our commit. SQLite has one writer anyway."""
    if not is_sqlite():
        model.select(model.id).where(model.id == row_id).for_update().tuples().first()


def note(topic: str, item: Any, flush: Callable[[list[Any]], None]) -> None:
    """Collect `item`; just before the commit `flush` writes all items of the topic together."""
    with transaction() as unit:
        items = unit.notes.setdefault(topic, [])
        if not items:
            unit.before.append(lambda: flush(items))
        items.append(item)
