"""Import files of orders: read everything, then save in short transactions, and report what happened.

A file that cannot be read as a whole leaves nothing behind and does not stop the others. An import that was
interrupted is run again: what was saved is unchanged, and the rest follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from app import clock
from app.contracts.tiers import ensure_defaults, get_site
from app.errors import AppError, Invalid
from app.orders.channels.presets import get_preset
from app.orders.draft import CHANNEL, OrderDraft
from app.orders.grouping import SKIPPED, WRONG, FileOrders, HowToRead, RowProblem
from app.orders.reading import read_orders
from app.orders.restocking import restock
from app.orders.taking_in import Taken, find_known, key_of, take_in
from app.stock import skus
from app.words import Words

PAGE = 500
BREATH_S = 0.015  # about as long as a transaction takes


class Progress(Protocol):
    """Told how much of what is done: "reading" files, then "saving" orders."""

    def __call__(self, what: str, done: int, of: int) -> None: ...


@dataclass(frozen=True)
class Wish:
    """`to_today`: shift all dates by whole days so that the last day in the files is today."""

    channel: str | None = None
    preset: str | None = None
    to_today: bool = False
    dry_run: bool = False


@dataclass
class Report:
    """What an import did (or, as a dry run, would do)."""

    files: int = 0
    rows: int = 0
    orders: int = 0
    lines: int = 0
    units: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    readied: int = 0
    refused: int = 0
    skus: int = 0
    new_skus: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    broken: list[Words] = field(default_factory=list)  # files that could not be read

    def count_skipped(self) -> dict[str, int]:
        """Rows left out, by the key of the reason."""
        counted: dict[str, int] = {}
        for problem in self.problems:
            if problem.kind == SKIPPED:
                counted[problem.words.key] = counted.get(problem.words.key, 0) + 1
        return counted

    @property
    def wrong(self) -> list[RowProblem]:
        return [problem for problem in self.problems if problem.kind == WRONG]


def no_progress(what: str, done: int, of: int) -> None:
    return None


def import_files(paths: Sequence[Path], wish: Wish, progress: Progress = no_progress) -> Report:
    """Take in every order of these files."""
    ensure_defaults()
    if wish.channel is not None and not CHANNEL.fullmatch(wish.channel):
        raise Invalid("intake.bad_channel", channel=wish.channel[:40])
    report = Report()
    drafts = read_files(paths, wish, report, progress)
    if wish.to_today:
        shift(drafts, clock.now().astimezone(ZoneInfo(get_site().zone)).date())
    if wish.dry_run:
        _foresee(drafts, report)
        return report
    taken = take_in(drafts, lambda done: progress("saving", done, len(drafts)), BREATH_S)
    _count(taken, report)
    report.readied += restock()
    return report


def read_files(paths: Sequence[Path], wish: Wish, report: Report, progress: Progress) -> list[OrderDraft]:
    """The drafts of all files that can be read; what is wrong goes into the report."""
    preset = get_preset(wish.preset) if wish.preset else None
    how = HowToRead(ZoneInfo(get_site().zone), preset, wish.channel)
    drafts: list[OrderDraft] = []
    for number, path in enumerate(paths, 1):
        try:
            _add(read_orders(path, how), report, drafts)
        except AppError as error:
            report.broken.append(Words(error.key, error.details))
        progress("reading", number, len(paths))
    report.skus = len({line.sku for draft in drafts for line in draft.lines})
    return drafts


def _add(found: FileOrders, report: Report, drafts: list[OrderDraft]) -> None:
    drafts += found.drafts
    report.files += 1
    report.rows += found.rows
    report.orders += len(found.drafts)
    report.lines += sum(len(draft.lines) for draft in found.drafts)
    report.units += sum(draft.units for draft in found.drafts)
    report.refused += found.refused
    report.problems += found.problems


def shift(drafts: Sequence[OrderDraft], today: date) -> None:
    """Move all moments by the same number of days, so that the last order's day is `today`."""
    if not drafts:
        return
    zone = ZoneInfo(get_site().zone)
    by = today - max(draft.ordered_at for draft in drafts).astimezone(zone).date()
    for draft in drafts:
        draft.ordered_at = _shifted(draft.ordered_at, by, zone)
        draft.paid_at = draft.paid_at and _shifted(draft.paid_at, by, zone)


def _shifted(at: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    """The same time on the wall, `by` days later."""
    return (at.astimezone(zone) + by).astimezone(clock.now().tzinfo)


def _count(taken: Taken, report: Report) -> None:
    report.created = taken.count("created")
    report.changed = taken.count("changed")
    report.unchanged = taken.count("unchanged")
    report.readied = taken.readied
    report.new_skus = taken.new_skus


def _foresee(drafts: Sequence[OrderDraft], report: Report) -> None:
    """What taking these in would do, read only."""
    for start in range(0, len(drafts), PAGE):
        page = drafts[start : start + PAGE]
        known = find_known(page)
        for draft in page:
            order = known.get(key_of(draft))
            if order is None:
                report.created += 1
            elif order.fingerprint == draft.fingerprint():
                report.unchanged += 1
            else:
                report.changed += 1
    codes = dict.fromkeys(line.sku for draft in drafts for line in draft.lines)
    there = skus.find_all(codes)
    report.new_skus = [code for code in codes if code not in there]
