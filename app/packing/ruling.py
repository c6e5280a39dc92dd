"""What the rules of kind `packing` say of a parcel: every one that holds adds to its card, with its reason.

An effect is an object; each rule gives one or more of
  {"box": "M"}              the size of the box
  {"mark": "fragile"}       how it is protected: fragile, cold, liquid, upright, or a text {"zh-CN", "en"}
  {"insert": "GIFT-1"}      something to add, ticked by scanning this code (an SKU's barcode or code)
  {"ask": true}             the customer's remark asks for something: it is highlighted
  {"weigh": true, "tolerance_g": 30, "tolerance_pct": 5}   close only after weighing, within this tolerance
  {"second": true}          close only after somebody else has looked and scanned their badge
  {"partial": true}         the contract lets parts go ahead of the rest
"""

from dataclasses import dataclass, field
from typing import Any

from app.rules import keeping
from app.rules.evaluating import Verdict, decide
from app.shipping.choosing import facts_of
from app.shipping.models import Parcel

NOTHING = Verdict({}, "-", "-")


@dataclass(frozen=True)
class Said:
    """One rule that held."""

    effect: dict[str, Any]
    because: dict[str, str]


@dataclass(frozen=True)
class Ruling:
    """All rules that held, in their order; the first that names a thing decides it."""

    said: list[Said] = field(default_factory=list)

    def get(self, name: str) -> Any:
        return next((one.effect[name] for one in self.said if name in one.effect), None)

    def why(self, name: str) -> dict[str, str] | None:
        return next((one.because for one in self.said if name in one.effect), None)

    def list_all(self, name: str) -> list[tuple[Any, dict[str, str]]]:
        return [(one.effect[name], one.because) for one in self.said if name in one.effect]


def rule_on(parcel: Parcel, name: str = "") -> Ruling:
    """What all rules say; of those that may name `name`, where only that is asked for."""
    rules = [rule for rule in keeping.list_rules("packing") if not name or name in (rule.effect or {})]
    if not rules:
        return Ruling()
    facts = facts_of(parcel.order, None) | {"remark": parcel.order.remark}
    said = []
    for rule in rules:
        verdict = decide([rule], facts, NOTHING)
        if verdict.rule_id is not None and isinstance(verdict.effect, dict):
            said.append(Said(verdict.effect, verdict.because))
    return Ruling(said)
