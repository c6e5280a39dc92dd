import pytest

from app.contracts import tiers
from app.contracts.models import Site, Tier
from app.errors import NotFound
from app.rules.evaluating import decide
from app.rules.keeping import list_rules
from app.rules.models import Rule
from app.timeline.models import Entry


@pytest.fixture(autouse=True)
def defaults(database: str) -> None:
    tiers.ensure_defaults()


def tier_of(**facts: object) -> str:
    known = {"customer_group": "", "tags": [], "coupon": ""} | facts
    return str(decide(list_rules("tier"), known, tiers.NO_RULE).effect)


def test_a_new_site_has_three_tiers_in_the_order_of_the_queue() -> None:
    assert [(tier.code, tier.queue) for tier in tiers.list_tiers()] == [
        ("A", "pinned"),
        ("B", "newest-paid-first"),
        ("C", "waves"),
    ]
    assert tiers.get_site().zone == "Asia/Shanghai"


def test_defaults_are_made_once_and_never_over_what_the_lead_changed() -> None:
    Tier.update(promise_hours=12).where(Tier.code == "A").execute()
    tiers.ensure_defaults()
    tiers.forget()
    assert tiers.get_tier("A").promise_hours == 12
    assert Rule.select().count() == len(tiers.TIER_RULES) == Entry.select().count()
    assert Site.select().count() == 1


@pytest.mark.parametrize(
    ("facts", "tier"),
    [
        ({"customer_group": "hospital"}, "A"),
        ({"tags": ["24h"], "coupon": "SAVE5"}, "A"),
        ({"coupon": "SAVE5"}, "B"),
        ({"tags": ["promo"]}, "B"),
        ({}, "C"),
    ],
)
def test_the_default_rules_assign_tiers(facts: dict[str, object], tier: str) -> None:
    assert tier_of(**facts) == tier


def test_an_unknown_tier_is_not_found() -> None:
    with pytest.raises(NotFound):
        tiers.get_tier("Z")


def test_tiers_are_read_again_after_an_edit() -> None:
    assert tiers.get_tier("A").promise_hours == 24
    Tier.update(promise_hours=6).where(Tier.code == "A").execute()
    assert tiers.get_tier("A").promise_hours == 24
    tiers.forget()
    assert tiers.get_tier("A").promise_hours == 6
