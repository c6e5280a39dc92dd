import contextlib
from collections.abc import Iterator
from http.client import HTTPConnection

import engineio.socket
import pytest
from engineio import packet
from engineio.async_drivers import gevent as driver

from app import frames
from app.wire import encode_frame

from .device import Parser
from .running import Running, running


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def stock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engineio.socket, "Socket", frames.Socket.__mro__[1])
    monkeypatch.setitem(driver._async, "websocket", driver.WebSocketWSGI)


def test_an_offer_to_compress_is_not_accepted(server: Running) -> None:
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    device = server.device(headers=offer)
    assert device.answer.startswith("HTTP/1.1 101 ")
    assert "extensions" not in device.answer.lower()
    device.send_text('421["echo","plain"]')
    assert device.wait_for("431") == '431["plain"]'


def test_what_is_no_handshake_is_refused_in_one_clear_line(server: Running) -> None:
    asks = {"Connection": "Upgrade", "Upgrade": "websocket"}
    with contextlib.closing(HTTPConnection(*server.address, timeout=5)) as client:
        client.request("GET", "/socket.io/?EIO=4&transport=websocket", headers=asks)
        answer = client.getresponse()
        assert (answer.status, answer.read()) == (400, b"not a websocket handshake")
    assert "Traceback" not in server.log()


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 1_000_000])
def test_a_frame_reads_back_as_what_it_was(size: int) -> None:
    assert list(Parser().feed(encode_frame("å" + "x" * size))) == [(1, "å".encode() + b"x" * size)]
    assert encode_frame(bytes(size))[0] == 0x82


def test_a_packet_for_many_is_encoded_once() -> None:
    pkt = packet.Packet(packet.MESSAGE, "2[]")
    assert frames.frame_of(pkt) == b"\x81\x0442[]"
    assert frames.frame_of(pkt) is frames.frame_of(pkt)


@pytest.mark.usefixtures("stock")
def test_installing_twice_is_once() -> None:
    frames.install()
    frames.install()
    assert engineio.socket.Socket is frames.Socket
    assert driver._async["websocket"] is frames.WebSocketWSGI


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize(
    ("at", "value", "says"),
    [
        (frames.KNOWN, {"simple-websocket": "1.2.0"}, "simple-websocket 1.2.0, but 1.1.0 is installed"),
        (driver._async, {"websocket": object}, "changed by somebody else"),
    ],
)
def test_libraries_it_does_not_know_are_refused(
    monkeypatch: pytest.MonkeyPatch, at: dict[str, object], value: dict[str, object], says: str
) -> None:
    for name, other in value.items():
        monkeypatch.setitem(at, name, other)
    with pytest.raises(RuntimeError, match=says):
        frames.install()
    assert engineio.socket.Socket is not frames.Socket
