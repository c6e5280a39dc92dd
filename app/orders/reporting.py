"""What an import did, as lines for a terminal and as a CSV for a spreadsheet."""

import csv
from collections.abc import Iterator
from pathlib import Path

from app.errors import Invalid
from app.orders.importing import Report
from app.words import Words, say

HEADER = ("file", "row", "order", "what", "why")
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take it for a formula
SHOWN = 10


def write_report(path: Path, report: Report, lang: str) -> None:
    """Every row left out or wrong, every broken file, every new SKU. Invalid when it cannot be written."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADER, *(tuple(map(harmless, row)) for row in _rows(report, lang))])
    except OSError as error:
        raise Invalid("intake.no_report", file=str(path), why=error.strerror or str(error)) from None


def _rows(report: Report, lang: str) -> Iterator[tuple[str, str, str, str, str]]:
    for words in report.broken:
        yield str(words.details.get("file", "")), "", "", "error", say(words, lang)
    for problem in report.problems:
        yield problem.file, str(problem.row), problem.order, problem.kind, say(problem.words, lang)
    for code in report.new_skus:
        yield "", "", "", "new sku", f"{code}: {say(Words('intake.new_sku'), lang)}"


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def told(report: Report, dry_run: bool, lang: str) -> list[str]:
    """The whole import in a few lines."""
    counts = {name: f"{value:,}" for name, value in vars(report).items() if isinstance(value, int)}
    lines = [Words("intake.read", counts)]
    if report.orders and report.unchanged == report.orders:
        lines.append(Words("intake.nothing_new", counts))
    else:
        lines.append(Words("intake.would" if dry_run else "intake.did", counts))
    for key, number in report.count_skipped().items():
        lines.append(Words("intake.skipped", {"rows": f"{number:,}", "why": Words(key)}))
    if report.new_skus:
        codes = ", ".join(report.new_skus[:SHOWN])
        more = "…" if len(report.new_skus) > SHOWN else ""
        told_skus = {"count": f"{len(report.new_skus):,}", "codes": codes + more}
        lines.append(Words("intake.new_skus", told_skus))
    return [say(words, lang) for words in lines]


def told_wrong(report: Report, lang: str) -> list[str]:
    """What a person must put right, one line each; the rest is in the report."""
    lines = [say(words, lang) for words in report.broken]
    for problem in report.wrong[:SHOWN]:
        details = {"file": problem.file, "row": problem.row, "order": problem.order, "why": problem.words}
        lines.append(say(Words("intake.wrong_row", details), lang))
    if len(report.wrong) > SHOWN:
        lines.append(say(Words("intake.more_wrong", {"rows": len(report.wrong) - SHOWN}), lang))
    if report.refused:
        lines.append(say(Words("intake.refused", {"orders": report.refused}), lang))
    return lines
