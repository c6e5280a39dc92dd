"""Who may ask for another address, what is checked before anything stops, and what will happen: `preview`."""

from typing import Any

from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.orders import holding
from app.orders.addressing import change_address
from app.orders.models import Order
from app.orders.ordering import get_order
from app.orders.states import BEFORE_SHIPPED
from app.shipping import labels, merging, readdressing, rerouting, waybills
from app.shipping.addresses import FIELDS, Address, list_changed, list_missing, name_fields
from app.shipping.carriers import can_of
from app.shipping.completing import Completed, complete
from app.shipping.models import Parcel, Readdress
from app.shipping.parcels import lock_order
from app.shipping.readdressing import Wish
from app.shipping.states import HERE
from app.words import Words

WITH_US = (*BEFORE_SHIPPED, "shipped")


def readdress(order_id: int, address: Address, wish: Wish) -> Words:
    """Send an order elsewhere. What is here and has a waybill stops at once; what has left is asked for."""
    with transaction():
        order = lock_order(order_id)
        before = waybills.recipient_of(order)
        wanted = _wanted(order, before, address, wish)
        here, gone = _labelled(order), _gone(order)
        if gone:
            rerouting.check(gone, wish)
        if not _may_go_ahead(gone, wish):
            if not here and not gone:  # nothing that a question could stand on
                raise Refused("readdress.ask_us")
            for parcel in [*here, *gone]:
                readdressing.replace_own(readdressing.ask(parcel, before, wanted, wish), wish.by)
            return Words("readdress.asked", {"order": order.order_no})
        if here or not gone:
            _change(order, wanted, wish)
        _settle_review(order, wish.by)
        for parcel in here:
            parcel.order = get_order(parcel.order_id)
            readdressing.stop(readdressing.ask(parcel, before, wanted, wish), wish.by)
        for parcel in gone:
            rerouting.send(readdressing.ask(parcel, before, wanted, wish), wish.by)
        _close_question(wish)
    key = "readdress.sent" if gone else "readdress.stopped" if here else "readdress.changed"
    return Words(key, {"order": order.order_no})


def _wanted(order: Order, before: dict[str, Any], address: Address, wish: Wish) -> dict[str, str]:
    """The completed address; Refused or Invalid when it cannot be, or nobody may."""
    if order.state not in WITH_US:
        raise Refused("readdress.cancelled" if order.state == "cancelled" else "readdress.over_with")
    if order.oaid and wish.source != "channel":
        raise Refused("readdress.platform", channel=order.channel_id)
    made = complete_for(order, address)
    missing = list_missing(made.address, order.country) if not order.oaid else []
    if missing:
        raise Invalid("readdress.missing", fields=name_fields(missing))
    if "building" in made.asked and not wish.as_is and wish.source != "channel":
        raise Invalid("readdress.building")
    if not list_changed(before, made.address) and made.address["oaid"] == order.oaid:
        raise Refused("readdress.no_change")
    return made.address


def complete_for(order: Order, address: Address) -> Completed:
    told = {name: getattr(address, name) for name in (*FIELDS, "oaid")}
    made = complete(told, order.country)
    made.address["oaid"] = made.address.get("oaid") or order.oaid
    return made


def _may_go_ahead(gone: list[Parcel], wish: Wish) -> bool:
    """A customer's wish waits for the lead, and so does anybody's but the lead's that costs something."""
    if wish.decides:
        return True
    return wish.source != "customer" and not any(rerouting.fee_of(parcel) for parcel in gone)


def _change(order: Order, wanted: dict[str, str], wish: Wish) -> None:
    """Orders that share a box go where it goes."""
    change_address(order, wanted, wish.by)
    for other_id in merging.list_together(order.id)[1:]:
        change_address(lock_order(other_id), wanted, wish.by)


def _labelled(order: Order) -> list[Parcel]:
    """Boxes in the house that have a waybill, those of other orders that hold a part of this one too."""
    mine = Parcel.order.in_(merging.list_together(order.id))
    parcels = list(Parcel.select().where(mine, Parcel.state.in_(HERE)).order_by(Parcel.id))
    return [parcel for parcel in parcels if waybills.find_living(parcel.id) is not None]


def _gone(order: Order) -> list[Parcel]:
    mine = Parcel.order.in_(merging.list_together(order.id)) & Parcel.delivered_at.is_null()
    return list(Parcel.select().where(mine, Parcel.state == "handed_over").order_by(Parcel.id))


def _settle_review(order: Order, by: int | None) -> None:
    """The channel sent another address after packing began and asked for a person: this is what they did."""
    review = holding.find_block(order.id, "review")
    if review is not None and review.why.get("key") == "order.address_changed":
        holding.lift(review.id, by)


def _close_question(wish: Wish) -> None:
    """Approved while there was no paper: changing the order was all there was to do."""
    if wish.asked is not None and Readdress.get_by_id(wish.asked.id).state == "asked":
        readdressing.end(wish.asked, "close", wish.by)


def answer(readdress_id: int, approved: bool, wish: Wish) -> Words:
    """The lead's word on somebody's question. Refused when it is answered already."""
    with transaction():
        row = Readdress.get_or_none(Readdress.id == readdress_id)
        if row is None:
            raise NotFound("readdress.unknown")
        lock_order(row.order_id)
        row = Readdress.get_by_id(readdress_id)
        if row.state != "asked":
            raise Refused("readdress.answered")
        if not approved:
            readdressing.end(row, "refuse", wish.by)
            because = Words("readdress.declined").to_json()
            Readdress.update(because=because).where(Readdress.id == row.id).execute()
            return Words("readdress.declined")
        wanted = Address(**{name: row.after.get(name) or "" for name in (*FIELDS, "oaid")})
        kept = Wish(row.source, wish.by, row.reason, wish.fee_cents, as_is=True, asked=row)
        return readdress(row.order_id, wanted, kept)


def preview(order_id: int, address: Address) -> dict[str, Any]:
    """What the lead sees before confirming:

    the completed address, what to ask the customer, what will happen.
    """
    order = get_order(order_id)
    made = complete_for(order, address)
    here, gone = _labelled(order), _gone(order)
    links = [can_of((waybills.find_living(parcel.id) or parcel).carrier) for parcel in [*here, *gone]]
    steps = [can.change for can in links[: len(here)]]
    steps += ["redirect" if can.redirect else "impossible" for can in links[len(here) :]]
    return {
        "address": {name: made.address[name] for name in FIELDS},
        "filled": made.filled,
        "missing": list_missing(made.address, order.country),
        "asked": made.asked,
        "doubts": made.doubts,
        "steps": list(dict.fromkeys(steps)),
        "fee_cents": sum(rerouting.fee_of(parcel) for parcel in gone),
        "printed": any(labels.find_current(parcel) is not None for parcel in here),
    }
