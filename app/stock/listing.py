"""Lists of a site's own: which locations it has, and what stands where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import Invalid
from app.sheets.reading import open_sheet
from app.sheets.sheet import Row, Sheet
from app.stock.floor import LocationDraft, code_of
from app.stock.skus import MAX_CODE, normal
from app.words import Words

Columns = Mapping[str, tuple[str, ...]]

FLOOR_COLUMNS: Columns = {
    "aisle": ("aisle", "巷道", "通道"),
    "bay": ("bay", "列", "货位列"),
    "level": ("level", "层"),
    "code": ("code", "location", "库位", "库位编码"),
    "kind": ("kind", "type", "类型"),
    "zone": ("zone", "区", "区域"),
    "narrow": ("narrow", "窄巷道"),
    "equipment": ("equipment", "设备"),
    "skill": ("skill", "技能"),
}
STOCK_COLUMNS: Columns = {
    "location": ("location", "location code", "库位", "库位编码"),
    "sku": ("sku", "sku code", "商品编码", "货号"),
    "qty": ("qty", "quantity", "on hand", "数量", "库存"),
    "name": ("name", "product", "商品名称", "品名"),
    "barcode": ("barcode", "ean", "条码", "商品条码"),
}
MAX_QTY = 1_000_000
YES = ("1", "yes", "true", "x", "是")


@dataclass(frozen=True)
class Problem:
    file: str
    row: int
    words: Words


@dataclass(frozen=True)
class Standing:
    """`qty` units of a SKU stand at a location, says row `row` of `file`."""

    file: str
    row: int
    location: str
    sku: str
    qty: int
    name: str = ""
    barcode: str = ""


def read_floor(path: Path) -> list[LocationDraft]:
    """Columns aisle, bay, level, and perhaps code, kind, zone, narrow, equipment, skill. Invalid names the
    first bad row.
    """
    drafts = []
    with open_sheet(path) as sheet:
        for row, cells in _read(sheet, FLOOR_COLUMNS, ("aisle", "bay", "level")):
            try:
                aisle, bay, level = (_count(cells[name], 500) for name in ("aisle", "bay", "level"))
            except ValueError as error:
                raise Invalid(
                    "stock.bad_row", file=path.name, row=row.number, value=str(error)[:40]
                ) from None
            code = (cells["code"] or code_of(aisle, bay, level)).upper()
            kind, equipment = cells["kind"].lower() or "pick", cells["equipment"].lower()
            narrow = cells["narrow"].lower() in YES
            marks = (cells["zone"], narrow, "" if equipment == "cart" else equipment, cells["skill"])
            drafts.append(LocationDraft(code, aisle, bay, level, kind, *marks))
    if not drafts:
        raise Invalid("stock.no_rows", file=path.name)
    return drafts


def read_stock(path: Path) -> tuple[list[Standing], list[Problem]]:
    """Columns location, sku, qty, and perhaps name and barcode; and what is wrong with which row."""
    standing: list[Standing] = []
    problems: list[Problem] = []
    with open_sheet(path) as sheet:
        for row, cells in _read(sheet, STOCK_COLUMNS, ("location", "sku", "qty")):
            wrong = _wrong_with(row, cells)
            if wrong is not None:
                problems.append(Problem(path.name, row.number, wrong))
                continue
            place, sku = cells["location"].upper(), normal(cells["sku"])
            about = {"name": cells["name"][:200], "barcode": cells["barcode"][:64]}
            standing.append(
                Standing(path.name, row.number, place, sku, _count(cells["qty"], MAX_QTY), **about)
            )
    return standing, problems


def _read(sheet: Sheet, columns: Columns, needed: tuple[str, ...]) -> Iterator[tuple[Row, dict[str, str]]]:
    found = {name: sheet.find(names) for name, names in columns.items()}
    for name in needed:
        if found[name] is None:
            raise Invalid("stock.no_column", file=sheet.name, column=" / ".join(columns[name]))
    for row in sheet.rows:
        yield row, {name: "" if index is None else row.cells[index] for name, index in found.items()}


def _wrong_with(row: Row, cells: Mapping[str, str]) -> Words | None:
    if row.bad:
        return next(iter(row.bad.values()))
    for name in ("location", "sku", "qty"):
        if not cells[name]:
            return Words("stock.missing_value", {"column": name})
    try:
        _count(cells["qty"], MAX_QTY)
    except ValueError:
        return Words("stock.bad_number", {"value": cells["qty"][:40]})
    return Words("stock.bad_number", {"value": cells["sku"][:40]}) if len(cells["sku"]) > MAX_CODE else None


def _count(text: str, most: int) -> int:
    """A whole number between 0 and `most`; ValueError carries the text."""
    if not text.isascii() or not text.isdigit() or int(text[:10]) > most or len(text) > 10:
        raise ValueError(text)
    return int(text)
