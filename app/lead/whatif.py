"""What would happen if: three ways to send a rush order, more pickers, a closed aisle. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.errors import Refused
from app.lead.reading import number_orders
from app.orders.models import Order
from app.waves import dispatching, giving, joining, sketching, urging
from app.waves.joining import Joining, Load, site_time
from app.waves.lineup import Kept, Moved, Planned, Walk, count_kept, finish_of, line_up, list_moved
from app.waves.sketching import Floor
from app.words import Words, say

MOVED_SHOWN = 5


@dataclass(frozen=True)
class Option:
    """One way to send it: `walks` is the whole line-up then; or the sentence why it cannot be."""

    kind: str
    walks: Sequence[Walk] = ()
    who: int | None = None
    task_id: int | None = None
    extra_mm: float = 0.0
    why_not: Words | None = None


def read_rush(order_id: int, lang: str) -> dict[str, Any]:
    """Join a walk, a walk for somebody who is free, or the next walk of who is done first; side by side."""
    order = _get_waiting(order_id)
    floor = sketching.look(but=order_id)
    load = joining.load_of(order, floor.layout)
    if load is None:
        raise Refused("whatif.nothing_to_pick", order=order.order_no)
    before = line_up(_as_queued(load, floor), floor.pickers)
    options = [_join(load, floor), _free(load, floor), _next(load, floor)]
    return {
        "order": {"order_id": order.id, "order_no": order.order_no, "tier": order.tier},
        "promised_at": clock.iso(order.promised_at),
        "options": [_told(option, load, floor, before, lang) for option in options],
        "waits": clock.iso(_at(finish_of(before).get(order.id))),
        "joins": urging.is_on(),
        "assumed": list_assumed(floor, lang),
    }


def _get_waiting(order_id: int) -> Order:
    order = Order.get_or_none(Order.id == order_id)
    if order is None or order.state != "ready" or order.blocked:
        raise Refused("whatif.not_waiting", order=order.order_no if order else order_id)
    return order


def _own(load: Load, floor: Floor, picker: int | None = None) -> Walk:
    work_s = giving.alone_s(load, floor.pace)
    return Walk("rush", work_s, (floor.promised(load.order.id),), load.alone_mm, picker)


def _as_queued(load: Load, floor: Floor) -> list[Walk]:
    """The order in its own place in the queue, as if nobody did anything."""
    walks, place = floor.walks(), floor.place_of(load.order.id)
    at = len(floor.going) + sum(ahead.rank < place for ahead in floor.ahead)
    return [*walks[:at], _own(load, floor), *walks[at:]]


def _join(load: Load, floor: Floor) -> Option:
    found = [joining.consider(load, walk, floor.layout, floor.pace) for walk in floor.going]
    possible = [one for one in found if isinstance(one, Joining)]
    if not possible:
        first = next((one for one in found if isinstance(one, Words)), Words("whatif.no_walk"))
        return Option("join", why_not=Words("whatif.cannot_join", {"why": first}) if found else first)
    best = min(possible, key=lambda one: one.finish_at)
    walks = [_longer(walk, best, floor) for walk in floor.walks()]
    return Option("join", walks, best.walk.operator.id, best.walk.task.id, best.extra_mm)


def _longer(walk: Walk, found: Joining, floor: Floor) -> Walk:
    if walk.key != f"task:{found.walk.task.id}":
        return walk
    orders = (*walk.orders, floor.promised(found.load.order.id))
    more_s = (found.finish_at - found.before_at).total_seconds()
    return replace(walk, orders=orders, work_s=walk.work_s + more_s, way_mm=walk.way_mm + found.extra_mm)


def _free(load: Load, floor: Floor) -> Option:
    idle = [one for one in dispatching.list_idle() if giving.suits(one, load)]
    if not idle:
        return Option("free", why_not=Words("whatif.nobody_free"))
    walks = [_own(load, floor, idle[0]), *floor.walks()]
    return Option("free", walks, idle[0], extra_mm=load.alone_mm)


def _next(load: Load, floor: Floor) -> Option:
    going = [walk for walk in floor.in_hand() if walk.picker is not None and giving.suits(walk.picker, load)]
    if not going:
        return Option("next", why_not=Words("whatif.no_walk"))
    first = min(going, key=lambda walk: walk.work_s)
    walks = floor.walks()
    at = len(floor.going)
    walks = [*walks[:at], _own(load, floor, first.picker), *walks[at:]]
    return Option("next", walks, first.picker, extra_mm=load.alone_mm)


def _told(option: Option, load: Load, floor: Floor, before: list[Planned], lang: str) -> dict[str, Any]:
    if option.why_not is not None:
        return {"kind": option.kind, "why_not": say(option.why_not, lang), "op": None}
    after = line_up(option.walks, floor.pickers)
    finish_s = finish_of(after)[load.order.id]
    finish_at = _at(finish_s)
    body: dict[str, Any] = {"order_id": load.order.id, "shown_at": clock.iso(finish_at)}
    verbs = {"join": "order.join", "free": "order.give", "next": "order.give_next"}
    body |= {"task_id": option.task_id} if option.kind == "join" else {"operator_id": option.who}
    name = sketching.name_of(option.who)
    others = [one for one in list_moved(before, after) if one.order_id != load.order.id]
    return {
        "kind": option.kind,
        "why_not": None,
        "who": name,
        "text": say(Words(f"whatif.{option.kind}", {"name": name}), lang),
        "finish_at": clock.iso(finish_at),
        "kept": finish_s <= floor.promised(load.order.id).due_s,
        "metres": round(option.extra_mm / 1000),
        **tell_change(before, after, others),
        "op": {"kind": verbs[option.kind], "body": body},
    }


def tell_change(before: list[Planned], after: list[Planned], moved: Sequence[Moved]) -> dict[str, Any]:
    """Promises by tier, before and after, and which orders move."""
    numbers = number_orders(one.order_id for one in moved[:MOVED_SHOWN])
    return {
        "tiers": _by_tier(count_kept(before), count_kept(after)),
        "moved": [
            {
                "order_id": one.order_id,
                "order_no": numbers.get(one.order_id),
                "tier": one.tier,
                "before_at": clock.iso(_at(one.before_s)),
                "after_at": clock.iso(_at(one.after_s)),
                "turn": one.turn,
            }
            for one in moved[:MOVED_SHOWN]
        ],
        "moved_more": max(0, len(moved) - MOVED_SHOWN),
    }


def _by_tier(before: dict[str, Kept], after: dict[str, Kept]) -> list[dict[str, Any]]:
    return [
        {"tier": tier, "before": before.get(tier, Kept()).__dict__, "after": after.get(tier, Kept()).__dict__}
        for tier in sorted({*before, *after})
    ]


def _at(seconds: float | None) -> datetime | None:
    """None: never, as far as can be seen."""
    if seconds is None or seconds == float("inf"):
        return None
    return clock.now() + timedelta(seconds=seconds)


def list_assumed(floor: Floor, lang: str, *more: Words) -> list[str]:
    """What the figures stand on, so that nobody takes them for a promise."""
    measured = Words("whatif.assumed_pace", {"percent": round(100 * floor.pace.factor)})
    told = [
        measured if floor.pace.walks else Words("whatif.assumed_pace_table"),
        Words("whatif.assumed_crew", {"pickers": len(floor.pickers)}),
        Words("whatif.assumed_at", {"time": site_time(clock.now())}),
    ]
    if floor.behind:
        told.append(Words("whatif.assumed_seen", {"seen": sketching.SEEN, "behind": floor.behind}))
    return [say(words, lang) for words in [*told, *more]]
