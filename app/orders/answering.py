"""Orders sent by another system: each is taken in or told its errors; a repeated request, its old answer."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from app import clock
from app.db import transaction
from app.errors import Invalid, Refused
from app.orders.draft import OrderDraft
from app.orders.grouping import field_problem
from app.orders.models import IntakeAnswer, Order
from app.orders.numbering import lock_intake
from app.orders.taking_in import CHUNK_ORDERS, Outcome, take_in

MOST = CHUNK_ORDERS  # so that a request is one transaction
KEPT = timedelta(days=7)
DEFAULT_CHANNEL = "api"


def orders_of(body: Any) -> list[Any]:
    """One order, a list, or {"orders": [...]}. Invalid for anything else, and for more than MOST."""
    told = body.get("orders", [body]) if isinstance(body, dict) else body
    if not isinstance(told, list) or not 1 <= len(told) <= MOST:
        raise Invalid("intake.bad_body", most=MOST)
    return told


def answer(api_key_id: int, key: str, body: Any) -> tuple[dict[str, Any], bool]:
    """The answer, and whether it is the one given before. Without a key every request is new."""
    if len(key) > 200:
        raise Invalid("intake.bad_key")
    told = orders_of(body)
    if not key:
        return take(told), False
    body_hash = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    with transaction():
        lock_intake()  # a request that is repeated while the first one is at work waits for its answer
        mine = (IntakeAnswer.api_key_id == api_key_id) & (IntakeAnswer.key == key)
        kept = IntakeAnswer.get_or_none(mine & (IntakeAnswer.at > clock.now() - KEPT))
        if kept is not None and kept.body_hash != body_hash:
            raise Refused("intake.other_body")
        if kept is not None:
            return kept.answer, True
        IntakeAnswer.delete().where(IntakeAnswer.at <= clock.now() - KEPT).execute()
        made = take(told)
        row = {"api_key_id": api_key_id, "key": key, "body_hash": body_hash}
        IntakeAnswer.create(**row, at=clock.now(), answer=made)
    return made, False


def take(told: Sequence[Any]) -> dict[str, Any]:
    """Each is created, unchanged, changed, or told its errors by field."""
    results: list[dict[str, Any]] = [{} for _ in told]
    drafts: list[OrderDraft] = []
    places: list[int] = []
    for place, one in enumerate(told):
        try:
            known = {"channel": DEFAULT_CHANNEL} | one if isinstance(one, dict) else one
            drafts.append(OrderDraft.model_validate(known))
            places.append(place)
        except ValidationError as error:
            results[place] = _refused(one, error)
    taken = take_in(drafts)
    found = {id(outcome.draft): outcome for outcome in taken.outcomes}
    for place, draft in zip(places, drafts, strict=True):
        results[place] = _told(found[id(draft)])
    counts = {name: taken.count(name) for name in ("created", "unchanged", "changed")}
    return counts | {"errors": len(told) - len(drafts), "results": results}


def _told(outcome: Outcome) -> dict[str, Any]:
    order = Order.get_by_id(outcome.order_id)
    return {
        "channel": order.channel_id,
        "channel_ref": order.channel_ref,
        "outcome": outcome.outcome,
        "order_no": order.order_no,
        "state": order.state,
        "tier": order.tier,
        "promised_at": clock.iso(order.promised_at),
    }


def _refused(one: Any, error: ValidationError) -> dict[str, Any]:
    told = [
        field_problem(found).details for found in error.errors(include_url=False, include_input=False)[:20]
    ]
    ref = one.get("channel_ref") if isinstance(one, dict) else None
    known = {"channel_ref": ref[:80]} if isinstance(ref, str) else {}
    return known | {"outcome": "error", "errors": told}
