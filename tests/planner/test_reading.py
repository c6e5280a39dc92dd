"""Files as people send them: cut off, mixed up, edited by hand."""

import random
from pathlib import Path

import pytest

from app.planner.files import find_matrix, jobs_of, read_due, read_pool
from app.planner.instance import BadInstance, read_instance
from tests.planner.families import BATCHING, WAVES, batching_text, pool_text

WORDS = ["", "-1", "x", "1e9", "nan", "inf", "9" * 20, ":", "ID", "NUM_ORDERS", "0", "\x00", "½", "1_0"]


def damaged(text: str, rng: random.Random) -> str:
    """Some words changed, then perhaps cut off or two lines exchanged."""
    lines = [line.split(" ") for line in text.splitlines()]
    for _ in range(rng.randint(1, 3)):
        line = rng.choice(lines)
        line[rng.randrange(len(line))] = rng.choice(WORDS)
    if rng.random() < 0.3:
        lines = lines[: rng.randrange(len(lines))]
    if lines and rng.random() < 0.3:
        i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(" ".join(line) for line in lines)


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_batching_file_is_read_or_told_in_one_line(seed: int, tmp_path: Path) -> None:
    path, rng = tmp_path / "made.txt", random.Random(seed)
    path.write_text(damaged(batching_text(BATCHING["two orders"], seed), rng))
    try:
        find_matrix(path)
        instance = read_instance(path, rng.randint(1, 3))
        jobs_of(instance, {})
    except BadInstance as error:
        assert str(path) in str(error) or instance.name in str(error)
        assert "\n" not in str(error)


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_wave_file_is_read_or_told_in_one_line(seed: int, tmp_path: Path) -> None:
    path, rng = tmp_path / "made.txt", random.Random(seed)
    path.write_text(damaged(pool_text(WAVES["few aisles" if seed % 2 else "one order"], seed), rng))
    try:
        pool = read_pool(path)
        assert min([0, *(qty for order in pool.orders for qty in order.values())]) == 0
    except BadInstance as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)


def test_due_times_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    path = tmp_path / "due.csv"
    path.write_text("order,due_s\n0,12.5\n1,soon\n")
    with pytest.raises(BadInstance, match="line 3"):
        read_due(path)
    path.write_text("order,due_s\n0,nan\n")
    with pytest.raises(BadInstance, match="line 2"):
        read_due(path)


def test_an_order_due_that_is_none_of_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    path.write_text(batching_text(BATCHING["two orders"], 1))
    with pytest.raises(BadInstance, match="order 2 is due"):
        jobs_of(read_instance(path), {1: 5.0, 2: 9.0})


def test_distances_by_commas_or_blanks_are_a_matrix(tmp_path: Path) -> None:
    path = tmp_path / "distances.csv"
    path.write_text("0, 2.5\n2.5 0\n\n")
    found = find_matrix(path)
    assert found is not None and found.tolist() == [[0, 2.5], [2.5, 0]]
    path.write_text("0,1,2\n1,0\n")
    with pytest.raises(BadInstance, match="square"):
        find_matrix(path)
