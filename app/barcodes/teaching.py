"""A barcode that nobody knew: the picker reports it, the lead says whose it is."""

from app.barcodes.resolving import find_sku, resolve
from app.db import transaction
from app.errors import NotFound, Refused
from app.picking.exceptions import open_exception
from app.stock import gs1
from app.stock.models import Barcode, Sku
from app.timeline.recording import record
from app.words import Words


def report(barcode: str, sku: str, by: int, name: str) -> None:
    """An item has a code we do not know, or a wrong label."""
    told = {"name": name, "code": gs1.read(barcode).code[:64], "sku": sku or "-"}
    open_exception("unknown-code", Words("exception.unknown_code", told), operator_id=by)


def teach(barcode: str, item: str, by: int) -> Words:
    """From now on `barcode` means the SKU that `item` (its code or another barcode of it) names."""
    sku = find_sku(gs1.read(item))
    if sku is None:
        raise NotFound("barcode.no_item", item=item[:64])
    known = resolve(barcode)
    if known.kind != "unknown":
        raise Refused("barcode.known", what=known.text.to_json())
    with transaction():
        code = gs1.read(barcode).code[:64]
        Barcode.insert(code=code, sku=sku).execute()
        record("barcode:taught", sku.id, by=by, data={"code": code, "sku": sku.code})
    return Words("barcode.taught", {"code": code, "sku": sku.code, "name": _name(sku)})


def _name(sku: Sku) -> str:
    return str(sku.name or sku.code)
