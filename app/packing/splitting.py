"""One order in several boxes: what was scanned stays, the rest goes into another box of the same order.

Where the contract does not let a part go ahead, the boxes wait for one another at the hand-over.
"""

from app import clock
from app.db import transaction
from app.errors import Refused
from app.ops.verbs import Op
from app.packing import checking
from app.packing.models import Add, ItemCheck
from app.shipping.models import Parcel
from app.shipping.parcels import tell
from app.timeline.recording import record
from app.words import Words


def split(op: Op, parcel: Parcel) -> Words:
    """This box is full. Refused when nothing or everything was scanned."""
    with transaction():
        rows = checking.list_items(parcel.id)
        rest = [row for row in rows if row.checked_qty < row.qty]
        if not rest or not any(row.checked_qty for row in rows):
            raise Refused("pack.nothing_to_split")
        made = Parcel.create(order=parcel.order_id, station_id=parcel.station_id, opened_at=clock.now())
        for row in rest:
            _move(row, made)
        Add.update(parcel=made).where(Add.parcel == parcel.id, Add.done_at.is_null()).execute()
        record("parcel:split", made.id, order_id=parcel.order_id, by=op.by, data={"from": parcel.id})
        checking.finish_if_done(parcel, op.by)
        tell(parcel)
        number = Parcel.select().where(Parcel.order == parcel.order_id, Parcel.state != "cancelled").count()
    return Words("pack.split", {"number": number})


def _move(row: ItemCheck, to: Parcel) -> None:
    """What was not scanned of a line; a line wholly left moves as it is."""
    left = row.qty - row.checked_qty
    ItemCheck.create(parcel=to, line_id=row.line_id, sku=row.sku_id, qty=left)
    if row.checked_qty:
        ItemCheck.update(qty=row.checked_qty).where(ItemCheck.id == row.id).execute()
    else:
        ItemCheck.delete().where(ItemCheck.id == row.id).execute()
