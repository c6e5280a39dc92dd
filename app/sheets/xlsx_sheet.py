"""xlsx: the first sheet, as a stream. Formulas are refused: nobody knows when they were last computed."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook

from app.errors import Invalid
from app.sheets.cells import Cell, clean, of_value
from app.sheets.csv_sheet import make_row
from app.sheets.sheet import MAX_COLUMNS, MAX_ROWS, Row, Sheet
from app.words import Words

MAX_PARTS = 2_000
MAX_UNPACKED = 300_000_000  # bytes of all parts together
MAX_TEXTS = 60_000_000  # bytes of the shared texts, which are held in memory
MAX_RATIO = 200


@contextmanager
def open_xlsx(path: Path) -> Iterator[Sheet]:
    """Invalid when it is broken or would unpack to more than the limits above."""
    with path.open("rb") as file:
        _refuse_bombs(file, path)
        rows = _walk(_open_rows(file, path.name), path.name)
        header = [_text_of(cell) for cell in next(rows, ())]
        while header and not header[-1]:
            header.pop()
        if not header:
            raise Invalid("sheets.no_header", file=path.name)
        yield Sheet(path.name, header, _rows(rows, len(header), path.name))


def _open_rows(file: BinaryIO, name: str) -> Iterator[Any]:
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
    except Exception:  # openpyxl raises nearly anything on a broken book
        raise Invalid("sheets.bad_xlsx", file=name) from None
    return sheet.iter_rows(max_col=MAX_COLUMNS)


def _refuse_bombs(file: BinaryIO, path: Path) -> None:
    """zipfile reads no more of a part than its header says, so what the headers say can be believed."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except Exception:  # whatever zipfile raises on bytes that are no zip
        raise Invalid("sheets.bad_xlsx", file=path.name) from None
    unpacked = sum(part.file_size for part in parts)
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    ratio = unpacked / max(path.stat().st_size, 1)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or texts > MAX_TEXTS or ratio > MAX_RATIO:
        raise Invalid("sheets.zip_bomb", file=path.name)


def _walk(rows: Iterator[Any], name: str) -> Iterator[Any]:
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except Exception:  # as above: its parts are parsed while the rows are walked
            raise Invalid("sheets.bad_xlsx", file=name) from None


def _rows(rows: Iterator[Any], width: int, name: str) -> Iterator[Row]:
    for number, cells in enumerate(rows, 2):
        if number > MAX_ROWS:
            raise Invalid("sheets.too_long", file=name, most=MAX_ROWS)
        if any(cell.value is not None for cell in cells):
            yield make_row(number, [_cell(cell) for cell in cells[:width]], width)


def _cell(cell: Any) -> Cell:
    if cell.data_type == "f":
        text = clean(str(cell.value))
        return Words("sheets.formula") if not isinstance(text, str) or text.startswith("=") else text
    if cell.data_type == "e":
        return Words("sheets.error_cell", {"value": str(cell.value)[:20]})
    return of_value(cell.value)


def _text_of(cell: Any) -> str:
    found = _cell(cell)
    return found if isinstance(found, str) else ""
