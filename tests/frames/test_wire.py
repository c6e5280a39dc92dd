from collections.abc import Iterator

import engineio
import gevent
import gevent.socket
import pytest
from engineio import packet

from app import frames


@pytest.fixture
def ends() -> Iterator[tuple[frames.Wire, gevent.socket.socket]]:
    """A wire whose kernel buffer is full, and the client's end of it."""
    ours, theirs = gevent.socket.socketpair()
    wire = frames.Wire(ours)
    with pytest.raises(BlockingIOError):
        while True:
            ours.send(b"-" * 4096, 0, 0.0)
    yield wire, theirs
    wire.abort()
    wire.close()
    theirs.close()


def test_sending_never_waits_for_a_client(ends: tuple[frames.Wire, gevent.socket.socket]) -> None:
    wire, theirs = ends
    with gevent.Timeout(1):
        wire.send(b"first")
        wire.send(b"second")
    assert wire.waiting_bytes == len(b"firstsecond")
    with gevent.Timeout(5):
        got = b""
        while not got.endswith(b"second"):
            got += theirs.recv(65536)
    assert got.lstrip(b"-") == b"firstsecond"
    assert wire.waiting_bytes == 0


def test_a_message_larger_than_the_bound_goes_out_when_nothing_else_waits(
    ends: tuple[frames.Wire, gevent.socket.socket],
) -> None:
    wire, theirs = ends
    wire.send(b"x" * 2 * frames.MAX_WAITING_BYTES)
    assert wire.waiting_bytes == 2 * frames.MAX_WAITING_BYTES
    wire.send(b"y")
    assert wire.waiting_bytes == 0
    with gevent.Timeout(5):
        while theirs.recv(65536):
            pass


def test_a_message_goes_behind_what_is_still_in_the_queue() -> None:
    socket = frames.Socket(engineio.Server(async_mode="gevent"), "sid")
    socket._wire, socket.upgraded = frames.Wire(gevent.socket.socket()), True
    socket.queue.put(packet.Packet(packet.OPEN))
    socket.send(packet.Packet(packet.MESSAGE, "2[]"))
    assert [socket.queue.get().packet_type for _ in range(2)] == [packet.OPEN, packet.MESSAGE]
    socket._wire.close()
