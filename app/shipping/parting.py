"""Whether a part of an order may leave before the rest, as the rules of kind `packing` say."""

from app.orders.models import Order
from app.prepared import Prepared, given
from app.rules import keeping
from app.rules.evaluating import Verdict, decide
from app.shipping.choosing import facts_of
from app.shipping.models import Parcel
from app.shipping.states import ON_BENCH

NO_RULE = Verdict({}, "-", "-")
OTHERS = Prepared(
    lambda: (
        Parcel.select(Parcel.id)
        .where(
            Parcel.order == given("order_id"),
            Parcel.id != given("parcel_id"),
            Parcel.state.in_(ON_BENCH),
        )
        .limit(1)
    )
)


def may_go_in_parts(order: Order) -> bool:
    """The first rule that says anything of parts decides; without one the boxes wait for one another."""
    rules = [rule for rule in keeping.list_rules("packing") if "partial" in (rule.effect or {})]
    if not rules:
        return False
    verdict = decide(rules, facts_of(order) | {"remark": order.remark}, NO_RULE)
    return verdict.rule_id is not None and bool(verdict.effect["partial"])


def waits_for_others(parcel: Parcel) -> bool:
    """Another box of the same order is not closed yet, and they must go together."""
    if OTHERS.first(order_id=parcel.order_id, parcel_id=parcel.id) is None:
        return False
    return not may_go_in_parts(parcel.order)
