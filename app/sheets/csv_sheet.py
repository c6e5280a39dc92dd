"""CSV: UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; comma, semicolon, tab or bar."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TextIO

from app.errors import Invalid
from app.sheets.cells import Cell, clean
from app.sheets.sheet import MAX_COLUMNS, MAX_ROWS, Row, Sheet
from app.words import Words

MAX_LINE = 1_000_000  # characters
DELIMITERS = ",;\t|"
CHUNK = 1 << 20
PLAUSIBLE = 0.8  # of the characters of a GB18030 file are in GB2312, unless it is no GB18030 file


@contextmanager
def open_csv(path: Path) -> Iterator[Sheet]:
    """Invalid when the encoding is unknown, when there is no header, and later where a row cannot be read."""
    with path.open(encoding=find_encoding(path), newline="") as file:
        lines = _lines(file, path.name)
        first = next(lines, "")
        delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        cells = _walk(reader, path.name)
        header = [text if isinstance(text, str) else "" for text in map(clean, next(cells, []))]
        if not any(header):
            raise Invalid("sheets.no_header", file=path.name)
        if len(header) > MAX_COLUMNS:
            raise Invalid("sheets.too_wide", file=path.name, most=MAX_COLUMNS)
        yield Sheet(path.name, header, _rows(cells, len(header), path.name))


def find_encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _decodes(path, "utf-8"):
        return "utf-8-sig"
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise Invalid("sheets.bad_encoding", file=path.name)


def _decodes(path: Path, encoding: str) -> bool:
    """Whether all of it decodes and, for GB18030 which takes nearly anything, looks like Chinese text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    foreign = usual = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                text = decoder.decode(chunk)
                if encoding != "utf-8":
                    odd = "".join(char for char in text if char > "\x7f")
                    foreign += len(odd)
                    usual += len(odd.encode("gb2312", "ignore").decode("gb2312"))
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return usual >= PLAUSIBLE * foreign


def _lines(file: TextIO, name: str) -> Iterator[str]:
    """Lines one by one; a line without an end is not read into memory."""
    try:
        while line := file.readline(MAX_LINE):
            if len(line) == MAX_LINE:
                raise Invalid("sheets.long_line", file=name, most=MAX_LINE)
            yield line
    except UnicodeDecodeError:
        raise Invalid("sheets.bad_encoding", file=name) from None


def _walk(reader: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Invalid("sheets.bad_csv", file=name, row=number, why=str(error)) from None


def _rows(cells: Iterator[list[str]], width: int, name: str) -> Iterator[Row]:
    for number, texts in enumerate(cells, 2):
        if number > MAX_ROWS:
            raise Invalid("sheets.too_long", file=name, most=MAX_ROWS)
        if any(texts):
            yield make_row(number, [clean(text) for text in texts[:width]], width)


def make_row(number: int, cells: list[Cell], width: int) -> Row:
    bad = {index: cell for index, cell in enumerate(cells) if isinstance(cell, Words)}
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    return Row(number, texts + [""] * (width - len(texts)), bad)
