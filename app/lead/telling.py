"""The timeline as sentences: `pick:picked` by Ann becomes what a lead reads aloud."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.lead.reading import UNKNOWN, details_of, name_operators, rows
from app.lead.whereabouts import name_carriers
from app.picking.models import Tote
from app.shipping.addresses import FIELD_NAMES, name_fields
from app.shipping.models import Label, Waybill
from app.stock.models import Location, Sku
from app.timeline.models import Entry
from app.waves.models import Pick
from app.words import Words, catalogue, say

MOST = 500
QUIET = ("print:claimed", "print:started", "pick:location_checked")  # steps that explain nothing to a lead
PEOPLE = ("to", "from")  # details that hold an operator's id
# what a sentence may name of its subject, beside what was recorded with it
KNOWN_OF = {
    "pick": {"sku", "location", "qty"},
    "tote": {"tote"},
    "label": {"code"},
    "waybill": {"carrier", "tracking_no"},
}


def read_life(order_id: int, task_ids: Sequence[int]) -> list[Entry]:
    """An order's own entries and those of its walks as a whole (given, taken back), oldest first."""
    loud = Entry.select().where(Entry.what.not_in(QUIET)).order_by(Entry.id.desc()).limit(MOST)
    own = loud.where(Entry.order_id == order_id)
    of_walks = loud.where(
        Entry.task_id.in_(task_ids), Entry.order_id.is_null(), Entry.what.startswith("task:")
    )
    found = {entry.id: entry for entry in [*own, *of_walks]}
    return [found[key] for key in sorted(found)][-MOST:]


@dataclass
class Known:
    """Names behind the ids in some entries, read at once."""

    lang: str
    people: dict[int | None, str] = field(default_factory=dict)
    carriers: dict[str, str] = field(default_factory=dict)
    subjects: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)


def tell(entries: Sequence[Entry], lang: str) -> list[dict[str, Any]]:
    known = _know(entries, lang)
    return [
        {
            "at": clock.iso(entry.at),
            "what": entry.what,
            "text": sentence(entry, known),
            "by": known.people.get(entry.by),
        }
        for entry in entries
    ]


def sentence(entry: Entry, known: Known) -> str:
    """An entry that an older or newer version wrote still reads: by its own name, a dash for a detail."""
    key = f"happened.{entry.what}"
    if key not in catalogue():
        return entry.what
    subject = entry.what.partition(":")[0]
    told = {**known.subjects.get((subject, entry.subject_id), {}), **entry.data}
    return say(
        Words(key, {name: _detail(name, told.get(name), known) for name in details_of(key)}), known.lang
    )


def _detail(name: str, value: Any, known: Known) -> Any:
    if value is None:
        return UNKNOWN
    if name in PEOPLE:
        return known.people.get(value, UNKNOWN)
    if name == "fields":
        return name_fields([one for one in value if one in FIELD_NAMES])[known.lang]
    if name == "carrier":
        return known.carriers.get(value, value)
    if name == "layout" and f"paper.{value}" in catalogue():
        return Words(f"paper.{value}")
    return value


def _know(entries: Sequence[Entry], lang: str) -> Known:
    people = [entry.by for entry in entries]
    moved = [entry.data.get(name) for entry in entries for name in PEOPLE]
    people += [one for one in moved if isinstance(one, int)]  # of an order: the states it went between
    subjects: dict[str, set[int]] = {}
    for entry in entries:
        subjects.setdefault(entry.what.partition(":")[0], set()).add(entry.subject_id)
    named = {
        **_picks(subjects.get("pick", set())),
        **_waybills(subjects.get("waybill", set())),
        **{("tote", key): {"tote": code} for key, code in _codes(Tote, subjects.get("tote", set()))},
        **{("label", key): {"code": code} for key, code in _codes(Label, subjects.get("label", set()))},
    }
    return Known(lang, name_operators(people), name_carriers(lang), named)


def _picks(ids: set[int]) -> dict[tuple[str, int], dict[str, Any]]:
    query = Pick.select(Pick.id, Sku.code, Location.code, Pick.qty).join(Sku).switch(Pick).join(Location)
    found = rows(query.where(Pick.id.in_(list(ids))))
    return {("pick", key): {"sku": sku, "location": shelf, "qty": qty} for key, sku, shelf, qty in found}


def _waybills(ids: set[int]) -> dict[tuple[str, int], dict[str, Any]]:
    query = Waybill.select(Waybill.id, Waybill.carrier, Waybill.tracking_no)
    found = rows(query.where(Waybill.id.in_(list(ids))))
    return {("waybill", key): {"carrier": carrier, "tracking_no": number} for key, carrier, number in found}


def _codes(model: type[Tote] | type[Label], ids: set[int]) -> list[tuple[Any, ...]]:
    return rows(model.select(model.id, model.code).where(model.id.in_(list(ids))))
