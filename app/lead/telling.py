"""The timeline as sentences: `pick:picked` by Ann becomes what a lead reads aloud."""

import string
from collections.abc import Sequence
from functools import cache
from typing import Any

from app import clock
from app.lead.reading import name_operators
from app.timeline.models import Entry
from app.words import Words, catalogue, say

MOST = 500
UNKNOWN = "–"


def read_life(order_id: int, task_ids: Sequence[int]) -> list[Entry]:
    """An order's own entries and those of its walks as a whole (given, taken back), oldest first."""
    own = Entry.select().where(Entry.order_id == order_id).order_by(Entry.id.desc()).limit(MOST)
    of_walks = Entry.select().where(
        Entry.task_id.in_(task_ids), Entry.order_id.is_null(), Entry.what.startswith("task:")
    )
    found = {entry.id: entry for entry in [*own, *of_walks.order_by(Entry.id.desc()).limit(MOST)]}
    return [found[key] for key in sorted(found)][-MOST:]


def tell(entries: Sequence[Entry], lang: str) -> list[dict[str, Any]]:
    names = name_operators([entry.by for entry in entries])
    return [
        {
            "at": clock.iso(entry.at),
            "what": entry.what,
            "text": sentence(entry.what, entry.data, lang),
            "by": names.get(entry.by),
        }
        for entry in entries
    ]


def sentence(what: str, data: dict[str, Any], lang: str) -> str:
    """An entry that an older or newer version wrote still reads: by its own name, a dash for a detail."""
    key = f"happened.{what}"
    if key not in catalogue():
        return what
    return say(Words(key, {name: data.get(name, UNKNOWN) for name in details_of(key)}), lang)


@cache
def details_of(key: str) -> frozenset[str]:
    """What a sentence wants filled in."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(catalogue()[key][0]) if name)
