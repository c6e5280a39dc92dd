"""Which carrier, and why: the rules of kind `carrier` over what is known of the parcel."""

from dataclasses import dataclass
from typing import Any

from app.orders import facts as order_facts
from app.orders.models import Order
from app.prepared import Prepared, update
from app.rules import keeping
from app.rules.evaluating import Verdict, decide
from app.shipping import rates
from app.shipping.care import list_flags
from app.shipping.carriers import LINKS
from app.shipping.divisions import name_province
from app.shipping.models import Carrier, Parcel
from app.words import Words

DEFAULT = "sandbox"
BY_LEAD = "carrier.by_lead"
TAKING = Prepared(lambda: Carrier.select(Carrier.code).where(Carrier.active, Carrier.suspended_at.is_null()))
NO_RULE = Verdict(DEFAULT, "默认快递（没有规则另行指定）", "The usual carrier: no rule names another")


@dataclass(frozen=True)
class Choice:
    carrier: str
    because: Words


def choose_carrier(parcel: Parcel) -> Choice:
    """The first rule that holds; where its carrier takes nothing, the next, the usual, the cheapest."""
    rules, facts = keeping.list_rules("carrier"), facts_of(parcel.order, parcel.weight_g)
    verdict, taking = decide(rules, facts, NO_RULE), list_taking()
    if str(verdict.effect) in taking:
        return Choice(str(verdict.effect), Words("carrier.because", {"why": verdict.because}))
    others = [rule for rule in rules if str(rule.effect) in taking]
    other = decide(others, facts, NO_RULE)
    name, off = str(other.effect), _named(str(verdict.effect))
    if other.rule_id is not None:
        return Choice(name, Words("carrier.next", {"off": off, "why": other.because}))
    if DEFAULT in taking:
        return Choice(DEFAULT, Words("carrier.off", {"carrier": off}))
    offers = rates.list_offers(parcel.order.province, facts["weight_g"])
    known = [offer.carrier.code for offer in offers if offer.carrier.code in LINKS]
    return Choice(known[0] if known else DEFAULT, Words("carrier.off", {"carrier": off}))


def takes(code: str) -> bool:
    """Known, switched on, and its line not suspended."""
    return code in list_taking()


def list_taking() -> set[str]:
    return {row.code for row in TAKING.list()} & LINKS.keys()


def _named(code: str) -> dict[str, str]:
    row = Carrier.get_or_none(Carrier.code == code)
    return {"zh-CN": row.name_zh if row else code, "en": row.name_en if row else code}


def facts_of(order: Order, weight_g: int | None = None) -> dict[str, Any]:
    """What rules may ask of a parcel: app.rules.facts.PARCEL_FACTS."""
    return order_facts.facts_of(order) | {
        "province": name_province(order.province),
        "weight_g": weight_g or order.weight_g,
        "volume_ml": order.volume_ml,
        "flags": sorted(list_flags(order.id)),
    }


def assign_carrier(parcel: Parcel) -> None:
    """Choose, and keep the choice with its reason; what the lead chose stays while it takes parcels."""
    if (parcel.carrier_because or {}).get("key") == BY_LEAD and takes(parcel.carrier):
        return
    choice = choose_carrier(parcel)
    because = choice.because.to_json()
    update(Parcel, parcel.id, carrier=choice.carrier, carrier_because=because)
    parcel.carrier, parcel.carrier_because = choice.carrier, because
