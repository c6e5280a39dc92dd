"""A carrier whose line is suspended takes nothing: parcels without a number go with the next one at once."""

import re
from collections.abc import Sequence

from app import clock, push
from app.contracts.settings import change_setting, read_setting
from app.db import transaction
from app.errors import Invalid, NotFound, Refused
from app.picking.exceptions import open_exception
from app.shipping import choosing, rates, waybills
from app.shipping.carriers import get_link
from app.shipping.models import Carrier, Parcel, Readdress, Waybill
from app.shipping.parcels import get_parcel, tell
from app.shipping.states import HERE
from app.timeline.recording import record
from app.words import Words

SHOWN = 4
HHMM = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def suspend(code: str, why: str, by: int | None = None) -> int:
    """Nothing is booked with it from now on. How many parcels changed their carrier."""
    with transaction():
        fresh = Carrier.update(suspended_at=clock.now(), suspended_because=why[:200])
        if not fresh.where(Carrier.code == code, Carrier.suspended_at.is_null()).execute():
            return 0
        record("carrier:suspended", 0, by=by, data={"carrier": code})
        waiting = list(Waybill.select().where(Waybill.carrier == code, Waybill.state == "booking"))
        moved = [parcel for waybill in waiting if (parcel := _move(waybill, by)) is not None]
        _tell_lead(code, why, moved)
    return len(moved)


def resume(code: str, by: int | None = None) -> None:
    """The line takes parcels again; those that went elsewhere stay there."""
    with transaction():
        open_again = Carrier.update(suspended_at=None, suspended_because="")
        if not open_again.where(Carrier.code == code, Carrier.suspended_at.is_null(False)).execute():
            raise NotFound("carrier.not_suspended", carrier=code[:16])
        record("carrier:resumed", 0, by=by, data={"carrier": code})
        push.announce("parcel", None, "lead")


def switch(code: str, active: bool, by: int | None = None) -> None:
    """Drive with a carrier, or no more. Refused while its contract is not entered."""
    link = get_link(code)
    if active and not link.ready:
        raise Refused("carrier.no_contract", carrier=code, needs=", ".join(link.needs))
    with transaction():
        Carrier.update(active=active).where(Carrier.code == code).execute()
        record("carrier:switched", 0, by=by, data={"carrier": code, "active": active})


def set_trucks(code: str, times: Sequence[str], by: int | None = None) -> None:
    """Its trucks leave daily at these local times; orders that come in from now on are planned by them."""
    get_link(code)
    for at in times:
        if not HHMM.fullmatch(at):
            raise Invalid("carrier.bad_time", time=at[:16])
    with transaction():
        trucks = {**read_setting("trucks", {}), code: sorted(times)}
        if times:
            Carrier.update(pick_up=max(times)).where(Carrier.code == code).execute()
        change_setting("trucks", {known: listed for known, listed in trucks.items() if listed}, by)
        change_setting("pick_ups", sorted({at for listed in trucks.values() for at in listed}), by)


def choose(parcel_id: int, code: str, by: int) -> Words:
    """The lead sends one parcel with another carrier, as long as it has no number."""
    with transaction():
        parcel = get_parcel(parcel_id)
        if not choosing.takes(code):
            raise Refused("carrier.takes_nothing", carrier=code)
        living = waybills.find_living(parcel.id)
        if living is not None and living.state != "booking":
            raise Refused("carrier.booked_already", order=parcel.order.order_no)
        if parcel.state not in HERE:
            raise Refused("carrier.gone_already", order=parcel.order.order_no)
        because = Words(choosing.BY_LEAD).to_json()
        Parcel.update(carrier=code, carrier_because=because).where(Parcel.id == parcel.id).execute()
        parcel.carrier, parcel.carrier_because = code, because
        if living is not None:
            _ask_again(parcel, living, by)
        tell(parcel)
    return Words("carrier.chosen", {"order": parcel.order.order_no, "carrier": code})


def _move(waybill: Waybill, by: int | None) -> Parcel | None:
    """It may have been given a number that we never heard of:

    the void booking is cancelled with its carrier.
    """
    parcel = get_parcel(waybill.parcel_id)
    choosing.assign_carrier(parcel)
    if parcel.carrier == waybill.carrier:
        return None
    _ask_again(parcel, waybill, by)
    return parcel


def _ask_again(parcel: Parcel, living: Waybill, by: int | None) -> None:
    waybills.make_void(living, parcel.order_id, by)
    asked = waybills.ask(parcel, by)
    Readdress.update(waybill=asked).where(
        Readdress.waybill == living.id, Readdress.state == "booking"
    ).execute()


def _tell_lead(code: str, why: str, moved: list[Parcel]) -> None:
    """Price and time of the others side by side, for the first of the parcels."""
    first = moved[0].order if moved else None
    offers = rates.list_offers(first.province if first else "", first.weight_g if first else 1000)[:SHOWN]
    told = {lang: "; ".join(offer.tell(lang) for offer in offers) for lang in ("zh-CN", "en")}
    row = Carrier.get_by_id(code)
    name = {"zh-CN": row.name_zh, "en": row.name_en}
    words = Words("exception.line", {"carrier": name, "why": why[:120], "count": len(moved), "offers": told})
    open_exception("line", words, order_id=first.id if first else None)
