"""The customer's slip after an address change: a random token that opens the tracking page alone."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any

from app import clock
from app.contracts.tiers import get_site
from app.printing.jobs import Document, print_document, withdraw
from app.printing.models import PrintJob
from app.printing.moments import local_iso
from app.printing.sealing import remakes
from app.shipping import carriers, messages, tracking
from app.shipping.addresses import list_changed, masked
from app.shipping.labels import lang_of
from app.shipping.links import tracking_url
from app.shipping.masking import mask_name, mask_phone
from app.shipping.models import Label, Parcel, Readdress, Voucher, Waybill
from app.timeline.recording import record

TOKEN_BYTES = 16  # 128 bits
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
TOKEN_LENGTH = 22
KEPT = timedelta(days=90)  # after delivery
UNDELIVERED = timedelta(days=180)  # what was never delivered is not kept open for ever
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads like something else


def make(readdress: Readdress, waybill: Waybill, on_paper: bool = True) -> Voucher:
    """The link goes out to the customer at once; the paper copy lies beside the new label.

    A parcel that has left gets no paper: there is nothing to put it into.
    """
    voucher, token = _new(readdress)
    url = tracking_url(token)
    if url is not None:
        _send(readdress, waybill, url)
    if on_paper:
        _print(readdress, _content(readdress, waybill, voucher) | {"url": url})
    return voucher


def _send(readdress: Readdress, waybill: Waybill, url: str) -> None:
    """In the language of the paper copy."""
    messages.send_link(waybill, url, keeps_number(waybill), lang_of(readdress.parcel.station_id))


def _new(readdress: Readdress) -> tuple[Voucher, str]:
    now, token = clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
    voucher = Voucher.create(
        parcel=readdress.parcel,
        readdress=readdress,
        token_hash=digest(token),
        short_code=_short_code(),
        made_at=now,
        expires_at=now + UNDELIVERED,
    )
    record("voucher:made", voucher.id, order_id=readdress.order_id)
    return voucher, token


def _print(readdress: Readdress, content: dict[str, Any]) -> None:
    parcel = readdress.parcel
    document = Document(
        key_of(parcel.id),
        "voucher",
        content,
        version=readdress.id,
        tier=parcel.order.tier,
        order_id=parcel.order_id,
        parcel_id=parcel.id,
        sealed=True,
    )
    print_document(parcel.station_id or 0, document)


@remakes("voucher")
def remake(job: PrintJob) -> dict[str, Any]:
    """A reprint: the token of the lost paper opens nothing any more, this one has its own."""
    readdress = Readdress.get_by_id(job.version)
    for old in Voucher.select().where(Voucher.readdress == readdress.id, Voucher.revoked_at.is_null()):
        revoke(old.id)
    voucher, token = _new(readdress)
    waybill = Waybill.get_by_id(readdress.waybill_id)
    url = tracking_url(token)
    if url is not None:
        _send(readdress, waybill, url)
    return _content(readdress, waybill, voucher) | {"url": url}


def keep_after_delivery(parcel_id: int) -> None:
    """It was delivered: its links close after KEPT."""
    mine = (Voucher.parcel == parcel_id) & Voucher.revoked_at.is_null()
    Voucher.update(expires_at=clock.now() + KEPT).where(mine).execute()


def key_of(parcel_id: int) -> str:
    return f"parcel:{parcel_id}:voucher"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _short_code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _content(readdress: Readdress, waybill: Waybill, voucher: Voucher) -> dict[str, Any]:
    """What the layout `voucher` is filled with: nothing that a stranger who finds it may not read."""
    parcel = readdress.parcel
    return {
        "site_name": get_site().name,
        "order_no": parcel.order.order_no,
        "carrier": carriers.name_of(waybill.carrier, lang_of(parcel.station_id)),
        "tracking_no": waybill.tracking_no,
        "old_tracking_no": "" if keeps_number(waybill) else _number_before(waybill),
        "code": voucher.short_code,
        "address": _what_changed(readdress),
        "changed_at": local_iso(clock.now()),
    }


def keeps_number(waybill: Waybill) -> bool:
    """An earlier label, or the one on its way, carries the same number."""
    labels_of = Label.select().where(Label.waybill == waybill.id)
    gone = Parcel.get_by_id(waybill.parcel_id).state == "handed_over"
    return bool(labels_of.count() > (0 if gone else 1))


def _number_before(waybill: Waybill) -> str:
    old = Waybill.select().where(Waybill.parcel == waybill.parcel_id, Waybill.version < waybill.version)
    before = old.where(Waybill.tracking_no.is_null(False)).order_by(Waybill.version.desc()).first()
    return str(before.tracking_no) if before else ""


def _what_changed(readdress: Readdress) -> str:
    """Where it went, where it goes, and a new name or phone: masked."""
    before, after = readdress.before, readdress.after
    changed = list_changed(before, after)
    places = list(dict.fromkeys(f"{masked(told)} ****" for told in (before, after)))
    parts = [" → ".join(places)]
    parts += [mask_name(str(after["name"]))] if "name" in changed else []
    parts += [mask_phone(str(after["phone"]))] if "phone" in changed else []
    return " · ".join(parts)


def retire(readdress: Readdress) -> None:
    """A later change came: this slip is not printed any more. One that is out still opens the same page."""
    withdraw(key_of(readdress.parcel_id), readdress.id)


def find_by_token(token: str) -> Any:
    """The voucher's row while it is valid. Unknown, expired, revoked and malformed cost and look the same."""
    told = token[:TOKEN_LENGTH] if TOKEN.fullmatch(token) else "-" * TOKEN_LENGTH
    return tracking.find_voucher(digest(told))


def revoke(voucher_id: int, by: int | None = None) -> None:
    """The token opens nothing any more."""
    voucher = Voucher.get_by_id(voucher_id)
    fresh = Voucher.update(revoked_at=clock.now()).where(
        Voucher.id == voucher_id, Voucher.revoked_at.is_null()
    )
    if fresh.execute():
        record("voucher:revoked", voucher_id, order_id=voucher.parcel.order_id, by=by)
