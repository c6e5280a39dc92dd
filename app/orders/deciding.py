"""What the house decides about an order: its tier, its promise, when it must be started, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.contracts.promising import after_open_time, leaves_by, promise
from app.contracts.tiers import DEFAULT_TIER, NO_RULE, get_site, get_tier, list_tiers
from app.orders.draft import OrderDraft
from app.orders.estimating import work_s
from app.orders.facts import facts_of_draft
from app.orders.models import NEVER
from app.rules.evaluating import decide
from app.rules.keeping import list_rules
from app.words import Words


@dataclass(frozen=True)
class Decided:
    tier: str
    tier_because: Words
    promised_at: datetime
    because: Words
    start_by_at: datetime

    def columns(self) -> dict[str, Any]:
        """As an order row keeps them."""
        kept = dict(self.__dict__)
        return kept | {name: kept[name].to_json() for name in ("tier_because", "because")}


def decide_on(draft: OrderDraft, paid_at: datetime) -> Decided:
    """A rule that names a tier nobody knows counts as no rule."""
    verdict = decide(list_rules("tier"), facts_of_draft(draft), NO_RULE)
    known = {tier.code for tier in list_tiers()}
    code = verdict.effect if verdict.effect in known else DEFAULT_TIER
    site = get_site()
    promised = promise(get_tier(code), site, paid_at)
    work = timedelta(seconds=work_s(len(draft.lines), draft.units))
    start_by_at = leaves_by(site, promised.promised_at, paid_at) - work
    tier_because = Words("rules.said", {"because": verdict.because})
    return Decided(code, tier_because, promised.promised_at, promised.because, start_by_at)


def wait_ends_at(tier_code: str, received_at: datetime) -> datetime:
    """When an order of a tier that waits for waves has waited its open hours; never for the others."""
    tier = get_tier(tier_code)
    if tier.queue != "waves":
        return NEVER
    return after_open_time(get_site(), received_at, timedelta(hours=float(tier.wait_hours)))
