"""Address changes that need the lead: asked for by others, refused, or halfway for too long."""

from datetime import timedelta
from typing import Any

from app import clock
from app.lead.reading import say_kept
from app.orders.models import Order
from app.shipping import problems, rerouting
from app.shipping.models import Parcel, Readdress
from app.words import Words, say

SHOWN = 50
HALFWAY = timedelta(minutes=2)  # a step that takes longer than this is looked into
ACTIONS = {"asked": ["approve", "decline"], "refused": ["settle"], "pending": ["answer"]}


def list_readdresses(lang: str) -> list[dict[str, Any]]:
    """What waits for the lead first, then what stands still here; carriers may take days to answer."""
    asked = Readdress.select(Readdress, Order, Parcel).join(Order).switch(Readdress).join(Parcel)
    waits = Readdress.state.in_(("asked", "refused"))
    rows = asked.where(Readdress.closed_at.is_null(), waits | (Readdress.asked_at < clock.now() - HALFWAY))
    first = (~waits, Readdress.state == "pending", Readdress.id)
    return [_told(row, lang) for row in rows.order_by(*first).limit(SHOWN)]


def _told(row: Readdress, lang: str) -> dict[str, Any]:
    """`actions`: what the lead can do about it, each an operation `readdress.<action>`."""
    fee = rerouting.fee_of(row.parcel) if row.parcel.state == "handed_over" else 0
    return {
        "id": f"readdress:{row.id}",
        "level": "red" if row.state in ("refused", "failed") else "orange",
        "kind": "readdress",
        "text": _sentence(row, fee, lang),
        "at": clock.iso(row.asked_at),
        "order_id": row.order_id,
        "readdress_id": row.id,
        "fee_cents": fee,
        "actions": ACTIONS.get(row.state, []),
    }


def _sentence(row: Readdress, fee: int, lang: str) -> str:
    told: dict[str, Any] = {"order_no": row.order.order_no}
    if row.state == "refused":
        return f"{row.order.order_no}: {say_kept(row.because, lang)}"
    if row.state == "asked":
        who = Words(f"lead.readdress.by_{row.source}")
        cost = Words("lead.readdress.costs", {"fee": f"{fee / 100:.2f}"}) if fee else Words("nothing")
        return say(Words("lead.readdress.asked", told | {"who": who, "cost": cost}), lang)
    if row.state == "pending":
        return say(Words("lead.readdress.pending", told), lang)
    waybill = row.waybill
    problem = f" ({problems.tell(waybill.problem, lang)})" if waybill is not None and waybill.problem else ""
    return say(Words("lead.readdress.slow", told), lang) + problem
