"""One resolver for every barcode of the floor: goods, shelves, totes, badges, stations, labels, tickets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.people.models import Operator
from app.picking.models import Tote
from app.printing.models import Station
from app.shipping.models import Label
from app.stock import gs1
from app.stock.gs1 import Scanned
from app.stock.models import Barcode, Location, Sku
from app.waves.codes import find_task
from app.words import Words


@dataclass(frozen=True)
class Found:
    """`kind`: item, carton, location, tote, badge, station, label, task, pairing, unknown."""

    kind: str
    text: Words
    details: dict[str, Any] = field(default_factory=dict)


def resolve(text: str) -> Found:
    """What a barcode is, by what the house knows; its own codes come before goods."""
    scanned = gs1.read(text)
    for find in (_own, _item, _carton):
        found = find(scanned)
        if found is not None:
            return found
    return Found(
        "unknown", Words("barcode.unknown", {"code": scanned.code[:80]}), {"code": scanned.code[:80]}
    )


def find_sku(scanned: Scanned) -> Sku | None:
    """By its barcode in any of the spellings that spreadsheets leave, else by its code."""
    spellings = {scanned.code, *(scanned.code.zfill(length) for length in (8, 11, 12, 13, 14))}
    barcode = Barcode.select(Barcode, Sku).join(Sku).where(Barcode.code.in_(spellings)).first()
    return barcode.sku if barcode else Sku.get_or_none(Sku.code == scanned.code)


def _own(scanned: Scanned) -> Found | None:
    code = scanned.code
    if code.startswith("HTTP") and "#PAIR=" in code:
        return Found("pairing", Words("barcode.pairing"))
    for kind, find in OWN.items():
        row = find(code)
        if row is not None:
            return Found(kind, Words(f"barcode.{kind}", {"code": code}), {"id": row.id, "code": code})
    return None


OWN: dict[str, Callable[[str], Any]] = {
    "location": lambda code: Location.get_or_none(Location.code == code),
    "tote": lambda code: Tote.get_or_none(Tote.code == code),
    "station": lambda code: Station.get_or_none(Station.code == code),
    "badge": lambda code: Operator.get_or_none(Operator.badge == code),
    "label": lambda code: Label.get_or_none(Label.code == code),
    "task": find_task,
}


def _item(scanned: Scanned) -> Found | None:
    sku = find_sku(scanned)
    if sku is None:
        return None
    told = {"sku": sku.code, "name": sku.name or sku.code}
    inside = {
        "gtin": scanned.gtin,
        "lot": scanned.lot,
        "serial": scanned.serial,
        "best_before_on": scanned.best_before_on.isoformat() if scanned.best_before_on else None,
        "expires_on": scanned.expires_on.isoformat() if scanned.expires_on else None,
    }
    return Found("item", Words("barcode.item", told), told | {"id": sku.id} | inside)


def _carton(scanned: Scanned) -> Found | None:
    """The carton of an item that we know: it counts several, so it is never taken for one."""
    inner = gs1.item_of_carton(scanned.code)
    sku = find_sku(Scanned(gs1.normal(inner))) if inner else None
    if sku is None:
        return None
    told = {"sku": sku.code, "name": sku.name or sku.code}
    return Found("carton", Words("barcode.carton", told), told | {"id": sku.id})
