"""However long the queue, the board reads its head off an index."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import db
from app.lead.board import read_board
from app.waves import queue as waiting
from tests.conftest import Clock
from tests.lead.floor import Floor

ORDERS = 300


@pytest.fixture
def queue(sqlite_template: Path, tmp_path: Path, clock: Clock) -> Iterator[Floor]:
    shutil.copy(sqlite_template, tmp_path / "wavecard.db")
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    floor = Floor()
    with db.transaction():
        for number in range(ORDERS):
            floor.order("ABC"[number % 3], in_hours=number / 10 - 3)
        floor.order("A", pinned_at=clock.now)
    yield floor
    db.disconnect()


def asked(caplog: pytest.LogCaptureFixture) -> list[tuple[str, list[object]]]:
    """Every statement of one board."""
    read_board("en")  # what is remembered is read before
    with caplog.at_level(logging.DEBUG, "peewee"):
        read_board("en")
    return [record.msg for record in caplog.records if record.name == "peewee"]  # type: ignore[misc]


def plan(sql: str, params: list[object]) -> list[str]:
    return [row[3] for row in db.database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params)]


def test_no_statement_over_the_orders_reads_or_sorts_them_all(
    queue: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    over_orders = [(sql, params) for sql, params in asked(caplog) if 'FROM "order" AS "t1"' in sql]
    assert len(over_orders) >= 10
    for sql, params in over_orders:
        steps = plan(sql, params)
        assert not any(step.startswith("SCAN") for step in steps), (sql, steps)
        if '"t1"."tier" = ?' in sql:  # SQLite finds nothing by NOT blocked: it must be written as = 0
            assert any("blocked=?" in step or "pinned_at>?" in step for step in steps), (sql, steps)
        if "ORDER BY" in sql and "IN (?, ?)" not in sql:  # two states merged: at most the held ones
            assert "USE TEMP B-TREE FOR ORDER BY" not in steps, (sql, steps)


def test_the_next_order_and_the_place_of_one_come_off_an_index(
    queue: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    """A new, changed or cancelled order costs no more the longer the queue is."""
    with caplog.at_level(logging.DEBUG, "peewee"):
        [head] = waiting.list_next(1)
        assert waiting.find_place(head.order.id) == head
        assert waiting.has_work()
    told: list[Any] = [record.msg for record in caplog.records if record.name == "peewee"]
    over_orders = [(sql, params) for sql, params in told if 'FROM "order"' in sql]
    assert len(over_orders) >= 9
    for sql, params in over_orders:
        steps = plan(sql, params)
        assert all(step.startswith("SEARCH") for step in steps), (sql, steps)
        if '"tier" = ?' in sql:
            assert any("blocked=?" in step or "pinned_at>?" in step for step in steps), (sql, steps)


def test_a_longer_queue_asks_no_more(queue: Floor, caplog: pytest.LogCaptureFixture) -> None:
    before = len(asked(caplog))
    caplog.clear()
    with db.transaction():
        for _ in range(60):
            queue.order("C")
    assert len(asked(caplog)) == before
