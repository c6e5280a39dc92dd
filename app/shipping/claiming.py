"""An address that a channel sent after packing began: the order's review carries it, and this acts on it."""

import logging
from typing import Any

from app.db import connection, transaction
from app.errors import AppError
from app.orders import holding
from app.orders.models import Block, Order
from app.prepared import Prepared
from app.shipping import asking
from app.shipping.addresses import FIELDS, Address
from app.shipping.readdressing import Wish
from app.words import Words

log = logging.getLogger(__name__)
LABELLED = ("packing", "packed", "shipped")


def _asked() -> Any:
    """Reviews that nobody has looked at and that ask for another address."""
    query = Block.select(Block.id).join(Order).where(Order.state.in_(LABELLED), Order.blocked)
    mine = Block.why.startswith('{"key":"order.address_changed"')
    return query.where(Block.kind == "review", Block.lifted_at.is_null(), mine).order_by(Block.id).limit(1)


ASKED = Prepared(_asked)


def claim_next() -> bool:
    """Act on one such review; where it cannot be done, it says why and stays with customer service."""
    with connection():
        found = ASKED.first()
    if found is None:
        return False
    block = Block.get_by_id(found.id)
    told = block.why.get("address") or {}
    try:
        wanted = Address(**{name: str(told.get(name) or "") for name in (*FIELDS, "oaid")})
        with transaction():
            asking.readdress(block.order_id, wanted, Wish(source="channel", reason=""))
            if Block.get_by_id(block.id).lifted_at is None:
                holding.lift(block.id, None)  # it waits for the lead now, or had changed nothing
    except (AppError, ValueError) as error:
        _stay(block, error)
    return True


def _stay(block: Block, error: Exception) -> None:
    because = (
        Words(error.key, error.details) if isinstance(error, AppError) else Words("readdress.unreadable")
    )
    words = Words("readdress.channel_failed", {"why": because.to_json()})
    with transaction():
        Block.update(why=words.to_json()).where(Block.id == block.id).execute()
