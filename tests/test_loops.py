"""A step sleeps until the news it waits for, and never for ever."""

import threading

import pytest

from app import loops, push


class Counted:
    """A step that counts its rounds."""

    def __init__(self) -> None:
        self.rounds = threading.Semaphore(0)
        self.__qualname__ = "counted"

    def __call__(self) -> bool:
        self.rounds.release()
        return False

    def ran_within(self, seconds: float) -> bool:
        return self.rounds.acquire(timeout=seconds)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "IDLE_S", 0.01)


def test_a_step_is_woken_by_its_news_and_by_no_other(
    database: str, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "ASLEEP_S", 30)
    step = loops.woken_by("parcel")(Counted())
    stop = loops.start([step])
    assert step.ran_within(5)
    push.tell([(1, {"what": "task", "ref_id": 7, "rooms": ",lead,"})])
    assert not step.ran_within(0.2)
    push.tell([(2, {"what": "parcel", "ref_id": 7, "rooms": ",lead,"})])
    assert step.ran_within(5)
    stop.set()
    loops.wake("parcel")


def test_a_step_that_missed_its_news_looks_all_the_same(
    database: str, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "ASLEEP_S", 0.05)
    step = loops.woken_by("parcel")(Counted())
    stop = loops.start([step])
    assert all(step.ran_within(5) for _ in range(3))
    stop.set()
