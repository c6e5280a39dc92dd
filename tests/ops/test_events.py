"""What a socket misses between signing in and joining its rooms, it is told when it joins."""

from typing import Any

import pytest

from app import push
from app.ops import events
from app.timeline.cursor import last_cursor
from tests import builders


class Rooms:
    """Stands in for the Socket.IO server: who is in which room, and what was sent to whom."""

    def __init__(self) -> None:
        self.entered: set[str] = set()
        self.sent: list[tuple[str, dict[str, Any], str]] = []

    def rooms(self, sid: str) -> list[str]:
        return [sid, *self.entered]

    def enter_room(self, sid: str, room: str) -> None:
        self.entered.add(room)

    def emit(self, event: str, body: dict[str, Any], to: str) -> None:
        self.sent.append((event, body, to))


def test_who_says_hello_is_told_to_look_again(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Rooms()
    monkeypatch.setattr(push.socketio, "server", server)
    builders.make_site()
    who = builders.sign_in(builders.make_operator("picker"), "picking")
    push.announce("screen", who.operator_id, f"operator:{who.operator_id}")  # before the socket listens
    monkeypatch.setitem(events.connected, "sid", who.device_id)
    assert events.on_hello("sid") == {"ok": True}
    assert f"operator:{who.operator_id}" in server.entered
    assert server.sent == [("poke", {"cursor": last_cursor(), "what": "screen", "ids": []}, "sid")]
