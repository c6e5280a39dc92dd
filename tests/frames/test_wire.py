import struct
from collections.abc import Iterator

import engineio
import gevent
import gevent.socket
import pytest
from engineio import packet

from app import frames
from app.wire import MAX_WAITING_BYTES, Wire, read_texts


@pytest.fixture
def ends() -> Iterator[tuple[Wire, gevent.socket.socket]]:
    """A wire whose kernel buffer is full, and the client's end of it."""
    ours, theirs = gevent.socket.socketpair()
    wire = Wire(ours)
    with pytest.raises(BlockingIOError):
        while True:
            ours.send(b"-" * 4096, 0, 0.0)
    yield wire, theirs
    wire.abort()
    wire.close()
    theirs.close()


def test_sending_never_waits_for_a_client(ends: tuple[Wire, gevent.socket.socket]) -> None:
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
    ends: tuple[Wire, gevent.socket.socket],
) -> None:
    wire, theirs = ends
    wire.send(b"x" * 2 * MAX_WAITING_BYTES)
    assert wire.waiting_bytes == 2 * MAX_WAITING_BYTES
    wire.send(b"y")
    assert wire.waiting_bytes == 0
    with gevent.Timeout(5):
        while theirs.recv(65536):
            pass


def test_a_message_goes_behind_what_is_still_in_the_queue() -> None:
    socket = frames.Socket(engineio.Server(async_mode="gevent"), "sid")
    socket._wire, socket.upgraded = Wire(gevent.socket.socket()), True
    socket.queue.put(packet.Packet(packet.OPEN))
    socket.send(packet.Packet(packet.MESSAGE, "2[]"))
    assert [socket.queue.get().packet_type for _ in range(2)] == [packet.OPEN, packet.MESSAGE]
    socket._wire.close()


def masked(opcode: int, payload: bytes, mask: bytes = b"\x01\x02\x03\x04") -> bytes:
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
    return bytes((opcode,)) + length + mask + bytes(one ^ mask[i % 4] for i, one in enumerate(payload))


@pytest.mark.parametrize("text", ["", "3", "42[]", "货架" * 30, "x" * 125, "x" * 126, "å" * 30_000])
def test_a_masked_text_is_read_as_what_was_sent(text: str) -> None:
    assert read_texts(masked(0x81, text.encode())) == [text]


def test_texts_that_came_together_are_read_in_order() -> None:
    assert read_texts(masked(0x81, b"3") + masked(0x81, b"y" * 200) + masked(0x81, b"")) == [
        "3",
        "y" * 200,
        "",
    ]


@pytest.mark.parametrize(
    "data",
    [
        masked(0x81, b"half")[:-1],
        masked(0x81, b"3") + b"\x81",
        masked(0x01, b"a fragment"),
        masked(0x80, b"its end"),
        masked(0x82, b"bytes"),
        masked(0x88, b""),
        masked(0x89, b"ping"),
        masked(0xC1, b"compressed"),
        masked(0x81, b"\xff"),
        b"\x81\x0442[]",
        b"\x81\xfe\x00\x04" + bytes(8),
        b"\x81\xff" + (4).to_bytes(8) + bytes(8),
    ],
)
def test_what_is_not_whole_text_frames_is_left_to_wsproto(data: bytes) -> None:
    assert read_texts(data) is None
