"""What a picker is told of an urgent order that joins the walk they are on."""

from collections.abc import Sequence
from typing import Any

from app.orders.models import Order
from app.prepared import Prepared, given
from app.timeline.models import Entry
from app.words import Words, say

JOINED = Prepared(
    lambda: (
        Entry.select(Entry.order_id, Entry.data, Order.order_no, Order.tier)
        .join(Order, on=(Order.id == Entry.order_id))
        .where(Entry.what == "task:joined", Entry.subject_id == given("task_id"))
        .order_by(Entry.id)
    )
)


def list_untaken(task_id: int, slots: Sequence[Any]) -> list[Any]:
    """Joined orders that have no tote yet, as rows of JOINED: the picker has still to be told of them."""
    empty = {slot.order_no for slot in slots if slot.tote is None}
    return [row for row in JOINED.list(task_id=task_id) if row.order_no in empty] if empty else []


def find_empty(slots: Sequence[Any], untaken: Sequence[Any], next_slot: int | None) -> int | None:
    """The slot to fill now: all before the walk begins, a joined order's when its first stop comes."""
    joined = {row.order_no for row in untaken}
    for slot in slots:
        if slot.tote is None and (slot.order_no not in joined or slot.slot == next_slot):
            return int(slot.slot)
    return None


def told(row: Any, key: str, finish: str = "") -> Words:
    return Words(f"{key}_one" if row.data["stops"] == 1 else key, {**row.data, "finish": finish})


def tell_slots(slots: Sequence[Any], untaken: Sequence[Any], lang: str) -> list[dict[str, Any]]:
    """The slots as the handheld knows them; `joined` is set while a joined order waits for its tote."""
    joined = {
        row.order_no: {"order_id": row.order_id, "text": say(told(row, "join.tote"), lang)} for row in untaken
    }
    return [
        {
            "slot": slot.slot,
            "order_no": slot.order_no,
            "tier": slot.tier,
            "tote": slot.tote,
            "joined": None if slot.tote else joined.get(slot.order_no),
        }
        for slot in slots
    ]
