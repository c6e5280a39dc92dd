"""The wire over Socket.IO: connect with a device token, then `op` with an answer.

Offered on python-socketio's server itself: a scan needs no request context, and building one costs as much as
its database work.
"""

import logging
from collections.abc import Callable
from typing import Any

from socketio import Server
from socketio.exceptions import ConnectionRefusedError

from app.db import connection
from app.errors import Denied
from app.ops.performing import perform
from app.ops.routes import rooms_of
from app.people import presence
from app.people.models import Device, Operator, SignIn
from app.people.pairing import device_by_token
from app.prepared import Prepared
from app.push import socketio
from app.timeline.cursor import last_cursor

UNREADABLE = (ValueError, RecursionError, TypeError, LookupError)
log = logging.getLogger(__name__)
REVOKED = Prepared(lambda: Device.select(Device.id).where(~Device.revoked_at.is_null()))

connected: dict[str, int] = {}  # socket id -> device id, of this process


def register(server: Server) -> None:
    server.on("connect", on_connect)
    server.on("disconnect", on_disconnect)
    server.on("op", on_op)
    server.on("hello", on_hello)
    server.eio.on("message", _cutting_off(server))


def _cutting_off(server: Server) -> Callable[[str, Any], None]:
    """Whoever sends no packet of Socket.IO loses the line: a stranger fills no log with tracebacks."""
    read = server.eio.handlers["message"]

    def message(eio_sid: str, data: Any) -> None:
        try:
            read(eio_sid, data)
        except UNREADABLE as error:
            if str(data).startswith("0") and isinstance(error, TypeError | LookupError):
                raise  # connecting runs here, and a bug of ours must be seen; events run beside
            log.info("closed a client that sent no packet: %s", str(error)[:80])
            server.eio.disconnect(eio_sid)

    return message


def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
    """A device with a token may connect; its rooms are those of who is signed in on it now."""
    try:
        with connection():
            device = device_by_token(auth.get("device_token") if isinstance(auth, dict) else None)
            _join(sid, device.id)
            presence.came_or_went(device.id, online=True)
    except Denied:
        raise ConnectionRefusedError("denied") from None
    connected[sid] = device.id


def on_disconnect(sid: str, reason: str | None = None) -> None:
    device_id = connected.pop(sid, None)
    if device_id is not None and device_id not in connected.values():
        with connection():
            presence.came_or_went(device_id, online=False)


def on_op(sid: str, raw: Any = None) -> dict[str, Any]:
    answer = perform(raw, connected.get(sid, 0))
    if answer["ok"] and raw["kind"] == "work.choose":
        _rejoin(sid)
    return answer


def on_hello(sid: str, _: Any = None) -> dict[str, Any]:
    """After signing in or out on a live socket: listen to the rooms of who is here now."""
    _rejoin(sid)
    _catch_up(sid)
    return {"ok": sid in connected}


def shut_out_revoked() -> None:
    """Close the sockets of devices that were revoked: by this process, another one, or a command."""
    if not connected:
        return
    lost = {device.id for device in REVOKED.list()}
    for sid in [sid for sid, device_id in connected.items() if device_id in lost]:
        socketio.server.disconnect(sid)


def _catch_up(sid: str) -> None:
    """Poke this socket alone: what its rooms were told between signing in and joining them went past it."""
    with connection():
        poke = {"cursor": last_cursor(), "what": "screen", "ids": []}
    socketio.server.emit("poke", poke, to=sid)


def _rejoin(sid: str) -> None:
    if sid in connected:
        with connection():
            _join(sid, connected[sid])


def _join(sid: str, device_id: int) -> None:
    """Listen to the rooms of who is signed in on this device now, and to no others."""
    server = socketio.server
    current = SignIn.select(SignIn, Operator).join(Operator)
    current = current.where(SignIn.device == device_id, SignIn.ended_at.is_null()).first()
    wanted = {f"device:{device_id}", *(rooms_of(current) if current else ())}
    for room in set(server.rooms(sid)) - wanted - {sid}:
        server.leave_room(sid, room)
    for room in wanted:
        server.enter_room(sid, room)
