"""Rows of a sheet as orders: which belong together, what they say, and what is wrong with which row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from app.orders.channels.preset import LINE_FIELDS, ORDER_FIELDS, Preset
from app.orders.channels.texts import BadCell, cents_of, list_of, moment_of, qty_of
from app.orders.draft import OrderDraft
from app.sheets.sheet import Row, Sheet
from app.words import Words

SKIPPED, WRONG = "skipped", "error"


@dataclass(frozen=True)
class RowProblem:
    """A row left out by a rule (skipped), or one that cannot be read (error): its order is not taken in."""

    file: str
    row: int
    order: str
    kind: str
    words: Words


@dataclass
class FileOrders:
    file: str
    drafts: list[OrderDraft] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0
    refused: int = 0  # orders with an error


@dataclass(frozen=True)
class HowToRead:
    """`preset` and `channel` None: by the file's columns, and by the preset's name."""

    zone: ZoneInfo
    preset: Preset | None = None
    channel: str | None = None


@dataclass
class Group:
    """The rows of one order."""

    row: int
    cells: dict[str, str]
    lines: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    wrong: bool = False


def group_rows(sheet: Sheet, preset: Preset, found: FileOrders) -> dict[str, Group]:
    """Rows by their order; an order's own fields are those of the first row that tells them."""
    places = {name: sheet.find(names) for name, names in preset.columns.items()}
    known = {name: index for name, index in places.items() if index is not None}
    empty = {name: "" for name in (*ORDER_FIELDS, *LINE_FIELDS) if name not in known}
    own = [name for name in known if name in ORDER_FIELDS]
    groups: dict[str, Group] = {}
    for row in sheet.rows:
        found.rows += 1
        cells = {name: row.cells[index] for name, index in known.items()} | empty
        ref = cells["ref"]
        wrong = _wrong_with(row, known) or (None if ref else Words("intake.no_order_number"))
        reason = None if wrong else preset.skip_row(cells)
        if reason:
            found.problems.append(RowProblem(found.file, row.number, ref, SKIPPED, Words(reason)))
            continue
        group = groups.get(ref)
        if group is None:
            group = groups[ref] = Group(row.number, dict.fromkeys(ORDER_FIELDS, ""))
        if wrong:
            found.problems.append(RowProblem(found.file, row.number, ref, WRONG, wrong))
            group.wrong = True
            continue
        for name in own:
            group.cells[name] = group.cells[name] or cells[name]
        group.lines.append((row.number, {name: cells[name] for name in LINE_FIELDS}))
    return groups


def _wrong_with(row: Row, known: Mapping[str, int]) -> Words | None:
    if not row.bad:
        return None
    return next((row.bad[index] for index in known.values() if index in row.bad), None)


def close(group: Group, preset: Preset, how: HowToRead, found: FileOrders) -> None:
    """All rows of an order were seen: make its draft, or say why there is none."""
    ref = group.cells["ref"]
    reason = preset.skip_order(group.cells)
    if reason:
        rows = [number for number, _ in group.lines]
        found.problems += [RowProblem(found.file, number, ref, SKIPPED, Words(reason)) for number in rows]
        return
    lines = [_line_of(number, cells, group, found) for number, cells in group.lines]
    if not group.wrong:
        _add_draft(group, preset, how, found, [line for line in lines if line])
    found.refused += group.wrong


def _line_of(number: int, cells: Mapping[str, str], group: Group, found: FileOrders) -> dict[str, Any] | None:
    try:
        qty, price = qty_of(cells["qty"]), cents_of(cells["price"])
        if not cells["sku"]:
            raise BadCell("intake.no_sku", "")
        return {"sku": cells["sku"], "qty": qty, "name": cells["sku_name"], "price_cents": price}
    except BadCell as bad:
        found.problems.append(RowProblem(found.file, number, group.cells["ref"], WRONG, bad.words))
        group.wrong = True
        return None


def _add_draft(
    group: Group, preset: Preset, how: HowToRead, found: FileOrders, lines: list[dict[str, Any]]
) -> None:
    cells = group.cells
    try:
        preset.finish(cells)
        told: dict[str, Any] = {name: cells[name] for name in OrderDraft.model_fields if cells.get(name)}
        told |= {"channel": how.channel or preset.name, "channel_ref": cells["ref"], "lines": lines}
        told["ordered_at"] = moment_of(cells["ordered_at"], how.zone)
        told["paid_at"] = moment_of(cells["paid_at"], how.zone) if cells["paid_at"] else None
        told["value_cents"] = cents_of(cells["total"]) if cells["total"] else None
        told |= {name: list_of(cells[name]) for name in ("tags", "wants")}
        found.drafts.append(OrderDraft.model_validate({"currency": preset.currency} | told))
    except BadCell as bad:
        found.problems.append(RowProblem(found.file, group.row, cells["ref"], WRONG, bad.words))
        group.wrong = True
    except ValidationError as error:
        found.problems += problems_of(error, found.file, group.row, cells["ref"])
        group.wrong = True


def problems_of(error: ValidationError, file: str, row: int, ref: str) -> list[RowProblem]:
    told = error.errors(include_url=False, include_input=False)[:10]
    return [RowProblem(file, row, ref, WRONG, field_problem(one)) for one in told]


def field_problem(one: Mapping[str, Any]) -> Words:
    """pydantic's own word on a field, with the field's name."""
    where = ".".join(str(part) for part in one["loc"]) or "order"
    return Words("intake.bad_field", {"field": where, "why": one["msg"].removeprefix("Value error, ")})
