from dataclasses import replace

import pytest

from app.errors import Invalid, NotFound
from app.rules import keeping
from app.rules.keeping import RuleDraft
from app.rules.models import Rule

GOOD = RuleDraft("tier", "units > 100", "B", "大单", "Large order")


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("units >", "not an expression"),
        ("colour == 'red'", "no such fact: colour"),
        ("units > 'many'", "not supported"),
        ("tags.pop()", "not allowed"),
        ("x" * 301, "longer than"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_not_saved(database: str, condition: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        keeping.add(replace(GOOD, condition=condition))
    assert Rule.select().count() == 0


def test_rules_are_asked_in_the_order_they_were_added_unless_placed(database: str) -> None:
    first, second = keeping.add(GOOD), keeping.add(GOOD)
    urgent = keeping.add(GOOD, position=1)
    assert [rule.id for rule in keeping.list_rules("tier")] == [urgent.id, first.id, second.id]


def test_a_switched_off_rule_is_not_asked(database: str) -> None:
    rule = keeping.add(GOOD)
    assert len(keeping.list_rules("tier")) == 1
    keeping.switch(rule.id, active=False)
    assert keeping.list_rules("tier") == ()


def test_what_cannot_be_kept_is_said(database: str) -> None:
    with pytest.raises(Invalid):
        keeping.add(replace(GOOD, kind="weather"))
    with pytest.raises(Invalid):
        keeping.add(replace(GOOD, because_zh=" "))
    with pytest.raises(NotFound):
        keeping.switch(99, active=True)
