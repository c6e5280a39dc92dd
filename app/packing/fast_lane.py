"""One item, one scan, one label: an order of a single unit is checked by the scan that opens it."""

from app.ops.verbs import Op
from app.packing import checking, labelling, opening
from app.picking.matching import same
from app.shipping.models import Parcel


def go(op: Op, barcode: str) -> None:
    """The parcel just opened by its only item goes on to its label, unless something must be added first."""
    parcel = opening.find_current(op.by)
    if parcel is None or parcel.state != "open" or not _is_its_only_item(parcel, barcode):
        return
    checking.check_item(parcel, barcode, 1, op.by)
    if Parcel.get_by_id(parcel.id).state == "checked":
        labelling.print_papers(op, parcel.id)


def _is_its_only_item(parcel: Parcel, barcode: str) -> bool:
    rows = checking.list_items(parcel.id)
    if len(rows) != 1 or rows[0].qty != 1 or rows[0].checked_qty:
        return False
    return bool(same(barcode, checking.codes_of(rows)[rows[0].sku_id]))
