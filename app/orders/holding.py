"""Stop an order where it stands, let it go on, or end it. A block says why, and who may lift it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import clock, push
from app.db import transaction
from app.errors import Denied, NotFound, Refused
from app.orders.models import Block, Order
from app.orders.ordering import advance, get_order, line_ids_of
from app.orders.states import BEFORE_SHIPPED, BLOCKED, LIFTED
from app.prepared import Prepared, given
from app.stock import reserving
from app.stock.sql import lock_promises
from app.timeline.models import Entry
from app.timeline.recording import record
from app.words import Words

LEFT = "parcel:handed_over"
OPEN_BLOCKS = Prepared(
    lambda: (
        Block.select().where(Block.order == given("order_id"), Block.lifted_at.is_null()).order_by(Block.id)
    )
)


@dataclass(frozen=True)
class Why:
    """`kind`: hold, stop, recall, review. Anybody with `lifted_by_role` (and an admin) may lift it."""

    kind: str
    words: Words
    lifted_by_role: str = "lead"
    parcel_id: int | None = None


def hold(order_id: int, reason: str, by: int | None) -> None:
    """Stop an order before it is shipped. Refused when it is held already."""
    with transaction():
        order = get_order(order_id)
        _check_not_too_late(order)
        if find_block(order_id, "hold") is not None:
            raise Refused("order.held_already", order=order.order_no)
        block(order_id, Why("hold", _because("order.held", reason)), by)


def unhold(order_id: int, by: int | None, roles: Sequence[str] | None = None) -> None:
    """Lift the hold; other blocks stay. Refused when it is not held; `roles` as for lift()."""
    with transaction():
        found = find_block(order_id, "hold")
        if found is None:
            raise Refused("order.not_held", order=get_order(order_id).order_no)
        lift(found.id, by, roles)


def cancel(order_id: int, reason: str, by: int | None) -> None:
    """End an order of which nothing has left: its promised stock is free again, its blocks are lifted.

    Units that were already picked lie in a tote; putting them back belongs to picking, which sees the state.
    """
    with transaction():
        lock_promises()
        order = get_order(order_id)
        _check_not_too_late(order)
        if Entry.select().where(Entry.order_id == order_id, Entry.what == LEFT).exists():
            raise Refused("order.part_gone", order=order.order_no)
        reserving.release_lines(line_ids_of(order_id))
        advance(order, "cancel", by=by)
        for found in list_blocks(order_id):
            _lift(found, by)
        _keep_reason(order_id, reason, by)
        _keep_in_step(order_id)
        push.announce("queue", None, "lead", "floor")


def _check_not_too_late(order: Order) -> None:
    if order.state not in BEFORE_SHIPPED:
        raise Refused("order.too_late", order=order.order_no)


def block(order_id: int, why: Why, by: int | None = None) -> Block:
    """Put a block beside the order's state; the row that lifts it later."""
    with transaction():
        get_order(order_id)
        made = Block.create(
            kind=why.kind,
            order=order_id,
            parcel_id=why.parcel_id,
            why=why.words.to_json(),
            lifted_by_role=why.lifted_by_role,
            by=by,
            at=clock.now(),
        )
        told = {"block": made.id, "why": why.words.key}
        record(f"order:{BLOCKED[why.kind]}", order_id, order_id=order_id, by=by, data=told)
        _keep_in_step(order_id)
        push.announce("order", order_id, "lead")
        push.announce("queue", None, "lead", "floor")
    return made


def lift(block_id: int, by: int | None, roles: Sequence[str] | None = None) -> None:
    """The order goes on where it stood. `roles` of whoever asks; None when the house itself lifts it."""
    with transaction():
        found = Block.get_or_none(Block.id == block_id)
        if found is None:
            raise NotFound("order.unknown_block", block=block_id)
        if roles is not None:
            _check_may_lift(found, by, roles)
        _lift(found, by)
        _keep_in_step(found.order_id)
        push.announce("order", found.order_id, "lead")
        push.announce("queue", None, "lead", "floor")


def find_block(order_id: int, kind: str) -> Block | None:
    return next((found for found in list_blocks(order_id) if found.kind == kind), None)


def list_blocks(order_id: int) -> list[Block]:
    """What stops this order now, oldest first."""
    return OPEN_BLOCKS.list(order_id=order_id)


def _check_may_lift(found: Block, by: int | None, roles: Sequence[str]) -> None:
    """Whoever holds an order may let it go; what stops a parcel ends with its new label, not by hand."""
    if found.parcel_id is not None:
        raise Refused("order.lifted_by_label")
    own_hold = found.kind == "hold" and found.by == by
    if not own_hold and not {found.lifted_by_role, "admin"} & set(roles):
        raise Denied("order.not_yours_to_lift", role=Words(f"role.{found.lifted_by_role}"))


def _lift(found: Any, by: int | None) -> None:
    still_open = (Block.id == found.id) & Block.lifted_at.is_null()
    if Block.update(lifted_at=clock.now(), lifted_by=by).where(still_open).execute():
        told = {"block": found.id}
        record(f"order:{LIFTED[found.kind]}", found.order_id, order_id=found.order_id, by=by, data=told)


def _keep_in_step(order_id: int) -> None:
    """`Order.blocked` is what queries ask; the open blocks are why."""
    Order.update(blocked=bool(list_blocks(order_id))).where(Order.id == order_id).execute()


def _keep_reason(order_id: int, reason: str, by: int | None) -> None:
    """Why it was cancelled, as a block that is over: the timeline, never erased, keeps no free text."""
    ended = {"at": clock.now(), "lifted_at": clock.now(), "lifted_by": by}
    why = _because("order.cancelled", reason).to_json()
    Block.create(kind="cancel", order=order_id, why=why, by=by, **ended)


def _because(key: str, reason: str) -> Words:
    text = reason.strip()
    return Words(f"{key}_because", {"reason": text}) if text else Words(f"{key}_no_reason")
