"""What everybody reads often is read anew after its time."""

import itertools

from app.rules.remembering import Remembered


def test_it_is_read_again_after_its_time_by_the_clock_it_goes_by(database: str) -> None:
    seconds, reads = iter([0.0, 59.0, 60.0, 10.0]), itertools.count()
    kept = Remembered(lambda: next(reads), 60.0, lambda: next(seconds))
    assert [kept.get() for _ in range(4)] == [0, 0, 1, 2]  # a clock that was set back proves nothing
