"""Which devices are connected: written at connect, at disconnect and meanwhile; believed for a minute."""

from datetime import timedelta
from typing import Any

from app import clock, push
from app.clock import to_ms
from app.db import transaction
from app.people.models import Device, SignIn
from app.prepared import Prepared, given

FRESH = timedelta(seconds=60)


def seen(device_ids: list[int], online: bool) -> None:
    """These devices are connected, or just went away."""
    if not device_ids:
        return
    with transaction():
        changed = Device.update(online=online, last_seen_at=clock.now()).where(Device.id.in_(device_ids))
        changed.execute()


def came_or_went(device_id: int, online: bool) -> None:
    with transaction():
        seen([device_id], online)
        push.announce("people", device_id, "lead")


def is_online(device: Device) -> bool:
    return bool(device.online and device.last_seen_at and device.last_seen_at > clock.now() - FRESH)


def working() -> Any:
    """A query, to be prepared: the operators of sign-ins `list_working` knows, and others may narrow down."""
    here = Device.online, Device.last_seen_at > given("fresh_ms")
    at_work = SignIn.select(SignIn.operator).join(Device).where(SignIn.work == given("work"), *here)
    return at_work.where(SignIn.ended_at.is_null()).order_by(SignIn.id)


WORKING = Prepared(working)


def fresh_ms() -> int:
    """Who was seen since this moment is here."""
    return to_ms(clock.now() - FRESH)


def list_working(work: str) -> list[int]:
    """Operators at this work whose device is connected, longest signed in first."""
    return [row.operator_id for row in WORKING.list(work=work, fresh_ms=fresh_ms())]
