"""Which devices are connected: written at connect, at disconnect and meanwhile; believed for a minute."""

from datetime import timedelta

from app import clock, push
from app.db import transaction
from app.people.models import Device, Operator, SignIn

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


def list_working(work: str) -> list[SignIn]:
    """Open sign-ins at this work whose device is connected, longest signed in first."""
    query = SignIn.select(SignIn, Operator, Device).join(Operator).switch(SignIn).join(Device)
    query = query.where(
        SignIn.work == work,
        SignIn.ended_at.is_null(),
        Device.online,
        Device.last_seen_at > clock.now() - FRESH,
    )
    return list(query.order_by(SignIn.id))
