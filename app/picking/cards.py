"""What a picker's handheld shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peewee import fn

from app import clock
from app.contracts.promising import find_cutoff
from app.contracts.tiers import get_site, get_tier
from app.ops.screens import Screen, shows
from app.orders.models import Order
from app.people.models import Equipment, Operator, SignIn
from app.picking import emptiness, gathering, joining, scanning, strips
from app.picking.reading import PROGRESS, SLOTS, TOUCHED_LAST, UPCOMING, one_a_slot
from app.prepared import Prepared
from app.stock import pictures
from app.waves import dispatching, suiting
from app.waves.models import Pick, Task
from app.words import Words, say

MOST_TOLD = 100
WAITING = Prepared(
    lambda: Order.select(Order.id).where(Order.state == "ready", Order.blocked == False).limit(MOST_TOLD)  # noqa: E712
)


@shows("picking")
def picking_screen(sign_in: SignIn) -> Screen:
    """idle, offer, totes, pick, zero_check or unload: whatever is next for this picker."""
    task = dispatching.find_task_of(sign_in.operator_id)
    lang = sign_in.operator.lang
    if task is None:
        return _idle(lang)
    if task.state == "offered":
        return _offer(task, lang)
    return _walk(task, lang, zones_of(sign_in.operator_id))


def zones_of(operator_id: int) -> list[str]:
    """Where an operator works; empty: everywhere. Asked only on a floor that has zones."""
    if suiting.is_plain_floor():
        return []
    return list(Operator.get_by_id(operator_id).zones)


def _walk(task: Any, lang: str, zones: Sequence[str]) -> Screen:
    slots = SLOTS.list(task_id=task.id)
    card = task_card(task, lang, slots)
    slots = one_a_slot(slots)
    card["totes"] = [slot.tote for slot in slots if slot.tote]
    upcoming, untaken = UPCOMING.list(task_id=task.id), joining.list_untaken(task.id, slots)
    waiting = strips.list_waiting(lang)
    told = strips.strip_of([*strips.list_joined(task.id, slots, untaken, lang), *waiting])
    empty = joining.find_empty(slots, untaken, upcoming[0].slot if upcoming else None)
    if empty is not None:
        filling = {"slots": joining.tell_slots(slots, untaken, lang), "next_slot": empty}
        return Screen("totes", card | filling, strips.strip_of(waiting))
    asked = emptiness.find_asked(task.id)
    if asked is not None:
        return Screen("zero_check", card | asked, told)
    if not upcoming:
        return Screen("unload", card | gathering.tell_unloading(task.id) | {"undo": _undo(task)}, told)
    tote = next((slot.tote for slot in slots if slot.slot == upcoming[0].slot), None)
    cart = {"cart": [{"slot": slot.slot, "tote": slot.tote, "tier": slot.tier} for slot in slots]}
    shown = pick_card(upcoming, tote) | {"other_zone": other_zone(upcoming[0].zone, zones)}
    return Screen("pick", card | cart | shown | {"undo": _undo(task)}, told)


def other_zone(zone: str, mine: Sequence[str]) -> str | None:
    """The zone of a stop that its picker does not work in: the cart goes on to somebody who does."""
    return zone if zone and mine and zone not in mine else None


def task_card(task: Any, lang: str, slots: Sequence[Any]) -> dict[str, Any]:
    """What every card of a task says; `slots`: rows of SLOTS."""
    tier = get_tier(task.tier)
    return {
        "task_id": task.id,
        "tier": tier.code,
        "tier_name": tier.name_zh if lang == "zh-CN" else tier.name_en,
        "colour": tier.colour,
        "icon": tier.icon,
        "order_nos": list(dict.fromkeys(slot.order_no for slot in slots)),
        "promised_at": clock.iso(task.promised_at),
        "cutoff_at": clock.iso(_find_cutoff(slots)),
        "because": say(Words.from_json(task.because), lang),
        "progress": progress(task.id),
    }


def _find_cutoff(slots: Sequence[Any]) -> datetime | None:
    """When the first of the trucks leaves that these orders must be on."""
    found = [find_cutoff(get_site(), slot.promised_at, slot.paid_at) for slot in slots]
    return min((at for at in found if at is not None), default=None)


def progress(task_id: int) -> dict[str, int]:
    """Stops done and stops in all; cancelled ones do not count."""
    counted = PROGRESS.first(task_id=task_id)
    return {"done": counted.done or 0, "of": counted.total}


def pick_card(upcoming: list[Any], tote: str | None) -> dict[str, Any]:
    pick = upcoming[0]
    return {
        "pick_id": pick.id,
        "location": pick.location,
        "location_parts": {"aisle": pick.aisle, "bay": pick.bay, "level": pick.level},
        "check_location": bool(pick.check_scan),
        "location_ok": bool(pick.location_ok),
        "sku": pick.sku_code,
        "barcodes": [*scanning.barcodes_of(pick.sku_id), pick.sku_code],
        "name": pick.sku_name,
        "qty": pick.qty,
        "done_qty": pick.done_qty,
        "slot": pick.slot,
        "tote": tote,
        "flags": pick.flags,
        "picture": pictures.url_of(pick.picture),
        "remark": pick.remark,
        "next_location": upcoming[1].location if len(upcoming) > 1 else None,
    }


def _undo(task: Any) -> dict[str, Any] | None:
    """The stop that was touched last, while it can still be taken back."""
    last = TOUCHED_LAST.first(task_id=task.id)
    return {"pick_id": last.id, "name": last.name or last.code} if last else None


def _offer(task: Any, lang: str) -> Screen:
    slots = SLOTS.list(task_id=task.id)
    left = Pick.select(fn.COUNT(Pick.id), fn.SUM(Pick.qty - Pick.done_qty))
    stops, units = left.where(Pick.task == task.id, Pick.state == "open").tuples().first()
    before = Operator.get_or_none(Operator.id == task.from_operator_id) if task.from_operator_id else None
    return Screen(
        "offer",
        task_card(task, lang, slots)
        | {
            "totes": [],
            "stops": stops,
            "units": units or 0,
            "totes_needed": len(one_a_slot(slots)),
            "metres": round(task.route_mm / 1000),
            "from_operator": before.name if before else None,
            "cart_at": _left_at(task) if before else None,
            "carts": [cart.code for cart in Equipment.select().where(Equipment.kind == "cart")],
            "lane": Task.select(Task.lane).where(Task.id == task.id).scalar() or "",
        },
        strips.strip_of(strips.list_waiting(lang)),
    )


def _left_at(task: Any) -> str | None:
    """Where the cart of a walk that somebody began stands."""
    last = Pick.select().where(Pick.task == task.id, Pick.moved_at.is_null(False))
    found = last.order_by(Pick.moved_at.desc()).first()
    return str(found.location.code) if found else None


def _idle(lang: str) -> Screen:
    waiting = len(WAITING.list())
    key = "idle.wait" if waiting else "idle.empty"
    return Screen(
        "idle", {"title": say(Words("idle.title"), lang), "text": say(Words(key), lang), "waiting": waiting}
    )
