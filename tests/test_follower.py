"""Who follows what other processes wrote, and what happens when that process dies."""

from typing import Any

import pytest

from app import push
from app.ops.models import Lease
from app.server import Follower
from tests.conftest import Clock

Pushed = list[tuple[str, dict[str, Any]]]


def write(monkeypatch: pytest.MonkeyPatch, origin: str, ref_id: int) -> None:
    """Another process writes; if it was a worker, it dies before it tells."""
    with monkeypatch.context() as other:
        other.setattr(push, "origin", origin)
        other.setattr(push, "send", None)
        push.announce("order", ref_id, "lead")


@pytest.mark.parametrize("origin", ["alone:7", "web:7:dead"])
def test_what_a_dead_follower_left_untold_is_told_by_who_takes_over(
    database: str, clock: Clock, pushed: Pushed, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    Lease.create(name="follower", holder="another", until_at=clock.advance(seconds=10))
    clock.advance(seconds=-10)
    follower = Follower()
    for _ in range(6):
        assert not follower.step()
        clock.advance(seconds=1)
    write(monkeypatch, origin, 41)
    for _ in range(6):
        follower.step()
        clock.advance(seconds=1)
    assert [body["ids"] for _, body in pushed] == [[41]]


def test_a_worker_tells_its_own_and_the_follower_does_not_repeat_it(
    database: str, clock: Clock, pushed: Pushed, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower()
    follower.step()
    push.announce("order", 42, "lead")
    write(monkeypatch, "alone:7", 43)
    follower.step()
    assert [body["ids"] for _, body in pushed] == [[42], [43]]


def test_who_never_follows_forgets_what_is_old(
    database: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    Lease.create(name="follower", holder="another", until_at=clock.advance(hours=1))
    clock.advance(hours=-1)
    follower = Follower()
    write(monkeypatch, "alone:7", 44)
    for _ in range(3):
        clock.advance(seconds=15)
        follower.step()
    assert follower.cursor == 1
