"""Imports that are killed, and others that write at the same time."""

import threading
import time
from pathlib import Path
from typing import Any

from app import checking, db
from app.db import transaction
from app.orders import importing
from app.orders.importing import Report, Wish
from app.orders.models import Order, OrderLine
from app.stock.models import Location, Sku
from app.timeline.models import Entry
from tests.orders.files import retail, start, wavecard


def state_of(url: str) -> list[Any]:
    """All that an import decides, in a form that two databases can be compared by."""
    db.connect(url)
    try:
        orders = Order.select(Order.channel_ref, Order.order_no, Order.state, Order.fingerprint).order_by(
            Order.id
        )
        lines = OrderLine.select(OrderLine.order, Sku.code, OrderLine.qty).join(
            Sku, on=(Sku.id == OrderLine.sku_id)
        )
        assert checking.list_problems() == []
        return [list(orders.tuples()), sorted(lines.tuples()), Entry.select().count()]
    finally:
        db.disconnect()


def wait_for_orders(folder: Path, least: int) -> None:
    db.connect(f"sqlite:///{folder}/wavecard.db")
    until = time.monotonic() + 60
    while Order.select().count() < least and time.monotonic() < until:
        time.sleep(0.01)
    db.disconnect()


def test_an_import_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 1_500)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
        assert wavecard(folder, "floor", "--for", file).exit_code == 0
    assert wavecard(whole, "import", file).exit_code == 0
    process = start(killed, "import", str(file))
    wait_for_orders(killed, least=200)
    process.kill()
    process.wait(10)
    said = wavecard(killed, "import", file).stdout.splitlines()[1]
    created, unchanged = (int(said.split()[word].replace(",", "")) for word in (0, 4))
    assert min(created, unchanged) > 0, "killed too early or too late to show anything"
    assert created + unchanged == 1_500
    assert state_of(f"sqlite:///{killed}/wavecard.db") == state_of(f"sqlite:///{whole}/wavecard.db")


def test_who_writes_beside_an_import_waits_only_for_a_short_transaction(tmp_path: Path) -> None:
    """Another process's import and small writes here, as a server's: none waits long, all are saved."""
    file = retail(tmp_path / "a.csv", 1_200)
    assert wavecard(tmp_path, "floor", "--for", file).exit_code == 0
    process = start(tmp_path, "import", str(file))
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    waits = []
    try:
        while process.poll() is None:
            began = time.monotonic()
            with transaction():
                Location.update(check_scan=True).where(Location.id == 1).execute()
            waits.append(time.monotonic() - began)
            time.sleep(0.01)
        assert process.wait() == 0 and Order.select().count() == 1_200
        assert sorted(waits)[len(waits) // 2] < 0.2 and max(waits) < 2, sorted(waits)[-5:]
        assert checking.list_problems() == []
    finally:
        process.kill()
        process.wait()
        db.disconnect()


def test_two_imports_of_one_file_at_once_save_every_order_once(database: str, tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 150)
    importing.ensure_defaults()
    reports: list[Report] = []

    def run() -> None:
        with db.connection():
            reports.append(importing.import_files([file], Wish()))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.created for report in reports) == Order.select().count() == 150
    assert sum(report.created + report.unchanged for report in reports) == 300
    assert len({order.order_no for order in Order.select()}) == 150
