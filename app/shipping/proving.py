"""Who may read more than a token shows: the last four digits of the phone, or a code sent to it.

What was proved is kept in a signed cookie for a quarter of an hour, for the pages under /t/ alone.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import cache
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app import clock, config
from app.db import transaction
from app.orders.models import HAS_PHONE, Order
from app.printing.sealing import seal, unseal
from app.shipping import messages
from app.shipping.models import Parcel, PhoneCode, Voucher, Waybill
from app.timeline.recording import record

COOKIE = "wavecard_t"
LASTS_S = 15 * 60
TRIES = 5
CODE_LASTS = timedelta(minutes=10)
CODES_PER_HOUR = 3


def prove(voucher_id: int, parcel_id: int, last_four: str) -> str | None:
    """A cookie when these are the last digits of the recipient's phone; five wrong tries close the
    voucher's door.

    The try is counted before it is looked at: many at once are no more than five.
    """
    with transaction():
        counted = Voucher.update(tries=Voucher.tries + 1)
        if not counted.where(Voucher.id == voucher_id, Voucher.tries < TRIES).execute():
            return None
    if not hmac.compare_digest(_last_four(parcel_id).encode(), last_four.strip().encode()):
        return None
    with transaction():
        Voucher.update(tries=0).where(Voucher.id == voucher_id, Voucher.tries < TRIES).execute()
        record("voucher:opened", voucher_id, order_id=Parcel.get_by_id(parcel_id).order_id)
    return _signer().dumps({"voucher": voucher_id})


def is_closed(voucher_id: int) -> bool:
    return int(Voucher.get_by_id(voucher_id).tries) >= TRIES


def _last_four(parcel_id: int) -> str:
    """Of the newest waybill's recipient; a phone without four digits is never matched."""
    waybill = Waybill.select().where(Waybill.parcel == parcel_id).order_by(Waybill.version.desc()).first()
    digits = "".join(digit for digit in str(waybill.recipient.get("phone") or "") if digit.isdigit())
    return digits[-4:] if len(digits) >= 7 else secrets.token_hex(4)


def proved_voucher(cookie: str | None) -> int | None:
    """The voucher whose phone somebody has proved."""
    return _read(cookie).get("voucher")


def proved_phone(cookie: str | None) -> str | None:
    """The phone that somebody has proved; sealed in the cookie, so that no browser keeps it."""
    sealed = _read(cookie).get("phone")
    return str(unseal(sealed)) if sealed else None


def _read(cookie: str | None) -> dict[str, Any]:
    try:
        told = _signer().loads(cookie or "", max_age=LASTS_S)
    except BadSignature:
        return {}
    return told if isinstance(told, dict) else {}


def send_code(phone: str, lang: str) -> None:
    """A code to a phone that has orders here; whether it has is not told to whoever asks."""
    digits = normal(phone)
    if not Order.select().where(Order.phone == digits, HAS_PHONE).exists():
        return
    now, hashed = clock.now(), hash_phone(digits)
    recent = PhoneCode.select().where(
        PhoneCode.phone_hash == hashed, PhoneCode.made_at > now - timedelta(hours=1)
    )
    if recent.count() >= CODES_PER_HOUR:
        return
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction():
        kept = {"phone_hash": hashed, "code_hash": _keyed(f"{hashed}:{code}"), "made_at": now}
        PhoneCode.create(**kept, expires_at=now + CODE_LASTS)
        messages.send_code(digits, code, lang)


def prove_code(phone: str, code: str) -> str | None:
    """A cookie for the newest code that was sent to this phone; five wrong tries end it."""
    hashed = hash_phone(normal(phone))
    mine = PhoneCode.select().where(PhoneCode.phone_hash == hashed, PhoneCode.used_at.is_null())
    last = mine.where(PhoneCode.expires_at > clock.now()).order_by(PhoneCode.id.desc()).first()
    if last is None:
        return None
    with transaction():
        counted = PhoneCode.update(tries=PhoneCode.tries + 1)
        if not counted.where(PhoneCode.id == last.id, PhoneCode.tries < TRIES).execute():
            return None
    if not hmac.compare_digest(last.code_hash, _keyed(f"{hashed}:{code.strip()}")):
        return None
    with transaction():
        fresh = PhoneCode.update(used_at=clock.now())
        if not fresh.where(PhoneCode.id == last.id, PhoneCode.used_at.is_null()).execute():
            return None
    return _signer().dumps({"phone": seal(normal(phone))})


def normal(phone: str) -> str:
    """As channels write it: digits, without +86 or blanks."""
    digits = "".join(character for character in phone if character.isdigit())[:20]
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def hash_phone(digits: str) -> str:
    return _keyed(f"phone:{digits}")


def _keyed(text: str) -> str:
    return hmac.new(_secret(), text.encode(), hashlib.sha256).hexdigest()


@cache
def _secret() -> bytes:
    return config.from_environment().secret_key.encode()


@cache
def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.from_environment().secret_key, salt="wavecard tracking")
