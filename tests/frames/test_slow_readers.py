import random
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, cycle, repeat

from .device import PING, PONG, Broken, card_of
from .running import Running, running

Manner = Iterator[tuple[int, float]]  # how many bytes to read next, and how long to pause before


def steadily() -> Manner:
    return repeat((65536, 0.0))


def slowly() -> Manner:
    return repeat((4000, 0.002))


def by_drops() -> Manner:
    return cycle(chain(repeat((61, 0.0), 50), repeat((65536, 0.0), 10)))


def by_fits(seed: int) -> Callable[[], Manner]:
    def manner() -> Manner:
        rng = random.Random(seed)
        while True:
            yield rng.choice([1, 1000, 65536]), 0.25 if rng.random() < 0.01 else 0.0

    return manner


MANNERS = {"steadily": steadily, "slowly": slowly, "by drops": by_drops}
MANNERS |= {f"by fits {seed}": by_fits(seed) for seed in range(3)}


class Reader(threading.Thread):
    """Reads two emitters' cards in its manner, and asks for a pong every hundred cards."""

    def __init__(self, server: Running, manner: Callable[[], Manner], cards: int):
        super().__init__(daemon=True)
        self.device = server.device(rcvbuf=8192)
        self.manner = manner()
        self.cards = cards
        self.seen: list[list[object]] = [[], []]
        self.asked: list[bytes] = []
        self.pongs: list[bytes] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while min(map(len, self.seen)) < self.cards or self.pongs < self.asked:
                size, pause_s = next(self.manner)
                time.sleep(pause_s)
                for frame in self.device.read(size):
                    self._take(frame)
        except (Broken, OSError, EOFError) as error:
            self.error = error

    def _take(self, frame: tuple[int, bytes]) -> None:
        if frame[0] == PONG:
            self.pongs.append(frame[1])
        elif card := card_of(frame):
            self.seen[int(str(card["from"]))].append(card["n"])
            if sum(map(len, self.seen)) % 100 == 0:
                self.asked.append(b"%d" % len(self.asked))
                self.device.send(PING, self.asked[-1])


def read_two_emitters(server: Running, manners: list[str], cards: int, within_s: float) -> list[Reader]:
    """Ends when all have read all, or at the first error."""
    readers = [Reader(server, MANNERS[name], cards) for name in manners]
    for reader in readers:
        reader.start()
    server.flood(emitters=2, cards=cards, hold_at=200_000)
    until = time.monotonic() + within_s
    while time.monotonic() < until and not any(reader.error for reader in readers):
        time.sleep(0.02)
        if not any(reader.is_alive() for reader in readers):
            break
    return readers


def test_slow_and_erratic_readers_get_every_frame_whole_and_in_order() -> None:
    cards = 1500
    with running() as server:
        readers = read_two_emitters(server, list(MANNERS), cards, within_s=40)
    for reader in readers:
        assert reader.error is None
        assert reader.seen == [list(range(cards))] * 2
        assert reader.pongs == reader.asked
        assert len(reader.pongs) == 2 * cards // 100


def test_the_stock_stack_breaks_frames_in_the_same_test() -> None:
    with running(FRAMES="stock") as server:
        readers = read_two_emitters(server, ["slowly", "by fits 0", "by fits 1"], 400, within_s=20)
    assert [reader.error for reader in readers if isinstance(reader.error, Broken)]


def test_frames_are_whole_and_in_order_over_tls() -> None:
    cards = 300
    with running(tls=True) as server:
        readers = read_two_emitters(server, ["slowly", "by fits 0"], cards, within_s=20)
    assert [reader.seen for reader in readers] == [[list(range(cards))] * 2] * 2
