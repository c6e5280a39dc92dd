"""What becomes of units that are nowhere: the rules of kind `short` say it, per tier or by any other fact.

An effect is an object; the first rule that holds and names a thing decides it:
  {"substitute": true}    another SKU may go instead, where the house knows one (`wavecard substitute`)
  {"then": "hold"}        picked as far as it goes; then the lead decides
  {"then": "backorder"}   goes without them; they follow in an order of their own when there is stock
  {"then": "ship"}        goes without them, and that is all
"""

from typing import Any

from app.db import transaction
from app.orders.facts import facts_of
from app.orders.models import Order
from app.rules import keeping
from app.rules.evaluating import Verdict, decide
from app.rules.keeping import RuleDraft
from app.rules.models import Rule

KIND = "short"
THEN = ("hold", "backorder", "ship")
NOTHING = Verdict({}, "-", "-")
RULES = [
    RuleDraft(
        KIND,
        "'substitute' in tags",
        {"substitute": True},
        "客户同意换同类商品",
        "The customer takes another item instead",
    ),
    RuleDraft(
        KIND,
        "tier == 'A'",
        {"then": "hold"},
        "医疗、政府合同由组长决定",
        "Urgent contracts: the lead decides",
    ),
    RuleDraft(
        KIND, "'no-backorder' in tags", {"then": "ship"}, "客户不要补发", "The customer wants nothing later"
    ),
    RuleDraft(KIND, "tier != 'A'", {"then": "backorder"}, "缺的有货后补发", "What is missing follows later"),
]


def ensure_rules() -> None:
    """Make them where no rule of this kind was ever made."""
    if Rule.select().where(Rule.kind == KIND).exists():
        return
    with transaction():
        for draft in RULES:
            keeping.add(draft)


def allows_substitute(order: Order) -> bool:
    return _ask(order, "substitute") is True


def then(order: Order) -> str:
    """hold, backorder or ship. Where no rule says: ship."""
    said = _ask(order, "then")
    return str(said) if said in THEN else "ship"


def _ask(order: Order, name: str) -> Any:
    facts = facts_of(order)
    for rule in keeping.list_rules(KIND):
        verdict = decide([rule], facts, NOTHING)
        if verdict.rule_id is not None and isinstance(verdict.effect, dict) and name in verdict.effect:
            return verdict.effect[name]
    return None
