import os
import subprocess
import sys
import threading
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from app import checking, db
from app.cli import main
from app.db import transaction
from app.errors import Invalid
from app.orders import importing, reporting
from app.orders.importing import Report, Wish
from app.orders.models import Order, OrderLine
from app.stock.models import Location, Sku
from app.timeline.models import Change, Entry
from tests.conftest import Clock

RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def retail(path: Path, orders: int, first: int = 1, lines: int = 3) -> Path:
    """Orders of `lines` different SKUs each, out of 40."""
    rows = []
    for number in range(first, first + orders):
        at = f"2011-11-30 08:{number % 60:02d}:00"
        for line in range(lines):
            code = 20_000 + (number * 7 + line) % 40
            rows.append(f"{500_000 + number},{code},THING,{line + 1},{at},1.5,,UK\n")
    path.write_text(RETAIL + "".join(rows), "utf-8")
    return path


def counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.changed, report.unchanged


def test_files_become_orders_and_again_nothing(database: str, clock: Clock, tmp_path: Path) -> None:
    files = [retail(tmp_path / "a.csv", 5), retail(tmp_path / "b.csv", 5, first=6)]
    seen: list[tuple[str, int, int]] = []
    report = importing.import_files(files, Wish(), lambda *told: seen.append(told))
    assert (report.files, report.rows, report.orders, report.lines, report.units) == (2, 30, 10, 30, 60)
    assert (counts(report), report.skus, len(report.new_skus)) == ((10, 0, 0), 26, 26)
    assert seen == [("reading", 1, 2), ("reading", 2, 2), ("saving", 10, 10)]
    before = (Order.select().count(), Entry.select().count(), Change.select().count())
    again = importing.import_files(files, Wish())
    assert counts(again) == (0, 0, 10)
    assert "Nothing changed: all 10 orders were taken in before" in reporting.told(again, False, "en")
    assert (Order.select().count(), Entry.select().count(), Change.select().count()) == before


def test_a_dry_run_says_what_would_happen_and_saves_nothing(
    database: str, clock: Clock, tmp_path: Path
) -> None:
    importing.import_files([retail(tmp_path / "a.csv", 2)], Wish())
    orders = Order.select().count()
    report = importing.import_files([retail(tmp_path / "a.csv", 5)], Wish(dry_run=True))
    assert (counts(report), len(report.new_skus) > 0) == ((3, 0, 2), True)
    assert Order.select().count() == orders


def test_dates_are_shifted_by_whole_days_and_a_second_import_still_changes_nothing(
    database: str, clock: Clock, tmp_path: Path
) -> None:
    file = retail(tmp_path / "a.csv", 2)
    importing.import_files([file], Wish(to_today=True))
    local = [order.ordered_at.astimezone(SHANGHAI) for order in Order.select().order_by(Order.id)]
    assert [at.date() for at in local] == [date(2026, 11, 23)] * 2
    assert (local[0].hour, local[0].minute) == (8, 1)
    clock.advance(days=3)
    assert counts(importing.import_files([file], Wish(to_today=True))) == (0, 0, 2)


def test_a_broken_file_leaves_nothing_and_does_not_stop_the_others(
    database: str, clock: Clock, tmp_path: Path
) -> None:
    good, bad = retail(tmp_path / "good.csv", 3), retail(tmp_path / "bad.csv", 3, first=50)
    bad.write_bytes(bad.read_bytes() + b'500099,22423,"open')
    report = importing.import_files([bad, good, tmp_path / "none.csv"], Wish())
    assert counts(report) == (3, 0, 0)
    assert [words.key for words in report.broken] == ["sheets.bad_csv", "sheets.unreadable"]
    assert Order.select().count() == 3


def test_the_channel_may_be_named_and_must_be_a_name(database: str, clock: Clock, tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 1)
    importing.import_files([file], Wish(channel="uk-shop"))
    assert Order.get().channel_id == "uk-shop"
    with pytest.raises(Invalid):
        importing.import_files([file], Wish(channel="UK shop!"))


def test_the_report_lists_every_row_with_its_reason(database: str, clock: Clock, tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 1)
    with file.open("a") as rows:
        rows.write("C1,22423,X,-1,2011-11-30 08:00:00,1,,UK\n=CMD(),22423,X,many,2011-11-30 08:00:00,1,,UK\n")
    report = importing.import_files([file], Wish())
    reporting.write_report(tmp_path / "out.csv", report, "en")
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines[:3] == [
        "file,row,order,what,why",
        'a.csv,5,C1,skipped,"A credit note, not an order"',
        "a.csv,6,'=CMD(),error,The quantity many is no whole number",
    ]
    assert lines[3].startswith(',,,new sku,"20007: ')
    reporting.write_report(tmp_path / "zh.csv", report, "zh-CN")
    assert "红字发票" in (tmp_path / "zh.csv").read_text("utf-8-sig")
    with pytest.raises(Invalid):
        reporting.write_report(tmp_path / "no/such/folder.csv", report, "en")


# the command


def wavecard(folder: Path, *arguments: Any) -> Result:
    env = {
        "DATABASE_URL": f"sqlite:///{folder}/wavecard.db",
        "WAVECARD_VAR": str(folder),
        "LANG": "C",
        "LC_ALL": "",
    }
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)


def test_a_floor_for_a_file_readies_its_orders(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 20)
    said = wavecard(tmp_path, "import", file)
    assert (said.exit_code, "20 created" in said.stdout, "0 became ready" in said.stdout) == (0, True, True)
    said = wavecard(tmp_path, "floor", "--for", file)
    assert said.stdout.splitlines()[1:] == [
        "40 SKUs in these orders, 40 slotted and stocked",
        "20 orders became ready",
    ]
    said = wavecard(tmp_path, "import", file)
    assert "Nothing changed: all 20 orders were taken in before" in said.stdout
    said = wavecard(tmp_path, "check")
    assert said.exit_code == 0, said.output


def test_a_floor_first_makes_orders_ready_as_they_come(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 5)
    assert (
        wavecard(tmp_path, "floor", "--for", file, "--aisles", 2, "--bays", 20, "--levels", 1).exit_code == 0
    )
    assert "5 became ready" in wavecard(tmp_path, "import", file).stdout


def test_a_floor_by_numbers_or_from_a_list(tmp_path: Path) -> None:
    said = wavecard(tmp_path, "floor", "--aisles", 2, "--bays", 3, "--levels", 1)
    assert (said.exit_code, said.stdout) == (0, "Made a floor of 6 locations\n")
    said = wavecard(tmp_path, "floor")
    assert (said.exit_code, said.stderr.count("\n")) == (1, 1)
    (tmp_path / "list.csv").write_text("aisle,bay,level\n1,1,1\n2,4,1\n")
    (tmp_path / "other").mkdir()
    said = wavecard(tmp_path / "other", "floor", "--load", tmp_path / "list.csv")
    assert (said.exit_code, said.stdout) == (0, "Loaded 2 locations\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import"], "Name the files to read"),
        (["import", "none.csv"], "none.csv cannot be opened: No such file or directory"),
        (["import", "a.csv", "--channel", "A B"], "A channel is named in lower-case"),
        (["floor", "a.csv"], "Put --for before files of orders"),
        (["floor", "--for"], "Name the files to read"),
        (["floor", "--for", "none.csv"], "none.csv cannot be opened"),
        (["floor", "--aisles", "0"], "This cannot be a floor: aisles 1..200"),
    ],
)
def test_a_users_mistake_is_a_clear_line_and_exit_code_1(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    retail(tmp_path / "a.csv", 1)
    said = wavecard(tmp_path, *(tmp_path / one if one.endswith(".csv") else one for one in arguments))
    assert said.exit_code == 1
    assert told in said.stderr and "Traceback" not in said.output
    assert len(said.stderr.splitlines()) <= 2


def test_a_wrong_row_fails_the_command_but_not_the_other_orders(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 2)
    with file.open("a") as rows:
        rows.write("700,22423,X,many,2011-11-30 08:00:00,1,,UK\n")
    said = wavecard(tmp_path, "import", file, "--report", tmp_path / "out.csv")
    assert said.exit_code == 1 and "2 created" in said.stdout
    assert said.stderr.splitlines() == [
        "a.csv, row 8, order 700: The quantity many is no whole number",
        "1 orders were not taken in because of that",
    ]
    assert (tmp_path / "out.csv").exists()


# interrupted, and beside others


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


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    env = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/wavecard.db", "WAVECARD_VAR": str(folder)}
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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


# the real November


@pytest.mark.data
@pytest.mark.timeout(300)
def test_the_real_november_gives_exactly_its_orders(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "data/orders").glob("*.csv"))
    said = wavecard(tmp_path, "import", *files, "--dates", "today", "--report", tmp_path / "out.csv")
    lines = said.stdout.splitlines()
    assert lines[:5] == [
        "Read 84,711 rows in 26 files: 2,864 orders, 80,499 lines, 766,219 units, 2,895 SKUs",
        "2,864 created, 0 changed, 0 unchanged; 0 became ready",
        "Skipped 1,076 rows: A credit note, not an order",
        "Skipped 137 rows: The quantity is not above 0",
        "Skipped 283 rows: Not a product (postage, fees)",
    ]
    assert lines[5].startswith("2,895 new SKUs, without a place yet: ")
    report = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert sum(",skipped," in line for line in report) == 1_076 + 137 + 283
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    assert (Order.select().count(), OrderLine.select().count(), Sku.select().count()) == (
        2_864,
        80_499,
        2_895,
    )
    last = Order.select().order_by(Order.ordered_at.desc()).first().ordered_at.astimezone(SHANGHAI)
    db.disconnect()
    assert last.date() == datetime.now(SHANGHAI).date()
    said = wavecard(tmp_path, "floor", "--for", *files)
    assert "2,895 slotted and stocked" in said.stdout and "2,864 orders became ready" in said.stdout
    assert (
        "Nothing changed: all 2,864 orders" in wavecard(tmp_path, "import", *files, "--dates", "today").stdout
    )
    assert wavecard(tmp_path, "check").exit_code == 0


@pytest.mark.data
@pytest.mark.timeout(300)
def test_the_real_november_is_in_within_20_seconds_and_400_megabytes(shared: Path, tmp_path: Path) -> None:
    """CPU seconds, because tests share the machine; alone, one thread takes as long on the clock."""
    files = sorted((shared / "data/orders").glob("*.csv"))
    assert wavecard(tmp_path, "floor", "--for", *files).exit_code == 0
    process = start(tmp_path, "import", *map(str, files), "--dates", "today")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert used.ru_utime + used.ru_stime <= 20
    assert used.ru_maxrss / 1024 <= 400
