"""Every document that can be printed. A new one is one new file and one row here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from string import Formatter
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
from printers.logo import Logo, read_logo
from printers.words import Words, get_words

MAX_WORDS = 200


@dataclass(frozen=True)
class Edits:
    """What a site changed of a layout: its words by key, fields left out, a logo (a PNG, base64) on top."""

    words: Mapping[str, str] = field(default_factory=dict)
    hidden: Iterable[str] = ()
    logo: str = ""


@dataclass(frozen=True)
class Layout:
    name: str
    data: type
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

    def blocks(self, data: Mapping[str, Any], lang: str, edits: Edits | None = None) -> list[Block]:
        edits = edits or Edits()
        words = dict(get_words(self.words, lang)) | self.own_words(edits)
        shown = {name: value for name, value in data.items() if name not in set(edits.hidden)}
        logo: list[Block] = [Logo(read_logo(edits.logo))] if edits.logo else []
        return [*logo, *self.draw(self.from_dict(shown), words)]

    def own_words(self, edits: Edits) -> dict[str, str]:
        """Words of another version of this layout are left out."""
        return {key: said for key, said in edits.words.items() if key in self.words["en"]}

    @property
    def optional(self) -> list[str]:
        """The fields that can be left out."""
        kinds = fields(self.data)
        return [one.name for one in kinds if one.default is not MISSING or one.default_factory is not MISSING]

    def check_edits(self, lang: str, edits: Edits) -> None:
        """DocumentError names what cannot be printed so."""
        known = get_words(self.words, lang)
        for key, said in edits.words.items():
            if key not in known:
                raise DocumentError(f"{self.name} has no words {key!r}")
            if len(said) > MAX_WORDS:
                raise DocumentError(f"{key}: at most {MAX_WORDS} characters")
            if not slots(said) <= slots(known[key]):
                raise DocumentError(f"{key}: only {', '.join(sorted(slots(known[key]))) or 'no'} in braces")
        for name in edits.hidden:
            if name not in self.optional:
                raise DocumentError(f"{self.name} cannot do without {name!r}")
        if edits.logo:
            read_logo(edits.logo)


def slots(said: str) -> set[str]:
    """The names in braces; DocumentError when the braces are not in order."""
    try:
        parts = list(Formatter().parse(said))
    except ValueError as error:
        raise DocumentError(f"{said!r}: {error}") from None
    if any(name is not None and (spec or conversion) and name == "" for _, name, spec, conversion in parts):
        raise DocumentError(f"{said!r}: a name is missing in braces")
    return {f"{name}:{spec}" if spec else name for _, name, spec, _ in parts if name is not None}


def _layout(name: str, data: type, module: ModuleType) -> Layout:
    return Layout(name, data, TypeAdapter(data), module.draw, module.WORDS, module.EXAMPLE)


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
