"""Cases small enough to be reckoned by hand; times in seconds."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from app.waves.lineup import Kept, Picker, Planned, Promised, Walk, count_kept, line_up, list_moved

ANN, BEN = 1, 2


def walk(key: str, work_s: float, *orders: tuple[int, str, float], picker: int | None = None) -> Walk:
    return Walk(key, work_s, tuple(Promised(*order) for order in orders), picker=picker)


def ends(planned: list[Planned]) -> dict[str, tuple[int | None, float]]:
    return {one.walk.key: (one.picker, one.finish_s) for one in planned}


def test_each_walk_goes_to_whoever_is_free_first() -> None:
    """Ann is free after 100, Ben at once: Ben walks a (50) and b (50), Ann then c."""
    walks = [walk("hand", 100, picker=ANN), walk("a", 50), walk("b", 50), walk("c", 30)]
    found = ends(line_up(walks, [Picker(ANN), Picker(BEN)]))
    assert found == {"hand": (ANN, 100), "a": (BEN, 50), "b": (BEN, 100), "c": (ANN, 130)}


def test_who_goes_home_begins_nothing_that_ends_later() -> None:
    found = ends(line_up([walk("a", 100), walk("b", 100), walk("c", 60)], [Picker(ANN, until_s=160)]))
    assert found == {"a": (ANN, 100), "b": (None, inf), "c": (ANN, 160)}


def test_what_nobody_can_begin_holds_up_nobody() -> None:
    found = ends(line_up([walk("closed", inf), walk("a", 10)], [Picker(ANN)]))
    assert found == {"closed": (None, inf), "a": (ANN, 10)}


def test_who_comes_later_is_not_free_before() -> None:
    found = ends(line_up([walk("a", 10), walk("b", 10)], [Picker(ANN, from_s=300), Picker(BEN)]))
    assert found == {"a": (BEN, 10), "b": (BEN, 20)}


def test_what_is_promised_to_somebody_waits_for_them() -> None:
    walks = [walk("rush", 40, picker=ANN), walk("other", 10)]
    found = ends(line_up([walk("hand", 90, picker=ANN), *walks], [Picker(ANN), Picker(BEN)]))
    assert found == {"hand": (ANN, 90), "rush": (ANN, 130), "other": (BEN, 10)}


def test_promises_are_counted_by_tier_and_an_order_by_its_last_walk() -> None:
    """Order 1 is on both walks (50 and 100) and due at 60; order 2 is due at 100, order 3 at 49."""
    walks = [walk("a", 50, (1, "A", 60), (3, "C", 49)), walk("b", 50, (1, "A", 60), (2, "C", 100))]
    counted = count_kept(line_up(walks, [Picker(ANN)]))
    assert counted == {"A": Kept(0, 1), "C": Kept(1, 1)}


def test_two_more_pickers_keep_what_one_misses() -> None:
    """Six walks of 100, due at 200: one picker keeps two, three keep all six."""
    walks = [walk(str(n), 100, (n, "B", 200)) for n in range(6)]
    assert count_kept(line_up(walks, [Picker(ANN)])) == {"B": Kept(2, 4)}
    assert count_kept(line_up(walks, [Picker(ANN), Picker(8), Picker(9)])) == {"B": Kept(6, 0)}


def test_what_moves_is_told_broken_promises_first() -> None:
    before = line_up([walk("a", 100, (1, "C", 100)), walk("b", 100, (2, "B", 500))], [Picker(ANN)])
    rush = walk("rush", 80, (9, "A", 80), picker=ANN)
    after = line_up([rush, walk("a", 100, (1, "C", 100)), walk("b", 100, (2, "B", 500))], [Picker(ANN)])
    moved = list_moved(before, after)
    assert [(one.order_id, one.before_s, one.after_s, one.turn) for one in moved] == [
        (1, 100, 180, 1),
        (2, 200, 280, 0),
    ]
    assert list_moved(before, after, least_s=81) == []


@given(st.lists(st.integers(1, 500), max_size=20), st.integers(1, 5))
def test_list_scheduling_is_never_worse_than_its_bound(lengths: list[int], pickers: int) -> None:
    """Graham: at most the mean load and one longest walk more; never before the longest."""
    walks = [walk(str(n), length) for n, length in enumerate(lengths)]
    planned = line_up(walks, [Picker(n) for n in range(pickers)])
    last = max((one.finish_s for one in planned), default=0)
    assert last <= sum(lengths) / pickers + max(lengths, default=0)
    assert last >= max(lengths, default=0)
