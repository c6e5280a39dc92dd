"""A parcel whose order is held leaves its packer's hands, and waits to be opened again."""

from typing import Any

from app.db import connection, transaction
from app.orders import holding
from app.orders.models import Block, Order
from app.people.interrupts import interrupt
from app.prepared import Prepared
from app.shipping.models import Parcel
from app.shipping.parcels import get_parcel, tell
from app.shipping.states import ON_BENCH
from app.timeline.recording import record
from app.words import Words


def _held() -> Any:
    query = Parcel.select(Parcel.id).join(Order).join(Block)
    held = query.where(Block.lifted_at.is_null(), Block.kind != "stop", Order.blocked)
    return held.where(Parcel.packer_id.is_null(False), Parcel.state.in_(ON_BENCH)).limit(1)


HELD = Prepared(_held)


def park_next() -> bool:
    """Take one held parcel off its packer, and tell them why. Whether there was one."""
    with connection():
        found = HELD.first()
    if found is None:
        return False
    park(found.id)
    return True


def park(parcel_id: int) -> None:
    with transaction():
        parcel = get_parcel(parcel_id)
        why = next((block for block in holding.list_blocks(parcel.order_id) if block.kind != "stop"), None)
        packer = parcel.packer_id
        if why is None or packer is None or parcel.state not in ON_BENCH:
            return
        Parcel.update(packer_id=None).where(Parcel.id == parcel.id).execute()
        record("parcel:parked", parcel.id, order_id=parcel.order_id, by=why.by)
        told = {"order": parcel.order.order_no, "why": why.why}
        interrupt(packer, "stop", Words("pack.held_title"), Words("pack.held_text", told))
        tell(parcel)
