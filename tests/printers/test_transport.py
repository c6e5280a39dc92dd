"""How our own TCP transport holds its socket: the truth about bytes rests on it."""

import socket

import pytest

from printers.conversation import Conversation, Patience
from printers.virtual import VirtualPrinter


def test_the_transport_connects_within_two_seconds_and_keeps_little_in_flight(
    printer: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeouts: list[float] = []
    chunks: list[int] = []
    connect, push = socket.create_connection, Conversation._push
    monkeypatch.setattr(
        socket, "create_connection", lambda to, timeout: timeouts.append(timeout) or connect(to, timeout)
    )
    monkeypatch.setattr(
        Conversation,
        "_push",
        lambda talk, chunk, until: chunks.append(len(chunk)) or push(talk, chunk, until),
    )
    with Conversation.open(printer.host, printer.port, Patience()) as talk:
        talk.send(bytes(20_000))
        assert talk.sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * 8192  # Linux doubles it
    assert timeouts == [2.0] and max(chunks) == 4096
