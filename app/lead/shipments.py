"""Carriers side by side, and the parcels that have no number yet: each can still go with another one."""

from typing import Any

from peewee import fn

from app import clock
from app.lead.marks import list_marks, look_of
from app.lead.reading import rows, say_kept
from app.orders.models import Order
from app.shipping import problems, rates
from app.shipping.carriers import LINKS, can_of
from app.shipping.carriers.manual import Manual
from app.shipping.models import Carrier, Parcel, Waybill
from app.shipping.states import LIVING

SHOWN = 30


def read_shipments(lang: str) -> dict[str, Any]:
    """The wire's `GET /api/lead/carriers`. An offer without a price list has no price and no time."""
    known = sorted((row for row in Carrier.select() if row.code in LINKS), key=_first)
    unbooked = _unbooked()
    waiting = dict(rows(_count(Parcel.state == "closed")))
    asking = dict(rows(_count(Parcel.id.in_(_asked()))))
    marks = list_marks(lang)
    taking = [row for row in known if row.active and row.suspended_at is None]
    return {
        "carriers": [
            _carrier(row, lang) | {"waiting": waiting.get(row.code, 0), "asking": asking.get(row.code, 0)}
            for row in known
        ],
        "parcels": [
            look_of(marks, parcel.order.tier) | _parcel(parcel, taking, lang) for parcel in unbooked[:SHOWN]
        ],
        "more": max(0, len(unbooked) - SHOWN),
    }


def _first(row: Carrier) -> tuple[bool, bool, str]:
    """Suspended ones on top, those not in use at the end."""
    return not row.active, row.suspended_at is None, row.code


def _asked() -> Any:
    return Waybill.select(Waybill.parcel).where(Waybill.state == "booking")


def _count(which: Any) -> Any:
    return Parcel.select(Parcel.carrier, fn.COUNT(Parcel.id)).where(which).group_by(Parcel.carrier)


def _unbooked() -> list[Parcel]:
    """Those whose carrier is asked, or not yet: the most pressing first."""
    living = Waybill.select(Waybill.parcel).where(Waybill.state.in_(LIVING))
    on_bench = Parcel.state.in_(("open", "checked")) & Parcel.id.not_in(living)
    query = Parcel.select(Parcel, Order).join(Order).where(on_bench | Parcel.id.in_(_asked()))
    return list(query.where(Order.state != "cancelled").order_by(Order.promised_at, Parcel.id).limit(200))


def _carrier(row: Carrier, lang: str) -> dict[str, Any]:
    can = can_of(row.code)
    return {
        "code": row.code,
        "name": _name(row, lang),
        "active": row.active,
        "suspended_at": clock.iso(row.suspended_at),
        "suspended_because": row.suspended_because,
        "pick_up": row.pick_up,
        "priced": bool(row.rates),
        "change": can.change,
        "redirect": can.redirect,
    }


def _parcel(parcel: Parcel, taking: list[Carrier], lang: str) -> dict[str, Any]:
    order, waybill = parcel.order, _living(parcel)
    offers = rates.list_offers(order.province, parcel.weight_g or order.weight_g, taking)
    return {
        "parcel_id": parcel.id,
        "order_id": order.id,
        "order_no": order.order_no,
        "promised_at": clock.iso(order.promised_at),
        "state": "booking" if waybill else parcel.state,
        "carrier": parcel.carrier if parcel.carrier_because else None,
        "because": say_kept(parcel.carrier_because, lang),
        "problem": problems.tell(waybill.problem, lang) if waybill else "",
        "wants_number": waybill is not None and waybill.carrier == Manual.code,
        "offers": [
            {
                "carrier": one.carrier.code,
                "name": _name(one.carrier, lang),
                "cents": one.cents,
                "hours": one.hours,
            }
            for one in offers
        ],
    }


def _living(parcel: Parcel) -> Waybill | None:
    return Waybill.get_or_none(Waybill.parcel == parcel.id, Waybill.state == "booking")


def _name(row: Carrier, lang: str) -> str:
    return str(row.name_zh if lang == "zh-CN" else row.name_en)
