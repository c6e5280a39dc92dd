"""One verb, one transaction; those that wait at the same moment share one commit."""

import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from app import db, push
from app.db import after_commit, transaction
from app.orders.models import Channel
from app.timeline.models import Change, Entry
from app.timeline.recording import find_broken_link, record
from app.writer import Writer

ENTRIES = 40


def test_what_raises_leaves_nothing_behind(database: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        record("pick:picked", 1)
        raise ZeroDivisionError
    assert Entry.select().count() == 0


def test_a_nested_transaction_joins_the_outer_one(database: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction():
            record("pick:picked", 1)
        raise ZeroDivisionError
    assert Entry.select().count() == 0


def test_sqlite_plans_a_statement_once_whatever_values_it_is_given(tmp_path: Path) -> None:
    made = db.Sqlite(str(tmp_path / "plans.db"), synchronous="off")
    connection = made.writer.connection
    connection.execute("CREATE TABLE shelf (id INTEGER PRIMARY KEY, aisle INTEGER)")
    planned: list[int] = []

    def asked(*_: object) -> int:
        planned.append(1)
        return apsw.SQLITE_OK

    connection.authorizer = asked
    for number in range(9):
        connection.execute("SELECT id FROM shelf WHERE aisle = ? ORDER BY id LIMIT ?", (number, 1)).fetchall()
        if not number:
            once = len(planned)
    made.close_all()
    assert len(planned) == once > 0


def test_peewees_own_nesting_is_a_savepoint(database: str) -> None:
    with transaction():
        made = [Channel.get_or_create(code="shop", defaults={"name": "Shop"})[1] for _ in range(2)]
    assert made == [True, False]
    assert Channel.select().count() == 1


def test_calls_after_the_commit_see_it_saved_and_never_run_without_it(database: str) -> None:
    seen: list[int] = []
    with transaction():
        record("pick:picked", 1)
        after_commit(lambda: seen.append(Entry.select().count()))
        assert seen == []
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: seen.append(99))
        raise ZeroDivisionError
    assert seen == [1]


def test_many_writers_at_once_keep_one_unbroken_chain(database: str) -> None:
    def write(number: int) -> None:
        with db.connection(), transaction():
            record("pick:picked", number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(ENTRIES)))
    assert Entry.select().count() == ENTRIES
    assert find_broken_link() is None


def test_what_is_asked_in_a_snapshot_is_of_one_moment(database: str) -> None:
    """And the next one sees what was saved meanwhile."""

    def write() -> None:
        with db.connection():
            record("pick:picked", 1)

    with ThreadPoolExecutor(1) as another, db.snapshot():
        assert Entry.select().count() == 0
        another.submit(write).result(timeout=10)
        assert Entry.select().count() == 0
    with db.snapshot():
        assert Entry.select().count() == 1


def test_a_changed_entry_breaks_the_chain(database: str) -> None:
    for number in range(3):
        record("pick:picked", number)
    second = Entry.select().order_by(Entry.id).offset(1).first()
    Entry.update(subject_id=77).where(Entry.id == second.id).execute()
    assert find_broken_link() == second.id


def test_pokes_go_out_after_the_commit_once_a_room(database: str, pushed: list) -> None:
    with transaction():
        push.announce("task", 1, "lead", "operator:2")
        push.announce("queue", None, "lead")
        assert pushed == []
    assert [(room, body["what"], body["ids"]) for room, body in pushed] == [
        ("lead", "queue,task", [1]),
        ("operator:2", "task", [1]),
    ]
    assert pushed[0][1]["cursor"] == Change.select().order_by(Change.id.desc()).first().id


def open_writer(path: Path) -> tuple[Writer, list[int]]:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("CREATE TABLE t (n INTEGER)")
    commits: list[int] = []
    connection.set_commit_hook(lambda: commits.append(1) or False)  # type: ignore[func-returns-value]
    return Writer(connection), commits


def test_those_who_wait_share_a_commit_and_one_that_fails_harms_nobody(tmp_path: Path) -> None:
    writer, commits = open_writer(tmp_path / "t.db")
    started, failures = threading.Barrier(9), []

    def work(number: int) -> None:
        started.wait()
        try:
            with writer.transaction():
                writer.connection.execute("INSERT INTO t VALUES (?)", (number,))
                if number == 3:
                    raise ValueError(number)
        except ValueError as error:
            failures.append(str(error))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    with writer.transaction():
        for thread in threads:
            thread.start()
        started.wait()
        while writer._waiting < 8:
            pass
    for thread in threads:
        thread.join(10)
    kept = {row[0] for row in writer.connection.execute("SELECT n FROM t")}
    assert failures == ["3"]
    assert kept == {0, 1, 2, 4, 5, 6, 7}
    assert len(commits) < 8


def test_the_first_one_that_fails_takes_nothing_from_who_waits(tmp_path: Path) -> None:
    writer, commits = open_writer(tmp_path / "t.db")

    def work() -> None:
        with writer.transaction():
            writer.connection.execute("INSERT INTO t VALUES (2)")

    thread = threading.Thread(target=work)
    with pytest.raises(ValueError, match="first"), writer.transaction():
        writer.connection.execute("INSERT INTO t VALUES (1)")
        thread.start()
        while not writer._waiting:
            pass
        raise ValueError("first")
    thread.join(10)
    assert [row[0] for row in writer.connection.execute("SELECT n FROM t")] == [2]
    assert len(commits) == 1


def test_a_commit_that_fails_is_told_to_everybody_in_it(tmp_path: Path) -> None:
    writer, _ = open_writer(tmp_path / "t.db")
    writer.connection.set_commit_hook(lambda: True)  # turns the commit into a rollback
    with pytest.raises(apsw.ConstraintError), writer.transaction():
        writer.connection.execute("INSERT INTO t VALUES (1)")
    writer.connection.set_commit_hook(None)
    with writer.transaction():
        writer.connection.execute("INSERT INTO t VALUES (2)")
    assert [row[0] for row in writer.connection.execute("SELECT n FROM t")] == [2]


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/killed.db"
    program = textwrap.dedent(f"""
        import gevent.monkey; gevent.monkey.patch_all()
        import gevent, os, signal, sys
        from app import db, features
        from app.tables import Table
        from app.timeline.recording import record
        db.connect({url!r})
        features.import_models()
        db.database.create_tables(Table.registered)
        def work(start):
            for number in range(start, start + 1000):
                with db.transaction():
                    record("pick:picked", number)
                os.write(1, b"%d\\n" % number)
        workers = [gevent.spawn(work, start * 1000) for start in range(1, 9)]
        gevent.sleep(1.0)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    acknowledged = {int(line) for line in ended.stdout.split("\n")[:-1]}
    db.connect(url)
    kept = {entry.subject_id for entry in Entry.select()}
    broken = find_broken_link()
    db.disconnect()
    assert len(acknowledged) > 20, ended.stderr
    assert acknowledged <= kept
    assert broken is None
