from datetime import date
from pathlib import Path

import pytest

from app.errors import Invalid
from app.orders import importing, reporting
from app.orders.importing import Report, Wish
from app.orders.models import Order
from app.timeline.models import Change, Entry
from tests.conftest import Clock
from tests.orders.files import SHANGHAI, retail


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
