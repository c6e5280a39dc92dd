"""Urgent orders onto walks already under way: looked at before free pickers are offered anything.

One number decides: whichever has the order picked earlier. Joining counts as DISTURBS_S later than it is,
because it interrupts somebody.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import IntegrityError

from app import clock
from app.contracts.settings import get_setting
from app.contracts.tiers import list_urgent
from app.db import database
from app.errors import Stale
from app.people import presence
from app.planner.layout import Layout
from app.waves import dispatching, floorplan, joining, queue, underway
from app.waves.giving import alone_s
from app.waves.joining import Joining, Load
from app.waves.pace import Pace
from app.waves.underway import Walk

SETTING = "join_walks"  # of the site; on where nothing is set
DISTURBS_S = 60.0
LOOKED_AT = 5  # urgent orders a round, most pressing first
AGAIN_S = 3.0  # an order that found no walk is looked at again after this

_looked: tuple[Any, dict[int, datetime]] = (None, {})  # database, when an order is seen again


@dataclass
class Now:
    """The floor as one round sees it; `free_s`: in how many seconds each picker could begin a walk."""

    layout: Layout
    pace: Pace
    walks: list[Walk]
    free_s: list[float]


def is_on() -> bool:
    return bool(get_setting(SETTING, True))


def join_urgent() -> bool:
    """Let waiting urgent orders join walks where that ends sooner; True if one did."""
    if not is_on():
        return False
    waiting = [found.order for tier in list_urgent() for found in queue.list_head(tier, LOOKED_AT)]
    again_at = _list_again()
    fresh = [order for order in waiting if again_at.get(order.id, clock.now()) <= clock.now()]
    if not fresh:
        return False
    now, joined = look(), False
    for order in waiting:
        load = joining.load_of(order, now.layout)
        found = choose(load, now) if load is not None else None
        if found is None:
            continue
        with suppress(Stale, IntegrityError):  # the picker may be unloading at this very moment
            joining.join(order.id, found.walk.task.id)
            joined, now = True, look()
    _look_again({order.id: clock.now() + timedelta(seconds=AGAIN_S) for order in waiting})
    return joined


def _list_again() -> dict[int, datetime]:
    made, again_at = _looked
    return again_at if made is database.obj else {}


def _look_again(at: dict[int, datetime]) -> None:
    global _looked
    _looked = (database.obj, at)


def forget() -> None:
    """Every order is looked at anew."""
    _look_again({})


def look() -> Now:
    """Walks of connected pickers, and when each picker is free."""
    layout, pace = floorplan.get_layout(), underway.measured_pace()
    here = set(presence.list_working("picking"))
    walks = [walk for walk in underway.list_walks() if walk.operator.id in here]
    free = [0.0 for _ in dispatching.list_idle()] + [walk.left_s(layout, pace) for walk in walks]
    return Now(layout, pace, walks, sorted(free))


def choose(load: Load, now: Now) -> Joining | None:
    """The walk to join, or None where a walk of its own ends sooner; that takes the next free picker."""
    found = joining.find_best(load, now.walks, now.layout, now.pace)
    own_s = now.free_s[0] + alone_s(load, now.pace) if now.free_s else None
    own_at = clock.now() + timedelta(seconds=own_s) if own_s is not None else None
    if found is not None:
        joined_at = found.finish_at + timedelta(seconds=DISTURBS_S)
        if own_at is None or joined_at < own_at:
            return found
    if own_s is not None:
        now.free_s = sorted([own_s, *now.free_s[1:]])
    return None
