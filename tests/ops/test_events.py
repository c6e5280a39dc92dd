"""What a socket misses between signing in and joining its rooms, it is told when it joins."""

from typing import Any

import pytest
from socketio import Server

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


@pytest.mark.parametrize(
    "nonsense", ["2" + "[" * 50_000, "2[", "2", "2[]", "2{}", "9", '0{"device_token":"\\ud800"}']
)
def test_whoever_sends_no_packet_loses_the_line(
    database: str, monkeypatch: pytest.MonkeyPatch, nonsense: str
) -> None:
    server, closed = Server(async_mode="threading"), []
    events.register(server)
    monkeypatch.setattr(server.eio, "disconnect", closed.append)
    monkeypatch.setattr(server, "_send_packet", lambda *_: None)
    server._handle_eio_connect("stranger", {})
    server.eio.handlers["message"]("stranger", nonsense)
    assert closed == ["stranger"]
