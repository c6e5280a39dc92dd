import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import db
from app.errors import NotFound
from app.stock import moving, reserving
from app.stock.choosing import Face, Wanted, choose, choose_all
from app.stock.models import Location, Reservation
from tests.stock.conftest import Shelf


def parts(made: list[Reservation], shelf: Shelf) -> list[tuple[int, int]]:
    """(number of the location, quantity)."""
    numbers = {location.id: number for number, location in enumerate(shelf.locations, 1)}
    return [(numbers[row.location_id], row.qty) for row in made]


def test_one_face_that_holds_all_is_preferred_to_two(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 3)
    shelf.put(2, shelf.t, 20)
    shelf.put(3, shelf.t, 6)
    assert parts(reserving.reserve(1, shelf.t.id, 5), shelf) == [(3, 5)]


def test_else_as_few_faces_as_possible(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 3)
    shelf.put(2, shelf.t, 20)
    shelf.put(3, shelf.t, 6)
    assert parts(reserving.reserve(1, shelf.t.id, 25), shelf) == [(2, 20), (3, 5)]


def test_all_or_nothing(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 3)
    assert reserving.reserve(1, shelf.t.id, 4) == []
    assert shelf.at(1, shelf.t) == (3, 0)


def test_blocked_and_bulk_locations_promise_nothing(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 5)
    shelf.put(2, shelf.t, 5)
    Location.update(blocked=True).where(Location.id == shelf.locations[0].id).execute()
    Location.update(kind="bulk").where(Location.id == shelf.locations[1].id).execute()
    assert reserving.reserve(1, shelf.t.id, 1) == []
    assert reserving.free_units([shelf.t.id]) == {}


def test_what_is_promised_is_not_free(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 5)
    reserving.reserve(1, shelf.t.id, 3)
    assert reserving.reserve(2, shelf.t.id, 3) == []
    assert reserving.free_units([shelf.t.id]) == {shelf.t.id: 2}


def test_releasing_makes_it_free_again_once(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 5)
    made = reserving.reserve(1, shelf.t.id, 3)[0]
    assert reserving.release(made.id) == 3
    assert reserving.release(made.id) == 0
    assert shelf.at(1, shelf.t) == (5, 0)
    with pytest.raises(NotFound):
        reserving.release(999)


def test_lines_are_released_together(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 5)
    reserving.reserve(1, shelf.t.id, 3)
    reserving.reserve(2, shelf.t.id, 2)
    assert reserving.has_reserved([1, 2])
    assert reserving.release_lines([1, 2]) == 5
    assert not reserving.has_reserved([1, 2])


def test_an_order_is_promised_whole_or_not_and_the_first_comes_first(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 5)
    shelf.put(2, shelf.u, 5)
    wanted = [
        Wanted(10, 1, shelf.t.id, 3),
        Wanted(11, 2, shelf.t.id, 1),
        Wanted(11, 3, shelf.u.id, 9),
        Wanted(12, 4, shelf.t.id, 2),
        Wanted(13, 5, shelf.t.id, 1),
    ]
    assert reserving.reserve_all(wanted) == {10, 12}
    assert shelf.at(1, shelf.t) == (5, 5)
    assert shelf.at(2, shelf.u) == (5, 0)


def test_a_short_pick_finds_the_rest_elsewhere(shelf: Shelf) -> None:
    """Two of five are there: three are written off and come from location 2."""
    shelf.put(1, shelf.t, 5)
    shelf.put(2, shelf.t, 4)
    Location.update(blocked=True).where(Location.id == shelf.locations[1].id).execute()
    old = reserving.reserve(1, shelf.t.id, 5)[0]
    Location.update(blocked=False).where(Location.id == shelf.locations[1].id).execute()
    moving.take(old.id, 2, pick_id=1, by=1)
    moving.write_off(old.id, 3, pick_id=1, by=1, reason="short")
    assert parts(reserving.find_elsewhere(old.id, 3), shelf) == [(2, 3)]
    assert shelf.at(1, shelf.t) == (0, 0)


def test_what_is_still_promised_here_stays_promised_when_the_rest_is_found_elsewhere(shelf: Shelf) -> None:
    shelf.put(1, shelf.t, 5)
    old = reserving.reserve(1, shelf.t.id, 5)[0]
    shelf.put(2, shelf.t, 2)
    moving.write_off(old.id, 3, pick_id=1, by=1, reason="short")
    assert parts(reserving.find_elsewhere(old.id, 3), shelf) == [(2, 2)]
    assert shelf.at(1, shelf.t) == (2, 2)
    assert reserving.find_elsewhere(old.id, 1) == []


@pytest.mark.parametrize("rounds", range(3))
def test_two_that_reserve_at_once_never_promise_the_same_unit(shelf: Shelf, rounds: int) -> None:
    shelf.put(1, shelf.t, 10)
    got: list[int] = []

    def ask(first_line: int) -> None:
        with db.connection():
            for line in range(first_line, first_line + 8):
                got.append(sum(row.qty for row in reserving.reserve(line, shelf.t.id, 1)))

    threads = [threading.Thread(target=ask, args=(start,)) for start in (100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(got) == 10
    assert shelf.at(1, shelf.t) == (10, 10)


faces = st.lists(st.integers(0, 9), max_size=5).map(
    lambda free: [Face(number, number, units) for number, units in enumerate(free)]
)


@given(faces, st.integers(1, 30))
def test_a_choice_never_takes_more_than_is_free_or_wanted(faces: list[Face], qty: int) -> None:
    chosen = choose(Wanted(1, 1, 1, qty), faces)
    assert sum(part.qty for part in chosen) == min(qty, sum(face.free for face in faces))
    assert all(0 < part.qty <= part.face.free for part in chosen)
    assert len({part.face.balance_id for part in chosen}) == len(chosen)


@given(faces, st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9)), max_size=8))
def test_together_orders_get_whole_lines_and_leave_nothing_negative(
    faces: list[Face], lines: list[tuple[int, int]]
) -> None:
    wanted = [Wanted(key, number, 1, qty) for number, (key, qty) in enumerate(lines)]
    before = sum(face.free for face in faces)
    chosen = choose_all(wanted, {1: faces})
    got = {line.line_id: sum(part.qty for part in chosen if part.line_id == line.line_id) for line in wanted}
    for key in {line.key for line in wanted}:
        mine = [line for line in wanted if line.key == key]
        assert all(got[line.line_id] == line.qty for line in mine) or not any(
            got[line.line_id] for line in mine
        )
    assert all(face.free >= 0 for face in faces)
    assert before - sum(face.free for face in faces) == sum(got.values())
