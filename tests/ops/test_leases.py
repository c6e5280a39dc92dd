import threading
from collections.abc import Callable

import pytest

from app.ops import leases
from app.ops.models import Lease
from tests.conftest import Clock


@pytest.fixture
def as_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Speak as another process, which remembers nothing yet."""
    monkeypatch.setattr(leases, "_held", {})
    return lambda name: monkeypatch.setattr(leases, "_me", lambda: name)


def test_one_process_of_two_holds_a_loop(
    database: str, clock: Clock, as_process: Callable[[str], None]
) -> None:
    as_process("one")
    assert leases.holds("spool", seconds=10)
    as_process("two")
    assert not leases.holds("spool", seconds=10)
    assert leases.holds("booking", seconds=10)


def test_a_loop_whose_process_died_is_taken_over_when_its_lease_ends(
    database: str, clock: Clock, as_process: Callable[[str], None]
) -> None:
    as_process("one")
    assert leases.holds("spool", seconds=10)
    as_process("two")
    clock.advance(seconds=11)
    assert leases.holds("spool", seconds=10)
    as_process("one")
    assert not leases.holds("spool", seconds=10)


def test_a_living_process_keeps_its_loop_and_a_stopped_one_gives_it_up_at_once(
    database: str, clock: Clock, as_process: Callable[[str], None]
) -> None:
    as_process("one")
    for _ in range(10):
        assert leases.holds("spool", seconds=10)
        clock.advance(seconds=4)
    leases.release("spool")
    as_process("two")
    assert leases.holds("spool", seconds=10)


def test_a_held_lease_is_not_written_at_every_step(
    database: str, clock: Clock, as_process: Callable[[str], None]
) -> None:
    as_process("one")
    leases.holds("spool", seconds=10)
    Lease.delete().execute()
    clock.advance(seconds=4)
    assert leases.holds("spool", seconds=10)
    assert not Lease.select().exists()


def test_of_two_that_ask_at_the_same_moment_one_holds_it(
    database: str, clock: Clock, as_process: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw it free; the database lets one of them have it."""
    monkeypatch.setattr(leases, "_is_free", lambda *_: True)
    as_process("one")
    assert leases.holds("spool", seconds=10)
    as_process("two")
    assert not leases.holds("spool", seconds=10)


def test_a_process_that_ends_gives_all_its_loops_up_and_takes_none_again(
    database: str, clock: Clock, as_process: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "_leaving", threading.Event())
    as_process("one")
    assert leases.holds("spool") and leases.holds("booking")
    leases.release_all()
    assert not leases.holds("spool")
    as_process("two")
    leases._leaving.clear()
    assert leases.holds("spool") and leases.holds("booking")
