"""Devices: paired once by a short-lived code, known by their token, revoked when lost."""

from datetime import datetime, timedelta

from app import clock, push
from app.db import transaction
from app.errors import Denied, NotFound
from app.people import pins
from app.people.models import Device, PairingCode, SignIn
from app.timeline.recording import record

CODE_LIFE = timedelta(minutes=5)


def make_code(by: int | None = None) -> tuple[str, datetime]:
    """A pairing code, good once and for five minutes, and when it ends."""
    code, expires_at = pins.new_pairing_code(), clock.now() + CODE_LIFE
    with transaction():
        made = PairingCode.create(code_hash=pins.digest(code), expires_at=expires_at)
        record("pairing:offered", made.id, by=by)
    return code, expires_at


def pair(code: str, name: str = "") -> tuple[Device, str]:
    """Trade a code for a device and its token; Denied says nothing about why."""
    token = pins.new_token()
    code_hash = pins.digest(code.replace("-", "").replace(" ", "").upper())
    with transaction():
        fresh = (PairingCode.code_hash == code_hash) & PairingCode.used_at.is_null()
        used = (
            PairingCode.update(used_at=clock.now())
            .where(fresh, PairingCode.expires_at > clock.now())
            .execute()
        )
        if not used:
            raise Denied("people.bad_code")
        device = Device.create(name=name[:80], token_hash=pins.digest(token), paired_at=clock.now())
        Device.update(name=name[:80] or f"PDA-{device.id}").where(Device.id == device.id).execute()
        record("device:paired", device.id)
        push.announce("people", None, "lead")
    return device, token


def device_by_token(token: object) -> Device:
    found = Device.get_or_none(Device.token_hash == pins.digest(token)) if isinstance(token, str) else None
    if found is None or found.revoked_at is not None:
        raise Denied("people.unknown_device")
    return found


def revoke_device(device_id: int, by: int | None = None) -> None:
    """Shut a lost device out: its token, its sign-in, its socket."""
    with transaction():
        now = clock.now()
        changed = Device.update(revoked_at=now, online=False).where(
            Device.id == device_id, Device.revoked_at.is_null()
        )
        if not changed.execute():
            raise NotFound("people.no_device")
        SignIn.update(ended_at=now).where(SignIn.device == device_id, SignIn.ended_at.is_null()).execute()
        record("device:revoked", device_id, by=by)
        push.announce("revoked", device_id, f"device:{device_id}", "lead")
