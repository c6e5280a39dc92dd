"""Open a file by what is in it, not by what it is called."""

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from app.errors import Invalid
from app.sheets.csv_sheet import find_encoding, open_csv
from app.sheets.sheet import MAX_FILE_BYTES, Sheet

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


def kind_of(path: Path) -> str:
    """csv, xlsx or json. Invalid for what is missing, empty, too large, or the old .xls."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise Invalid("sheets.unreadable", file=path.name, why=error.strerror or str(error)) from None
    if not size:
        raise Invalid("sheets.empty", file=path.name)
    if size > MAX_FILE_BYTES:
        raise Invalid("sheets.too_large", file=path.name, most=MAX_FILE_BYTES // 1_000_000)
    if head.startswith(OLD_EXCEL):
        raise Invalid("sheets.old_excel", file=path.name)
    if head.startswith(ZIP):
        return "xlsx"
    return "json" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") else "csv"


def open_sheet(path: Path) -> AbstractContextManager[Sheet]:
    """A CSV or xlsx file as rows under a header: `with open_sheet(path) as sheet:`."""
    kind = kind_of(path)
    if kind == "json":
        raise Invalid("sheets.no_table", file=path.name)
    if kind == "csv":
        return open_csv(path)
    from app.sheets.xlsx_sheet import open_xlsx  # openpyxl takes a fifth of a second to import

    return open_xlsx(path)


def read_json(path: Path) -> Any:
    """Whatever the JSON file holds. Invalid says where it breaks."""
    text = path.read_text(encoding=find_encoding(path))
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Invalid("sheets.bad_json", file=path.name, row=1, why="nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Invalid("sheets.bad_json", file=path.name, row=error.lineno, why=error.msg) from None
    except ValueError as error:  # a number of thousands of digits, NaN
        raise Invalid("sheets.bad_json", file=path.name, row=1, why=str(error)[:100]) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
