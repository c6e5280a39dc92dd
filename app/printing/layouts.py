"""What the lead changed of a layout: words, logo, which fields show."""

from typing import Any

from app import clock, push
from app.db import transaction
from app.errors import Invalid
from app.prepared import Prepared, given
from app.printing.models import LayoutEdit
from app.timeline.recording import record
from printers import DocumentError
from printers.layouts import Edits, get_layout

KEPT = Prepared(
    lambda: LayoutEdit.select(LayoutEdit.words, LayoutEdit.hidden, LayoutEdit.logo).where(
        LayoutEdit.layout == given("layout"), LayoutEdit.lang == given("lang")
    )
)


def edits_of(layout: str, lang: str) -> dict[str, Any]:
    """As `printers.render` takes them; empty where the lead changed nothing."""
    kept = KEPT.first(layout=layout, lang=lang)
    return {"words": kept.words, "hidden": kept.hidden, "logo": kept.logo} if kept else {}


def check(layout: str, lang: str, edits: dict[str, Any]) -> None:
    """Invalid names the first thing that cannot be printed so."""
    try:
        get_layout(layout).check_edits(lang, Edits(**edits))
    except DocumentError as error:
        raise Invalid("printing.bad_layout", why=str(error)) from None


def save(layout: str, lang: str, edits: dict[str, Any], by: int) -> None:
    """From the next paper on."""
    check(layout, lang, edits)
    with transaction():
        mine = (LayoutEdit.layout == layout) & (LayoutEdit.lang == lang)
        kept = LayoutEdit.get_or_none(mine)
        if kept is None:
            kept = LayoutEdit.create(layout=layout, lang=lang, at=clock.now(), **edits)
        else:
            LayoutEdit.update(**edits, at=clock.now()).where(LayoutEdit.id == kept.id).execute()
        record("layout:edited", kept.id, by=by, data={"layout": layout, "lang": lang})
        push.announce("printer", None, "lead")
