"""The head of each tier's queue, in the order in which it is dispatched, and how much waits behind it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from time import sleep
from typing import Any

from peewee import Case, fn

from app import clock
from app.lead.marks import Mark
from app.lead.reading import rows, say_kept
from app.orders.models import Block, Order, OrderLine
from app.waves.queue import Waiting, list_head
from app.words import Words, say

SHOWN = 50
STUCK_SHOWN = 20
WAITING = ("new", "ready")  # in nobody's hands yet


@dataclass
class Behind:
    """How many orders of a tier wait, and why some of them cannot go."""

    ready: int = 0
    held: int = 0
    new: int = 0
    late: int = 0  # the promise is broken
    pressing: int = 0  # must start now or break it
    orders: list[dict[str, Any]] = field(default_factory=list)


def list_tiers(marks: dict[str, Mark], lang: str) -> list[dict[str, Any]]:
    counts = _count(list(marks))
    now = clock.now()
    heads = {tier: _head(tier) for tier in marks}
    stuck = {tier: _list_stuck(tier) for tier in marks if counts[tier].held or counts[tier].new}
    shown = [ranked.order for head in heads.values() for ranked in head]
    shown += [order for orders in stuck.values() for order in orders]
    lines = _count_lines([order.id for order in shown])
    reasons = list_reasons([order.id for orders in stuck.values() for order in orders], lang)
    for tier, counted in counts.items():
        ranked = [_row(one.order, now) | _said(one, lang) for one in heads[tier]]
        waits = [_row(order, now) | _waits(order, lang) for order in stuck.get(tier, [])]
        counted.orders = [row | {"lines": lines[row["order_id"]]} for row in ranked + waits]
        for row in counted.orders:
            row["held"] = {"why": reasons[row["order_id"]]} if row["order_id"] in reasons else None
    return [marks[tier].look() | {"queue": marks[tier].queue} | _told(counts[tier]) for tier in marks]


def _head(tier: str) -> list[Waiting]:
    sleep(0)  # under gevent: scans that came in meanwhile go first
    return list_head(tier, SHOWN)


def _told(counted: Behind) -> dict[str, Any]:
    return {
        "waiting": counted.ready,
        "held": counted.held,
        "new": counted.new,
        "late": counted.late,
        "pressing": counted.pressing,
        "orders": counted.orders,
    }


def _said(one: Waiting, lang: str) -> dict[str, Any]:
    return {"because": say(one.because, lang)}


def _row(order: Order, now: datetime) -> dict[str, Any]:
    return {
        "order_id": order.id,
        "order_no": order.order_no,
        "state": order.state,
        "promised_at": clock.iso(order.promised_at),
        "slack_s": round((order.start_by_at - now).total_seconds()),
        "units": order.units,
        "pinned": order.pinned_at is not None,
    }


def _count(tiers: list[str]) -> dict[str, Behind]:
    """By one index each: (state, tier, blocked) for the numbers, start_by_at behind it for what is late."""
    counts = {tier: Behind() for tier in tiers}
    grouped = Order.select(Order.tier, Order.state, Order.blocked, fn.COUNT(Order.id))
    grouped = grouped.where(Order.state.in_(WAITING)).group_by(Order.tier, Order.state, Order.blocked)
    for tier, state, blocked, count in rows(grouped):
        counted = counts.setdefault(tier, Behind())
        if blocked:
            counted.held += count
        else:
            setattr(counted, state, count)
    for tier in tiers:
        counts[tier].late, counts[tier].pressing = _count_late(tier)
    return counts


def _count_late(tier: str) -> tuple[int, int]:
    """(promise broken, should have started): an order starts late before its promise is broken."""
    now = clock.now()
    broken = fn.SUM(Case(None, [(Order.promised_at < now, 1)], 0))
    query = Order.select(broken, fn.COUNT(Order.id)).where(
        Order.state == "ready",
        Order.tier == tier,
        Order.blocked == False,  # noqa: E712
        Order.start_by_at < now,
    )
    late, overdue = rows(query)[0]
    return int(late or 0), overdue - int(late or 0)


def _list_stuck(tier: str) -> list[Order]:
    """Held ones, and those for which there is no stock yet."""
    stuck = Order.select().where(Order.state.in_(WAITING), Order.tier == tier, Order.blocked == True)  # noqa: E712
    new = Order.select().where(Order.state == "new", Order.tier == tier, Order.blocked == False)  # noqa: E712
    return [found for query in (stuck, new) for found in query.order_by(Order.start_by_at).limit(STUCK_SHOWN)]


def _waits(order: Order, lang: str) -> dict[str, Any]:
    return {"because": say(Words("lead.where.new"), lang) if order.state == "new" else ""}


def list_reasons(order_ids: list[int], lang: str) -> dict[int, str]:
    """Why each of these orders is held: its newest open block."""
    if not order_ids:
        return {}
    blocks = Block.select().where(Block.order.in_(order_ids), Block.lifted_at.is_null())
    return {block.order_id: say_kept(block.why, lang) for block in blocks.order_by(Block.id)}


def _count_lines(order_ids: list[int]) -> Counter[int]:
    query = OrderLine.select(OrderLine.order, fn.COUNT(OrderLine.id)).where(OrderLine.order.in_(order_ids))
    return Counter({order_id: count for order_id, count in rows(query.group_by(OrderLine.order))})
