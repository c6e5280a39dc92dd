"""Ask carriers what they have seen, where they do not tell by themselves, or forgot to;

and watch what stands still.
"""

import logging
from datetime import timedelta
from typing import Any

from app import clock
from app.db import connection, transaction
from app.errors import AppError
from app.orders.models import Order
from app.picking.exceptions import open_exception
from app.prepared import Prepared, given, update
from app.rules import keeping
from app.rules.evaluating import Verdict, decide
from app.shipping import carriers, hearing
from app.shipping.carriers import LINKS, can_of
from app.shipping.choosing import facts_of
from app.shipping.models import Parcel, Waybill
from app.timeline.recording import record
from app.words import Words

log = logging.getLogger(__name__)
EVERY, SOON, AFTER_ERROR = timedelta(hours=2), timedelta(minutes=30), timedelta(minutes=30)
STEPS_H = (24, 48)
NO_RULE = Verdict("", "没有规则", "No rule")
DUE = Prepared(
    lambda: (
        Waybill.select(Waybill.id)
        .where(Waybill.carrier == given("carrier"), Waybill.poll_at <= given("now"))
        .order_by(Waybill.poll_at)
        .limit(1)
    )
)
STILL = Prepared(
    lambda: (
        Parcel.select(Parcel.id)
        .where(
            Parcel.state == "handed_over",
            Parcel.delivered_at.is_null(),
            Parcel.moved_at <= given("since"),
            Parcel.stuck_h < given("hours"),
        )
        .order_by(Parcel.moved_at)
        .limit(1)
    )
)


def start(waybill: Waybill) -> None:
    """It left the house: its carrier is asked from now on, if it can be asked."""
    first = clock.now() + SOON if can_of(waybill.carrier).track else None
    update(Waybill, waybill.id, poll_at=first)


def poll_next(carrier: str) -> bool:
    """Ask this carrier about one parcel on its way. Whether there was one."""
    with connection():
        found = DUE.first(carrier=carrier, now=clock.to_ms(clock.now()))
        waybill = Waybill.get_by_id(found.id) if found is not None else None
    if waybill is None:
        return False
    _put_off(waybill, AFTER_ERROR)
    try:
        news = LINKS[carrier].track(str(waybill.tracking_no), str(waybill.recipient.get("phone") or ""))
        hearing.hear(carrier, news)
    except AppError as error:
        log.info("%s told nothing of waybill %s: %s", carrier, waybill.id, error.key)
    except Exception:
        log.exception("asking %s about waybill %s broke", carrier, waybill.id)
    else:
        out = any(scan.what == "out_for_delivery" for scan in news.scans)
        _put_off(waybill, SOON if out else EVERY)
    return True


def _put_off(waybill: Waybill, by: timedelta) -> None:
    with transaction():
        still = Waybill.update(poll_at=clock.now() + by)
        still.where(Waybill.id == waybill.id, Waybill.poll_at.is_null(False)).execute()


def watch_next() -> bool:
    """Tell the lead of one parcel that has not moved for a day or two, as the rules of kind `stuck` say."""
    for hours in reversed(STEPS_H):
        since = clock.to_ms(clock.now() - timedelta(hours=hours))
        with connection():
            found = STILL.first(since=since, hours=hours)
        if found is not None:
            _notice(found.id, hours)
            return True
    return False


def _notice(parcel_id: int, hours: int) -> None:
    with transaction():
        fresh = Parcel.update(stuck_h=hours).where(Parcel.id == parcel_id, Parcel.stuck_h < hours)
        if not fresh.execute():
            return
        parcel = Parcel.select(Parcel, Order).join(Order).where(Parcel.id == parcel_id).get()
        facts: dict[str, Any] = facts_of(parcel.order, parcel.weight_g) | {
            "hours": hours,
            "carrier": parcel.carrier,
        }
        verdict = decide(keeping.list_rules("stuck"), facts, NO_RULE)
        record("parcel:stuck", parcel.id, order_id=parcel.order_id, data={"hours": hours})
        if verdict.rule_id is None:
            return
        name = {lang: carriers.name_of(parcel.carrier, lang) for lang in ("zh-CN", "en")}
        told = {"order": parcel.order.order_no, "carrier": name, "hours": hours, "why": verdict.because}
        open_exception(str(verdict.effect)[:24], Words("exception.stuck", told), order_id=parcel.order_id)
