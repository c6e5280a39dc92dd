"""The standing plan of a tier that goes in waves: made again when something happened, kept if that fails.

The planner runs in a thread of the hub's pool and its kernels let go of the interpreter, so that screens are
told meanwhile; what it reads is read in slices.
"""

import logging
import time
from datetime import datetime
from typing import Any

from app import clock, push
from app.contracts.tiers import list_tiers
from app.db import transaction
from app.timeline.models import Change
from app.waves import floorplan, merging, queue, releasing
from app.waves.filling import Piece
from app.waves.merging import Asked, Floor, Group
from app.waves.models import StandingPlan
from app.waves.pace import Pace
from app.waves.ranking import Ranked
from app.writer import off_hub

log = logging.getLogger(__name__)
SNAPSHOT = 300  # orders looked at together, most pressing first
SLICE = 50  # orders read before others get a turn
AT_ONCE = 100  # when somebody waits for the plan
REPLAN_S = 1.0  # at most so often
RESTS = 100  # so many times as long as it worked: scans share the core; what is due goes without a plan
EVENTS = ("queue", "order")


def list_wave_tiers() -> list[str]:
    return [tier.code for tier in list_tiers() if tier.queue == "waves"]


def list_groups(tier: str) -> list[Group]:
    """The standing plan if it knows the tier's most pressing order, else a new one; most pressing first."""
    head = next(iter(queue.list_head(tier, 1)), None)
    if head is None:
        return []
    kept = find_kept(tier)
    if not any(head.order.id in group.order_ids for group in kept):
        plan(tier, AT_ONCE)
        kept = find_kept(tier)
    known = any(head.order.id in group.order_ids for group in kept)
    return kept if known else [Group((head.order.id,), clock.now()), *kept]


def find_kept(tier: str) -> list[Group]:
    found = StandingPlan.get_or_none(StandingPlan.tier == tier)
    return [_from_json(group) for group in found.groups] if found is not None else []


def plan(tier: str, orders: int = SNAPSHOT) -> bool:
    """Plan the most pressing orders of a tier anew.

    False when that failed: the last good plan stays, and the lead is told.
    """
    try:
        groups = make_plan(tier, orders)
    except Exception:
        log.exception("tier %s cannot be planned; the last plan stays", tier)
        _keep_failure(tier)
        return False
    _keep(tier, groups)
    return True


def make_plan(tier: str, orders: int) -> list[Group]:
    waiting = [found.order for found in queue.list_head(tier, orders)]
    if not waiting:
        return []
    pieces: dict[int, list[Piece]] = {}
    for start in range(0, len(waiting), SLICE):
        time.sleep(0)  # under gevent: scans that came in meanwhile go first
        pieces |= releasing.pieces_of([order.id for order in waiting[start : start + SLICE]])
    places = floorplan.places_of([piece.location_id for listed in pieces.values() for piece in listed])
    asked = [Asked(order.id, _place(order), pieces.get(order.id, [])) for order in waiting]
    floor = Floor(floorplan.get_layout(), places, releasing.CART, Pace(), clock.now())
    planned: list[Group] = off_hub(merging.merge, asked, floor)
    return planned


def _place(order: Any) -> Ranked:
    return Ranked("waves", order.paid_at, order.promised_at, order.start_by_at, None, order.release_by_at)


def _keep(tier: str, groups: list[Group]) -> None:
    with transaction():
        StandingPlan.insert(tier=tier).on_conflict_ignore().execute()
        mine = StandingPlan.tier == tier
        mended = StandingPlan.update(failed_at=None).where(mine, StandingPlan.failed_at.is_null(False))
        if mended.execute():
            push.announce("people", None, "lead")
        told = {"made_at": clock.now(), "groups": [_to_json(group) for group in groups]}
        StandingPlan.update(**told).where(mine).execute()


def _keep_failure(tier: str) -> None:
    """Since when it fails; told once."""
    with transaction():
        StandingPlan.insert(tier=tier).on_conflict_ignore().execute()
        first = (StandingPlan.tier == tier) & StandingPlan.failed_at.is_null()
        if StandingPlan.update(failed_at=clock.now()).where(first).execute():
            push.announce("people", None, "lead")


def list_failures() -> list[tuple[str, datetime, datetime | None]]:
    """Tiers that cannot be planned: since when, and of when the plan is that stays."""
    failing = StandingPlan.select().where(StandingPlan.failed_at.is_null(False))
    return [(found.tier, found.failed_at, found.made_at) for found in failing.order_by(StandingPlan.tier)]


class Planner:
    """Replans when orders came, changed or went; one process of many does it."""

    def __init__(self) -> None:
        self.seen = -1
        self.rests_until = 0.0

    def step(self) -> bool:
        newest = self._newest()
        began = time.monotonic()
        if newest == self.seen or began < self.rests_until:
            return False
        for tier in list_wave_tiers():
            plan(tier)
        took = time.monotonic() - began
        self.seen, self.rests_until = newest, began + took + max(REPLAN_S, RESTS * took)
        return False

    def _newest(self) -> int:
        """The last event that a plan depends on."""
        query = Change.select(Change.id).where(Change.id > self.seen, Change.what.in_(EVENTS))
        found = query.order_by(Change.id.desc()).limit(1).tuples().first()
        return int(found[0]) if found else max(self.seen, 0)


def _to_json(group: Group) -> dict[str, Any]:
    return group.__dict__ | {"due_at": clock.to_ms(group.due_at)}


def _from_json(kept: dict[str, Any]) -> Group:
    told = {"order_ids": tuple(kept["order_ids"]), "due_at": clock.from_ms(kept["due_at"])}
    return Group(**kept | told)
