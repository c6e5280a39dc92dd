import json
import time
from collections.abc import Iterator

import pytest

from .device import CLOSE, CONTINUATION, PING, TEXT, Device, card_of
from .running import Running, running

NORMAL, MESSAGE_TOO_BIG = (1000).to_bytes(2), (1009).to_bytes(2)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(PING_INTERVAL="1", PING_TIMEOUT="5") as server:
        server.device().sock.close()  # so that engineio's own watch is running
        yield server


@pytest.fixture(autouse=True)
def nobody_is_left(server: Running) -> Iterator[None]:
    """After each test: every device is gone, with its greenlets, and the log is clean."""
    yield
    for device in server.devices:
        device.sock.close()
    alone = {"sessions": 0, "greenlets": 2}  # engineio's watch and the one that counts
    assert server.settled(5, **alone).items() >= alone.items()
    assert "Traceback" not in server.log()


def cards_seen(device: Device, cards: int) -> list[object]:
    """The numbers of one emitter's cards, until so many have come."""
    seen: list[object] = []
    while len(seen) < cards:
        seen += [card["n"] for frame in device.read() if (card := card_of(frame))]
    return seen


def test_a_cut_in_the_middle_of_a_frame_harms_nobody_else(server: Running) -> None:
    cut = [server.device(rcvbuf=8192) for _ in range(10)]
    other = server.device()
    server.flood(emitters=1, cards=200, large=400_000, hold_at=100_000)
    for device in cut:
        device.sock.recv(20_000)
    seen = cards_seen(other, 40)
    for device in cut:
        device.reset()
    assert seen + cards_seen(other, 200 - len(seen)) == list(range(200))


def test_half_a_frame_from_a_client_harms_nobody(server: Running) -> None:
    half, other = server.device(), server.device()
    half.sock.sendall(b"\x81\xfe\x40\x00\x00\x00\x00\x0042")
    half.reset()
    other.send_text('421["echo","well"]')
    assert other.wait_for("431") == '431["well"]'


def test_a_message_in_pieces_is_read_and_so_is_what_follows(server: Running) -> None:
    device = server.device()
    device.send(TEXT, '421["echo","货'.encode()[:-1], final=False)
    device.send(PING, b"still there?")
    device.send(CONTINUATION, '货架"]'.encode()[2:])
    assert json.loads(device.wait_for("431")[3:]) == ["货架"]
    device.sock.sendall(b"\x81\x8f")
    time.sleep(0.05)
    device.sock.sendall(bytes(4) + b'422["echo","x"]')
    assert device.wait_for("432") == '432["x"]'


@pytest.mark.parametrize("garbage", ["", "x", "9"])
def test_garbage_closes_at_most_its_own_sender(server: Running, garbage: str) -> None:
    rude, other = server.device(), server.device()
    rude.send_text(garbage)
    other.send_text('421["echo","well"]')
    assert other.wait_for("431") == '431["well"]'


def test_a_message_beyond_the_limit_closes_its_sender(server: Running) -> None:
    rude = server.device()
    rude.send(TEXT, b"4", final=False)
    for _ in range(20):
        rude.send(CONTINUATION, b"4" * 50_000, final=False)
    assert rude.read_until_closed(5)[-1] == (CLOSE, MESSAGE_TOO_BIG + b"Message is too big")


@pytest.mark.served
@pytest.mark.parametrize(("cards", "large"), [(2000, 400), (400, 200_000)])
def test_a_client_that_never_reads_is_cut_off_and_others_are_not_delayed(
    server: Running, cards: int, large: int
) -> None:
    mute, other = server.device(rcvbuf=8192), server.device()
    server.flood(emitters=1, cards=cards, large=large, gap_s=0.0005)
    late_s = 0.0
    seen: list[object] = []
    while len(seen) < cards:
        for card in filter(None, map(card_of, other.read())):
            seen.append(card["n"])
            late_s = max(late_s, time.monotonic() - float(str(card["at"])))
    assert seen == list(range(cards))
    assert late_s < 0.5
    assert server.ask("/figures")["sessions"] == 1
    assert "cut off" in server.log()
    with pytest.raises(ConnectionError):
        while mute.sock.recv(65536):
            pass


def test_a_server_that_says_goodbye_first_sends_what_waited(server: Running) -> None:
    device = server.device(rcvbuf=8192)
    server.flood(emitters=1, cards=40, large=500_000, join=True)
    server.ask("/goodbye", {})
    frames = device.read_until_closed(5)
    assert [card["n"] for frame in frames if (card := card_of(frame))] == list(range(40))
    assert [frame[0] for frame in frames[-2:]] == [TEXT, CLOSE]


def test_a_client_that_says_goodbye_is_answered_after_what_waited(server: Running) -> None:
    device = server.device(rcvbuf=8192)
    server.flood(emitters=1, cards=40, large=500_000, join=True)
    device.send(CLOSE, NORMAL)
    frames = device.read_until_closed(5)
    assert [card["n"] for frame in frames if (card := card_of(frame))] == list(range(40))
    assert frames[-1] == (CLOSE, NORMAL)
