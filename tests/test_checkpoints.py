"""The log of writes is copied beside the writer, and stays short."""

import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from app import checkpoints
from app.checkpoints import Checkpoints

PAGES, PAGE = 40, 4096


class Log:
    """A database whose log is counted in few pages."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = self.connect()
        self.writer.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, told BLOB)")

    def connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.path))
        connection.execute("PRAGMA journal_mode=wal")
        connection.execute("PRAGMA synchronous=off")
        return connection

    def write(self, times: int = 1) -> None:
        for _ in range(times):
            self.writer.execute("INSERT INTO t (told) VALUES (zeroblob(6000))")

    def pages(self) -> int:
        """How long the log ever was."""
        return Path(f"{self.path}-wal").stat().st_size // PAGE


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    monkeypatch.setattr(checkpoints, "PAGES", PAGES)
    monkeypatch.setattr(checkpoints, "MOST", 4 * PAGES)
    made = Log(tmp_path / "log.db")
    yield made
    made.writer.close()


class Slow:
    """A connection that copies when it is told to."""

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection
        self.asked, self.goes_on = threading.Event(), threading.Event()

    def wal_checkpoint(self, **how: int) -> None:
        self.asked.set()
        assert self.goes_on.wait(10)
        self.connection.wal_checkpoint(**how)

    def close(self) -> None:
        self.connection.close()


def test_no_commit_waits_for_the_copy(log: Log) -> None:
    slow = Slow(log.connect())
    watched = Checkpoints(log.writer, lambda: slow)  # type: ignore[arg-type, return-value]
    log.write(PAGES)
    assert slow.asked.wait(10)
    log.write(5)
    slow.goes_on.set()
    watched.wait()
    assert log.writer.execute("SELECT COUNT(*) FROM t").fetchone() == (PAGES + 5,)


def test_a_log_that_rests_once_starts_anew(log: Log) -> None:
    watched = Checkpoints(log.writer, log.connect)
    for _ in range(10 * PAGES):
        log.write()
        watched.wait()
    assert log.pages() < 2 * PAGES


def test_a_log_that_is_written_to_during_every_copy_is_ended_by_the_writer(log: Log) -> None:
    slow = Slow(log.connect())
    watched = Checkpoints(log.writer, lambda: slow)  # type: ignore[arg-type, return-value]
    slow.wal_checkpoint = lambda **how: None  # type: ignore[method-assign]
    slow.close = lambda: None  # type: ignore[method-assign]
    for _ in range(20 * PAGES):
        log.write()
        watched.wait()
    assert log.pages() < 6 * PAGES


@pytest.mark.parametrize("error", [apsw.BusyError, apsw.IOError])
def test_a_copy_that_fails_harms_nobody_and_is_tried_again(log: Log, error: type[Exception]) -> None:
    """Busy: another process is at the same work."""
    asked: list[bool] = []

    class Failing:
        def wal_checkpoint(self, **how: int) -> None:
            asked.append(True)
            raise error

        def close(self) -> None:
            return None

    watched = Checkpoints(log.writer, lambda: Failing())  # type: ignore[arg-type, return-value]
    for _ in range(PAGES):
        log.write()
        watched.wait()
    assert log.writer.execute("SELECT COUNT(*) FROM t").fetchone() == (PAGES,)
    assert len(asked) > 1
