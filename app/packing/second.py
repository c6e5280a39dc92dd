"""Two people look, where a packing rule asks for it: {"second": true}. The second scans their own badge."""

from typing import Any

from app import clock
from app.db import transaction
from app.errors import NotFound, Refused
from app.ops.verbs import Op
from app.packing.labelling import own_parcel
from app.packing.models import SecondCheck
from app.packing.ruling import Ruling, rule_on
from app.people.models import Operator
from app.shipping.models import Parcel
from app.shipping.parcels import tell
from app.shipping.states import ON_BENCH
from app.timeline.recording import record
from app.words import Words

MAY = {"packer", "lead", "admin"}


def check(op: Op, parcel_id: int, badge: str) -> Words:
    """Refused for the packer's own badge, and for whoever may not pack."""
    with transaction():
        parcel = own_parcel(op, parcel_id, *ON_BENCH)
        who = Operator.get_or_none(Operator.badge == badge.strip().upper(), Operator.active)
        if who is None or not MAY & set(who.roles):
            raise NotFound("pack.no_second", badge=badge.strip()[:20])
        if who.id == op.by:
            raise Refused("pack.second_other")
        known = SecondCheck.get_or_none(SecondCheck.parcel == parcel.id)
        if known is None:
            SecondCheck.create(parcel=parcel.id, operator_id=who.id, at=clock.now())
            record("parcel:second_checked", parcel.id, order_id=parcel.order_id, by=who.id)
            tell(parcel)
    return Words("pack.second_done", {"name": who.name})


def require(parcel: Parcel) -> None:
    """Refused while a second person is asked for and has not looked, unless a lead let the parcel through."""
    if parcel.overridden_by is None and rule_on(parcel, "second").get("second") and find_name(parcel) is None:
        raise Refused("pack.second_first")


def find_name(parcel: Parcel) -> str | None:
    known = SecondCheck.get_or_none(SecondCheck.parcel == parcel.id)
    return str(Operator.get_by_id(known.operator_id).name) if known else None


def card_of(parcel: Parcel, ruling: Ruling, lang: str) -> dict[str, Any] | None:
    """Who has looked, and why somebody must; None where nobody asks, or a lead let it through."""
    if parcel.overridden_by is not None or not ruling.get("second"):
        return None
    return {"by": find_name(parcel), "because": (ruling.why("second") or {}).get(lang, "")}
