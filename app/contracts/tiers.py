"""The contract classes and the site as rows; a new site starts with A, B, C and rules that assign them."""

from typing import Any

from app.contracts.models import Site, Tier
from app.db import after_commit, transaction
from app.errors import NotFound
from app.rules.evaluating import Verdict
from app.rules.keeping import RuleDraft, add
from app.rules.remembering import Remembered
from app.timeline.recording import lock_feed

DEFAULT_TIER = "C"
TIERS: list[dict[str, Any]] = [
    {
        "code": "A",
        "position": 1,
        "name_zh": "医药急单",
        "name_en": "Urgent",
        "colour": "#c62828",
        "icon": "cross",
        "queue": "pinned",
        "promise_hours": 24,
        "cutoff": None,
    },
    {
        "code": "B",
        "position": 2,
        "name_zh": "促销",
        "name_en": "Promotion",
        "colour": "#1565c0",
        "icon": "bolt",
        "queue": "newest-paid-first",
        "promise_hours": 48,
        "cutoff": None,
    },
    {
        "code": "C",
        "position": 3,
        "name_zh": "普通",
        "name_en": "Standard",
        "colour": "#616161",
        "icon": "dot",
        "queue": "waves",
        "promise_hours": 72,
        "cutoff": "16:00",
    },
]
TIER_RULES = [
    RuleDraft(
        "tier",
        "customer_group in ['medical', 'government', 'hospital'] or '24h' in tags",
        "A",
        "医疗、政府客户或 24 小时合同",
        "Medical or government customer, or a 24 h contract",
    ),
    RuleDraft("tier", "coupon != '' or 'promo' in tags", "B", "用了优惠券或参加活动", "Coupon or promotion"),
]
NO_RULE = Verdict(DEFAULT_TIER, "没有特殊约定", "No special contract")


def ensure_defaults() -> None:
    """Make the tiers, their rules and the site of a new database; nothing where there are tiers already."""
    if Tier.select().exists():
        return
    with transaction():
        lock_feed()
        if not Tier.select().exists():
            Tier.insert_many(TIERS).execute()
            Site.create(name="Wavecard", closed_on=[], sender={}, settings={})
            for draft in TIER_RULES:
                add(draft)
        after_commit(forget)


def list_tiers() -> list[Tier]:
    """In the order of the queue: A, B, C. An edit by another process shows within seconds."""
    return _tiers.get()


def list_urgent() -> list[str]:
    """Codes of the tiers whose orders go before all others, by slack."""
    return [tier.code for tier in list_tiers() if tier.queue == "pinned"]


def get_tier(code: str) -> Tier:
    for tier in list_tiers():
        if tier.code == code:
            return tier
    raise NotFound("contracts.unknown_tier", tier=code[:8])


def get_site() -> Site:
    return _site.get()


def forget() -> None:
    """Read tiers and site again: they were edited here."""
    _tiers.forget()
    _site.forget()


_tiers = Remembered(lambda: list(Tier.select().order_by(Tier.position)))
_site = Remembered(lambda: Site.select().order_by(Site.id).get())
