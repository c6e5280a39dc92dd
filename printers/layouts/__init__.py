"""Every document that can be printed. A new one is one new file and one row here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from printers.blocks import Block
from printers.errors import DocumentError
from printers.layouts import (
    badge,
    location_label,
    packing_slip,
    parcel_label,
    pick_ticket,
    shift_report,
    test_page,
    tote_label,
    voucher,
)
from printers.words import Words, get_words


@dataclass(frozen=True)
class Layout:
    name: str
    fields: TypeAdapter[Any]
    draw: Callable[[Any, Words], Iterable[Block]]
    words: Mapping[str, Words]
    example: Mapping[str, dict[str, Any]]

    def from_dict(self, data: Mapping[str, Any]) -> Any:
        """The layout's dataclass from plain values; DocumentError names the first field that is wrong."""
        try:
            return self.fields.validate_python(dict(data))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in first["loc"])
            raise DocumentError(f"{self.name}: {where}: {first['msg']}") from None

    def blocks(self, data: Mapping[str, Any], lang: str) -> list[Block]:
        return list(self.draw(self.from_dict(data), get_words(self.words, lang)))


def _layout(name: str, fields: type, module: ModuleType) -> Layout:
    return Layout(name, TypeAdapter(fields), module.draw, module.WORDS, module.EXAMPLE)


LAYOUTS: dict[str, Layout] = {
    row.name: row
    for row in (
        _layout("packing_slip", packing_slip.PackingSlip, packing_slip),
        _layout("parcel_label", parcel_label.ParcelLabel, parcel_label),
        _layout("voucher", voucher.Voucher, voucher),
        _layout("tote_label", tote_label.ToteLabel, tote_label),
        _layout("pick_ticket", pick_ticket.PickTicket, pick_ticket),
        _layout("location_label", location_label.LocationLabel, location_label),
        _layout("badge", badge.Badge, badge),
        _layout("shift_report", shift_report.ShiftReport, shift_report),
        _layout("test_page", test_page.TestPage, test_page),
    )
}


def get_layout(name: str) -> Layout:
    try:
        return LAYOUTS[name]
    except KeyError:
        raise DocumentError(f"unknown layout {name!r}; there are {', '.join(LAYOUTS)}") from None


def list_layouts() -> list[Layout]:
    return list(LAYOUTS.values())
