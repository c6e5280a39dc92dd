"""The customer's slip after an address change: a random token that opens the tracking page alone."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any

from app import clock
from app.contracts.tiers import get_site
from app.printing.jobs import Document, print_document, withdraw
from app.printing.moments import local_iso
from app.shipping import carriers
from app.shipping.addresses import masked
from app.shipping.labels import lang_of
from app.shipping.links import tracking_url
from app.shipping.models import Readdress, Voucher, Waybill
from app.timeline.recording import record

TOKEN_BYTES = 16  # 128 bits
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
KEPT = timedelta(days=90)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads like something else


def make(readdress: Readdress, waybill: Waybill) -> Voucher:
    """A voucher for a changed address, on its way out of the printer beside the new label."""
    parcel, now, token = readdress.parcel, clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
    voucher = Voucher.create(
        parcel=parcel,
        readdress=readdress,
        token_hash=digest(token),
        short_code=_short_code(),
        made_at=now,
        expires_at=now + KEPT,
    )
    record("voucher:made", voucher.id, order_id=parcel.order_id)
    content = _content(readdress, waybill, voucher) | {"url": tracking_url(token)}
    document = Document(
        key_of(parcel.id),
        "voucher",
        content,
        version=readdress.id,
        tier=parcel.order.tier,
        order_id=parcel.order_id,
        parcel_id=parcel.id,
    )
    print_document(parcel.station_id or 0, document)
    return voucher


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
    old = Waybill.select().where(Waybill.parcel == parcel.id, Waybill.version < waybill.version)
    before = old.where(Waybill.tracking_no.is_null(False)).order_by(Waybill.version.desc()).first()
    return {
        "site_name": get_site().name,
        "order_no": parcel.order.order_no,
        "carrier": carriers.name_of(waybill.carrier, lang_of(parcel.station_id)),
        "tracking_no": waybill.tracking_no,
        "old_tracking_no": before.tracking_no if before else "",
        "code": voucher.short_code,
        "address": f"{masked(waybill.recipient)} ****",
        "changed_at": local_iso(clock.now()),
    }


def retire(readdress: Readdress) -> None:
    """A later change came: this slip is not printed any more. One that is out still opens the same page."""
    withdraw(key_of(readdress.parcel_id), readdress.id)


def find_by_token(token: str) -> Voucher | None:
    """The voucher of a token while it is valid; unknown, expired, revoked and malformed look the same."""
    if not TOKEN.fullmatch(token):
        return None
    living = Voucher.expires_at > clock.now(), Voucher.revoked_at.is_null()
    return Voucher.get_or_none(Voucher.token_hash == digest(token), *living)


def revoke(voucher_id: int, by: int | None = None) -> None:
    """The token opens nothing any more."""
    voucher = Voucher.get_by_id(voucher_id)
    fresh = Voucher.update(revoked_at=clock.now()).where(
        Voucher.id == voucher_id, Voucher.revoked_at.is_null()
    )
    if fresh.execute():
        record("voucher:revoked", voucher_id, order_id=voucher.parcel.order_id, by=by)
