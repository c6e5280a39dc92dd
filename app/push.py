"""Tell the screens what changed, once it is saved. A poke is a hint: the database is the truth."""

import os
import secrets
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import Packet

from app import clock, db, frames, loops
from app.plain import encode
from app.prepared import insert
from app.timeline.cursor import last_cursor
from app.timeline.models import Change
from app.timeline.recording import lock_feed

PING_INTERVAL_S = 5  # a half-open socket is noticed within ten seconds, on both ends and by a busy handheld
PING_TIMEOUT_S = 4
MAX_MESSAGE_BYTES = 64_000


def _dumps(data: Any, **_: Any) -> str:
    try:
        return encode(data)
    except ValueError:  # half a character, which its sender hears back
        return str(Packet.json.dumps(data, separators=(",", ":")))


class TextPacket(Packet):
    """We send no bytes: looking for some in every value of a card costs more than encoding it."""

    uses_binary_events = False
    json = SimpleNamespace(dumps=_dumps, loads=Packet.json.loads)


socketio = SocketIO()
origin = f"alone:{os.getpid()}"


def init_app(app: Flask, **options: Any) -> None:
    """gevent where the server runs patched, threads in tests; never what happens to be installed."""
    mode = "gevent" if _is_patched() else "threading"
    if mode == "gevent":
        frames.install()
    socketio.init_app(
        app,
        async_mode=mode,
        transports=["websocket"],
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        max_http_buffer_size=MAX_MESSAGE_BYTES,
        manage_session=False,
        serializer=TextPacket,
        **options,
    )


def _is_patched() -> bool:
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


def _emit(room: str, body: dict[str, Any]) -> None:
    socketio.server.emit("poke", body, to=room)


send: Callable[[str, dict[str, Any]], None] | None = None  # the wall tests fake; None where nobody serves


def serve_from_here() -> None:
    """This process has screens connected: pokes go out by itself, others' writes are followed."""
    global send, origin
    send = _emit
    origin = f"web:{os.getpid()}:{secrets.token_hex(4)}"


def announce(what: str, ref_id: int | None, *rooms: str) -> None:
    """Poke every screen in `rooms` (lead, floor, operator:7, device:3, station:1) after the commit."""
    db.note("changes", (what, ref_id, rooms), _flush)


def _flush(items: list[tuple[str, int | None, tuple[str, ...]]]) -> None:
    merged: dict[tuple[str, int | None], dict[str, None]] = {}
    for what, ref_id, rooms in items:
        merged.setdefault((what, ref_id), {}).update(dict.fromkeys(rooms))
    now = clock.now()
    rows = [
        {"at": now, "what": what, "ref_id": ref_id, "rooms": f",{','.join(rooms)},", "origin": origin}
        for (what, ref_id), rooms in merged.items()
    ]
    lock_feed()
    insert(Change, rows)
    if send is not None:
        last = last_cursor()
        ids = range(last - len(rows) + 1, last + 1)  # nobody else writes to the feed meanwhile
        db.after_commit(lambda: tell(list(zip(ids, rows, strict=True))))


def tell(changes: list[tuple[int, dict[str, Any]]]) -> None:
    """Wake the loops, and poke each room once for all of these changes."""
    for news in {row["what"] for _, row in changes}:
        loops.wake(news)
    by_room: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for change in changes:
        for room in change[1]["rooms"].strip(",").split(","):
            by_room.setdefault(room, []).append(change)
    for room, told in by_room.items():
        ids = [row["ref_id"] for _, row in told if row["ref_id"] is not None]
        kinds = sorted({row["what"] for _, row in told})
        if send is not None:
            send(room, {"cursor": told[-1][0], "what": ",".join(kinds), "ids": ids})
