"""The red strips over a busy picker's card, first the one to be told first.

A handheld shows each for a while, and one that waits again when its slack gets near: it knows best what its
picker has read.
"""

from collections.abc import Sequence
from typing import Any

from app import clock
from app.picking import joining
from app.waves import underway, urgent
from app.waves.joining import site_time
from app.waves.ranking import RESCUE_BEFORE
from app.words import Words, say

Strip = dict[str, Any]


def strip_of(told: Sequence[Strip]) -> Strip | None:
    """As the wire has it: one strip, and `more` behind it."""
    return {**told[0], "more": list(told[1:])} if told else None


def list_waiting(lang: str) -> list[Strip]:
    """Urgent orders that nobody has, the most pressing first; `near`: from when on, and what is said then."""
    return [
        {
            "kind": "waiting",
            "tier": order.tier,
            "order_no": order.order_no,
            "promised_at": clock.iso(order.promised_at),
            "text": say(Words("strip.urgent"), lang),
            "near": {
                "at": clock.iso(order.start_by_at - RESCUE_BEFORE),
                "text": say(Words("strip.near"), lang),
            },
        }
        for order in urgent.list_waiting()
    ]


def list_joined(task_id: int, slots: Sequence[Any], untaken: Sequence[Any], lang: str) -> list[Strip]:
    """Orders that joined this walk and have no tote yet, with the walk's finish as of now; the newest first.

    Two lines on the smallest screen: the countdown stands on the card, which is no later than these orders.
    """
    if not untaken:
        return []
    missing = sum(slot.tote is None for slot in slots)
    finish = site_time(underway.get_finish_at(task_id, missing))
    return [
        {
            "kind": "joined",
            "tier": row.tier,
            "order_no": row.order_no,
            "promised_at": None,
            "text": say(joining.told(row, "join.strip", finish), lang),
        }
        for row in reversed(untaken)
    ]
