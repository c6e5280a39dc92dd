"""The wire over Socket.IO: connect with a device token, then `op` with an answer."""

from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError, disconnect, join_room, leave_room, rooms

from app.db import connection
from app.errors import Denied
from app.ops.performing import perform
from app.ops.routes import rooms_of
from app.people import presence
from app.people.models import Device, Operator, SignIn
from app.people.pairing import device_by_token
from app.push import socketio

connected: dict[str, int] = {}  # socket id -> device id, of this process


@socketio.on("connect")
def on_connect(auth: Any) -> None:
    """A device with a token may connect; its rooms are those of who is signed in on it now."""
    try:
        with connection():
            device = device_by_token(auth.get("device_token") if isinstance(auth, dict) else None)
            _join(device)
            presence.came_or_went(device.id, online=True)
    except Denied:
        raise ConnectionRefusedError("denied") from None
    connected[request.sid] = device.id  # type: ignore[attr-defined]


@socketio.on("disconnect")
def on_disconnect(reason: str | None = None) -> None:
    device_id = connected.pop(request.sid, None)  # type: ignore[attr-defined]
    if device_id is not None and device_id not in connected.values():
        with connection():
            presence.came_or_went(device_id, online=False)


@socketio.on("op")
def on_op(raw: Any = None) -> dict[str, Any]:
    with connection():
        device_id = connected.get(request.sid)  # type: ignore[attr-defined]
        device = Device.get_or_none(Device.id == device_id, Device.revoked_at.is_null())
        if device is None:
            return {"ok": False, "code": "denied", "message": "", "details": {}}
        answer = perform(raw, device)
        if isinstance(raw, dict) and raw.get("kind") == "work.choose":
            _join(device)
        return answer


@socketio.on("hello")
def on_hello(_: Any = None) -> dict[str, Any]:
    """After signing in or out on a live socket: listen to the rooms of who is here now."""
    device_id = connected.get(request.sid)  # type: ignore[attr-defined]
    with connection():
        device = Device.get_or_none(Device.id == device_id, Device.revoked_at.is_null())
        if device is not None:
            _join(device)
    return {"ok": device is not None}


def shut_out_revoked() -> None:
    """Close the sockets of devices that were revoked: by this process, another one, or a command."""
    if not connected:
        return
    here = set(connected.values())
    known = Device.select(Device.id).where(Device.id.in_(here), Device.revoked_at.is_null())
    lost = here - {device.id for device in known}
    for sid in [sid for sid, device_id in connected.items() if device_id in lost]:
        disconnect(sid, namespace="/")


def _join(device: Device) -> None:
    """Listen to the rooms of who is signed in on this device now, and to no others."""
    current = SignIn.select(SignIn, Operator).join(Operator)
    current = current.where(SignIn.device == device.id, SignIn.ended_at.is_null()).first()
    wanted = {f"device:{device.id}", *(rooms_of(current) if current else ())}
    for room in set(rooms()) - wanted - {request.sid}:  # type: ignore[attr-defined]
        leave_room(room)
    for room in wanted:
        join_room(room)
