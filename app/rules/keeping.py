"""Save rules that can be asked, and hand out the active ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.db import after_commit, transaction
from app.errors import Invalid, NotFound
from app.rules.evaluating import BadExpression, holds, names_in
from app.rules.facts import FACTS
from app.rules.models import Rule
from app.rules.remembering import Remembered
from app.timeline.recording import record


@dataclass(frozen=True)
class RuleDraft:
    """A rule as somebody wrote it; `because_*` is the sentence that its decisions carry."""

    kind: str
    condition: str
    effect: Any
    because_zh: str
    because_en: str


def check(kind: str, condition: str) -> None:
    """Invalid when the condition cannot be asked of this kind's facts."""
    facts = FACTS.get(kind)
    if facts is None:
        raise Invalid("rules.unknown_kind", kind=kind[:16])
    try:
        unknown = names_in(condition) - facts.keys()
        if unknown:
            raise BadExpression(f"no such fact: {', '.join(sorted(unknown))}")
        holds(condition, facts)
    except BadExpression as error:
        raise Invalid("rules.bad_condition", why=str(error)) from None


def add(draft: RuleDraft, position: int | None = None, by: int | None = None) -> Rule:
    """Keep a rule; last of its kind unless `position` says where. Invalid when it cannot be asked."""
    check(draft.kind, draft.condition)
    if not draft.because_zh.strip() or not draft.because_en.strip():
        raise Invalid("rules.no_reason")
    with transaction():
        place = _next_position(draft.kind) if position is None else position
        made = Rule.create(**draft.__dict__, position=place)
        record("rule:added", made.id, by=by, data={"kind": draft.kind, "condition": draft.condition})
        after_commit(forget)
    return made


def switch(rule_id: int, active: bool, by: int | None = None) -> None:
    """Ask a rule again, or no more."""
    with transaction():
        if not Rule.update(active=active).where(Rule.id == rule_id).execute():
            raise NotFound("rules.unknown", id=rule_id)
        record("rule:switched", rule_id, by=by, data={"active": active})
        after_commit(forget)


def list_rules(kind: str) -> Sequence[Rule]:
    """The active rules of a kind in the order they are asked; an edit elsewhere shows within seconds."""
    return _remembered(kind).get()


def forget() -> None:
    for kind in FACTS:
        _remembered(kind).forget()


@cache
def _remembered(kind: str) -> Remembered[tuple[Rule, ...]]:
    def read() -> tuple[Rule, ...]:
        asked = Rule.select().where(Rule.kind == kind, Rule.active == True)  # noqa: E712 - SQL, not Python
        return tuple(asked.order_by(Rule.position, Rule.id))

    return Remembered(read)


def _next_position(kind: str) -> int:
    last = Rule.select(Rule.position).where(Rule.kind == kind).order_by(Rule.position.desc()).first()
    return 10 if last is None else int(last.position) + 10
