"""Whatever bytes somebody uploads: rows, or one Invalid; nothing else is ever raised."""

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import Invalid
from app.sheets import reading


def read(content: bytes) -> list[list[str]] | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            if reading.kind_of(path) == "json":
                reading.read_json(path)
                return None
            with reading.open_sheet(path) as sheet:
                return [row.cells for row in sheet.rows]
        except Invalid as refused:
            assert str(refused)
            return None


@cache
def book() -> bytes:
    made, packed = Workbook(), io.BytesIO()
    made.active.append(["order", "ordered at", "sku", "qty"])
    made.active.append([1, datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None), "T", "=1+1"])
    made.save(packed)
    return packed.getvalue()


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    read(content)


@settings(deadline=None)
@given(
    st.text(alphabet="ab,;\t|\"\r\n\x00='é订", max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16"])
)
def test_any_text_that_looks_like_csv(text: str, encoding: str) -> None:
    rows = read(text.encode(encoding, "ignore"))
    assert rows is None or all(len(row) == len(rows[0]) for row in rows)


@settings(deadline=None)
@given(st.data())
def test_any_damaged_xlsx(data: st.DataObject) -> None:
    damaged = bytearray(book())
    for _ in range(data.draw(st.integers(1, 20))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(damaged))


def test_the_undamaged_one_reads() -> None:
    assert read(book()) == [["1", "2026-11-22 00:00:00", "T", ""]]
