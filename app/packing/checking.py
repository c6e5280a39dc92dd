"""The gates before the label: every item scanned, everything added."""

from app.errors import NotFound, Refused, Stale
from app.packing import adding
from app.packing.models import Add, ItemCheck
from app.picking.matching import same
from app.prepared import Prepared, given, update
from app.shipping.choosing import assign_carrier
from app.shipping.models import Parcel
from app.shipping.parcels import advance, tell
from app.stock.models import Barcode, Sku
from app.timeline.recording import record

NAMED = 3
UNCHECKED = Prepared(
    lambda: (
        ItemCheck.select(ItemCheck.id)
        .where(ItemCheck.parcel == given("parcel_id"), ItemCheck.checked_qty < ItemCheck.qty)
        .limit(1)
    )
)

ITEMS = Prepared(
    lambda: ItemCheck.select().where(ItemCheck.parcel == given("parcel_id")).order_by(ItemCheck.id)
)
SKUS = Prepared(lambda: Sku.select().join(ItemCheck).where(ItemCheck.parcel == given("parcel_id")))
CODES = Prepared(
    lambda: (
        Barcode.select(Barcode.code, Barcode.sku)
        .join(ItemCheck, on=(ItemCheck.sku == Barcode.sku))
        .where(ItemCheck.parcel == given("parcel_id"))
    )
)


def check_item(parcel: Parcel, barcode: str, qty: int, by: int) -> None:
    """`qty` units of an item are in the box. Refused, with what is expected, for anything else."""
    rows = list_items(parcel.id)
    codes = codes_of(rows)
    fitting = [row for row in rows if same(barcode, codes[row.sku_id])]
    if not fitting:
        raise Refused("pack.wrong_item", expected=_expected(rows))
    row = next((row for row in fitting if row.checked_qty < row.qty), None)
    if row is None:
        raise Refused("pack.already_checked", name=name_of(fitting[0].sku))
    if row.checked_qty + qty > row.qty:
        raise Refused("pack.too_many", left=row.qty - row.checked_qty)
    seen = {"id": row.id, "checked_qty": row.checked_qty}
    if not update(ItemCheck, seen, checked_qty=row.checked_qty + qty):
        raise Stale("life.stale", thing="item", id=row.id)
    if row.checked_qty + qty == row.qty:
        told = {"sku": row.sku.code, "qty": row.qty}
        record("parcel:item_checked", parcel.id, order_id=parcel.order_id, by=by, data=told)
    finish_if_done(parcel, by)


def list_items(parcel_id: int) -> list[ItemCheck]:
    """A parcel's items, each with its SKU."""
    items: list[ItemCheck] = ITEMS.list(parcel_id=parcel_id)
    skus = {sku.id: sku for sku in SKUS.list(parcel_id=parcel_id)}
    for item in items:
        item.sku = skus[item.sku_id]
    return items


def codes_of(items: list[ItemCheck]) -> dict[int, list[str]]:
    """SKU id -> every code that means it on an item of this parcel: its barcodes, then its own code."""
    known: dict[int, list[str]] = {item.sku_id: [] for item in items}
    rows = CODES.list(parcel_id=items[0].parcel_id) if items else []
    for sku_id, code in dict.fromkeys((row.sku_id, row.code) for row in rows):
        known[sku_id].append(code)
    for item in items:
        known[item.sku_id].append(item.sku.code)
    return known


def name_of(sku: Sku) -> str:
    return str(sku.name or sku.code)


def _expected(rows: list[ItemCheck]) -> str:
    missing = [name_of(row.sku) for row in rows if row.checked_qty < row.qty]
    more = f" +{len(missing) - NAMED}" if len(missing) > NAMED else ""
    return " / ".join(missing[:NAMED]) + more


def is_checked(parcel_id: int) -> bool:
    """Every unit of it was scanned."""
    return UNCHECKED.first(parcel_id=parcel_id) is None


def do_add(parcel: Parcel, what: str, by: int) -> None:
    """Something was added or minded. Refused before the items are checked."""
    if not is_checked(parcel.id):
        raise Refused("pack.check_first")
    known = Add.get_or_none(Add.parcel == parcel.id, Add.what == what)
    if known is None:
        raise NotFound("pack.no_such_add")
    if known.code:
        raise Refused("pack.scan_insert", code=known.code)
    adding.add(parcel, what, by)
    finish_if_done(parcel, by)


def find_insert(parcel: Parcel, barcode: str) -> Add | None:
    """Something to add that is ticked by this code: its own, or a barcode of the SKU it names."""
    for one in adding.list_open(parcel.id):
        codes = [one.code, *(row.code for row in Barcode.select().join(Sku).where(Sku.code == one.code))]
        if one.code and same(barcode, codes):
            return one
    return None


def refuse_other_than_gifts(parcel: Parcel) -> None:
    """Refused while a gift must still be scanned: this was none of them."""
    code = next((one.code for one in adding.list_open(parcel.id) if one.code), None)
    if code is not None:
        raise Refused("pack.scan_insert", code=code)


def add_by_scan(parcel: Parcel, insert: Add, by: int) -> None:
    """A gift was scanned into the box."""
    adding.add(parcel, insert.what, by)
    finish_if_done(parcel, by)


def override(parcel: Parcel, reason: str, by: int) -> None:
    """A lead lets a parcel through the gates as it is; what was not scanned stays written as not scanned."""
    if not reason.strip():
        raise Refused("pack.override_why")
    told = {"overridden_by": by, "override_reason": reason.strip()[:200]}
    Parcel.update(**told).where(Parcel.id == parcel.id).execute()
    record(
        "parcel:overridden", parcel.id, order_id=parcel.order_id, by=by, data={"reason": reason.strip()[:200]}
    )
    if parcel.state == "open":
        assign_carrier(parcel)
        advance(parcel, "check", by)
    else:
        tell(parcel)


def finish_if_done(parcel: Parcel, by: int | None) -> None:
    """Both gates passed: the label may be printed."""
    if parcel.state == "open" and is_checked(parcel.id) and not adding.list_open(parcel.id):
        assign_carrier(parcel)
        advance(parcel, "check", by)
