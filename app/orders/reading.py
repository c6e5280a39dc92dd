"""Files of orders as drafts, and what is wrong or left out, row by row. A file that breaks yields nothing."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.errors import Invalid
from app.orders.channels.preset import Preset
from app.orders.channels.presets import PRESETS, missing, preset_for
from app.orders.channels.texts import BadCell
from app.orders.draft import OrderDraft
from app.orders.grouping import SKIPPED, FileOrders, HowToRead, RowProblem, close, group_rows, problems_of
from app.sheets.reading import kind_of, open_sheet, read_json
from app.words import Words

MOST_ORDERS = 200_000  # in one JSON file


def read_orders(path: Path, how: HowToRead) -> FileOrders:
    """Every order of the file. Invalid when the file as a whole cannot be read."""
    if kind_of(path) == "json":
        return _read_json(path, how)
    with open_sheet(path) as sheet:
        preset = how.preset or preset_for(sheet)
        lacking = missing(sheet, preset)
        if lacking:
            names = "; ".join(" / ".join(preset.columns[name]) for name in lacking)
            raise Invalid("intake.missing_column", file=path.name, columns=names)
        found = FileOrders(path.name)
        groups = group_rows(sheet, preset, found)
    for group in groups.values():
        close(group, preset, how, found)
    return found


def _read_json(path: Path, how: HowToRead) -> FileOrders:
    preset = how.preset or PRESETS["wavecard"]
    if preset.read_json is None:
        raise Invalid("intake.no_json", file=path.name, preset=preset.name)
    found = FileOrders(path.name)
    for number, told in enumerate(_orders_of(path, preset), 1):
        found.rows += 1
        if isinstance(told, dict) and told.get("skip"):
            words, ref = Words(told["skip"]), str(told.get("channel_ref", ""))
            found.problems.append(RowProblem(path.name, number, ref, SKIPPED, words))
            continue
        try:
            channel = {"channel": how.channel or preset.name}
            known = channel | told | (channel if how.channel else {}) if isinstance(told, dict) else told
            found.drafts.append(OrderDraft.model_validate(known))
        except ValidationError as error:
            ref = str(told.get("channel_ref", ""))[:80] if isinstance(told, dict) else ""
            found.problems += problems_of(error, path.name, number, ref)
            found.refused += 1
    return found


def _orders_of(path: Path, preset: Preset) -> Iterable[Any]:
    assert preset.read_json is not None
    try:
        orders = list(preset.read_json(read_json(path)))
    except (TypeError, AttributeError, KeyError, BadCell):
        raise Invalid("intake.no_orders", file=path.name, preset=preset.name) from None
    if len(orders) > MOST_ORDERS:
        raise Invalid("intake.too_many", file=path.name, most=MOST_ORDERS)
    return orders
