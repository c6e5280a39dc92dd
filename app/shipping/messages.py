"""Texts to customers: written down sealed, taken by a gateway outside any transaction, then wiped."""

import logging
from datetime import timedelta

from peewee import fn

from app import clock
from app.contracts.tiers import get_site
from app.db import connection, transaction
from app.errors import Unavailable
from app.prepared import Prepared, given
from app.printing.sealing import seal, unseal
from app.shipping import gateways
from app.shipping.models import Message, Waybill
from app.timeline.recording import record
from app.words import Words, say

log = logging.getLogger(__name__)
MOST_TRIES = 8
HAPPENED = {"sent": "message:sent", "failed": "message:failed"}
DUE = Prepared(
    lambda: (
        Message.select(Message.id)
        .where(
            Message.state == "waiting",
            Message.next_try_at.is_null() | (Message.next_try_at <= given("now")),
        )
        .order_by(fn.COALESCE(Message.next_try_at, 0), Message.id)
        .limit(1)
    )
)


def send_link(waybill: Waybill, url: str, kept: bool, lang: str) -> None:
    """The changed parcel's page, to the phone on its waybill; `kept`: under the number it had."""
    told = {"site": get_site().name, "number": waybill.tracking_no or "", "url": url}
    text = say(Words("message.voucher_kept" if kept else "message.voucher", told), lang)
    _keep("voucher", str(waybill.recipient.get("phone") or ""), text, waybill.parcel.order_id)


def send_code(phone: str, code: str, lang: str) -> None:
    _keep("code", phone, say(Words("message.code", {"site": get_site().name, "code": code}), lang), None)


def _keep(kind: str, phone: str, text: str, order_id: int | None) -> None:
    if not phone:
        return
    with transaction():
        sealed = seal({"phone": phone, "text": text})
        made = Message.create(kind=kind, order_id=order_id, sealed=sealed, made_at=clock.now())
        record("message:written", made.id, order_id=order_id, data={"kind": kind})


def send_next() -> bool:
    """Give one text to the gateway. Whether there was one."""
    with connection():
        found = DUE.first(now=clock.to_ms(clock.now()))
    if found is None:
        return False
    message = Message.get_by_id(found.id)
    if not _claim(message):
        return True
    try:
        told = unseal(message.sealed)
        gateways.current().send(told["phone"], told["text"])
    except Unavailable as error:
        _again(message, permanent=error.permanent)
    except Exception:
        log.exception("sending message %s broke", message.id)
        _again(message, permanent=False)
    else:
        _done(message, "sent")
    return True


def _claim(message: Message) -> bool:
    wait = timedelta(seconds=min(2 ** (message.tries + 2), 600))
    with transaction():
        mine = (Message.id == message.id) & (Message.state == "waiting") & (Message.tries == message.tries)
        tried = Message.update(tries=Message.tries + 1, next_try_at=clock.now() + wait)
        return bool(tried.where(mine).execute())


def _again(message: Message, permanent: bool) -> None:
    if permanent or message.tries + 1 >= MOST_TRIES:
        _done(message, "failed")


def _done(message: Message, state: str) -> None:
    with transaction():
        kept = Message.update(state=state, sealed="", sent_at=clock.now() if state == "sent" else None)
        if kept.where(Message.id == message.id, Message.state == "waiting").execute():
            record(HAPPENED[state], message.id, order_id=message.order_id, data={"kind": message.kind})
