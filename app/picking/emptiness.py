"""The zero-check: a shelf that should be empty is looked at while somebody stands before it."""

from typing import Any

from peewee import fn

from app import clock
from app.contracts.settings import get_setting
from app.db import transaction
from app.errors import NotFound
from app.picking import counts
from app.picking.exceptions import About, attach, open_exception
from app.picking.models import ZeroCheck
from app.prepared import Prepared, given
from app.stock.models import Balance, Location, Sku
from app.timeline.recording import record
from app.words import Words

SETTING = "zero_check"
STANDING = Prepared(
    lambda: (
        Balance.select(Balance.id)
        .where(Balance.location == given("location_id"), Balance.on_hand > 0)
        .limit(1)
    )
)
ASKED = Prepared(
    lambda: (
        ZeroCheck.select(
            ZeroCheck.id,
            ZeroCheck.location,
            Location.code.alias("location"),
            Location.aisle,
            Location.bay,
            Location.level,
            Sku.code.alias("sku_code"),
            Sku.name,
        )
        .join(Location)
        .switch(ZeroCheck)
        .join(Sku)
        .where(ZeroCheck.task_id == given("task_id"), ZeroCheck.answered_at.is_null())
        .order_by(ZeroCheck.id)
        .limit(1)
    )
)


def is_on() -> bool:
    return bool(get_setting(SETTING, True))


def ask_if_empty(location_id: int, sku_id: int, task_id: int) -> None:
    """A pick is done here: where the books say that nothing is left, its picker looks."""
    if is_on() and STANDING.first(location_id=location_id) is None:
        ZeroCheck.create(location=location_id, sku=sku_id, task_id=task_id, at=clock.now())


def forget(location_id: int, task_id: int) -> None:
    """The units went back onto the shelf."""
    asked = (ZeroCheck.location == location_id) & (ZeroCheck.task_id == task_id)
    ZeroCheck.delete().where(asked, ZeroCheck.answered_at.is_null()).execute()


def find_asked(task_id: int) -> dict[str, Any] | None:
    """The shelf that this walk's picker is asked about, as the handheld knows it."""
    row = ASKED.first(task_id=task_id)
    if row is None:
        return None
    return {
        "location_id": row.location_id,
        "location": row.location,
        "location_parts": {"aisle": row.aisle, "bay": row.bay, "level": row.level},
        "sku": row.sku_code,
        "name": row.name,
    }


def check_empty(location_id: int, empty: bool, left: int, by: int) -> Words:
    """What the picker sees at a location; where the books say otherwise it is to be counted."""
    with transaction():
        location = Location.get_or_none(Location.id == location_id)
        if location is None:
            raise NotFound("location.unknown")
        open_ones = (ZeroCheck.location == location_id) & ZeroCheck.answered_at.is_null()
        asked = ZeroCheck.get_or_none(open_ones)
        seen = {"answered_at": clock.now(), "left": 0 if empty else left}
        ZeroCheck.update(**seen).where(open_ones).execute()  # whoever else was asked, too: it was looked at
        booked = Balance.select(fn.SUM(Balance.on_hand)).where(Balance.location == location_id).scalar() or 0
        record("location:checked", location_id, by=by, data={"empty": empty, "booked": booked})
        if empty == (booked == 0):
            return Words("location.as_booked")
        _have_counted(location, asked, booked, left, by)
        return Words("location.will_be_counted")


def _have_counted(location: Location, asked: ZeroCheck | None, booked: int, left: int, by: int) -> None:
    key = "exception.not_empty" if booked == 0 else "exception.empty"
    text = Words(key, {"location": location.code, "booked": booked, "left": left or "?"})
    made = open_exception("empty", text, operator_id=by)
    sku_id = asked.sku_id if asked else _sku_at(location.id)
    count = (
        counts.open_count(location.id, sku_id, "not-empty" if booked == 0 else "empty", by)
        if sku_id
        else None
    )
    attach(made, About(place=location.code, count_id=count.id if count else None))


def _sku_at(location_id: int) -> int | None:
    here = Balance.select(Balance.sku).where(Balance.location == location_id).order_by(Balance.on_hand.desc())
    found = here.first()
    return int(found.sku_id) if found else None
