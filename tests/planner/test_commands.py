import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.planner.commands import plan

INSTANCE = """NAME : small
PICKER_CAPACITY : 4
NUM_AISLES : 3
NUM_CELLS : 10
DEPOT_AISLE : 0
DEPOT_LOCATION : bottom
DISTANCE_AISLE_TO_AISLE : 3
DISTANCE_CELL_TO_CELL : 1
DISTANCE_TOP_TO_CELL : 1
DISTANCE_BOTTOM_TO_CELL : 1
ARTICLE_SECTION
NUM_ARTICLES : 3
ID 0 WEIGHT 1
ID 1 WEIGHT 1
ID 2 WEIGHT 2
SKU_SECTION
NUM_SKUS : 3
ID 0 AISLE 0 CELL 9 QUANTITY 1 LEFT_RIGHT_HAND_SIDE left
ID 1 AISLE 2 CELL 9 QUANTITY 1 LEFT_RIGHT_HAND_SIDE left
ID 2 AISLE 2 CELL 8 QUANTITY 1 LEFT_RIGHT_HAND_SIDE left
ORDER_SECTION
NUM_ORDERS : 3
NUM_ARTICLES_IN_ORDER : 1
ID 0 QUANTITY 2
NUM_ARTICLES_IN_ORDER : 1
ID 1 QUANTITY 1
NUM_ARTICLES_IN_ORDER : 1
ID 2 QUANTITY 1
EOF
"""
POOL = "2 2 2\n1 0 3\n1 1 1\n1 0 4\n1 1 1\n1 4\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(plan, [str(word) for word in words])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small.txt").write_text(INSTANCE)
    return tmp_path / "small.txt"


def test_route_prints_a_line_a_file_and_writes_the_tours(small: Path) -> None:
    tours = small.with_name("tours.json")
    assert run("route", small, small, "--tours", tours).output == "small.txt,18\nsmall.txt,18\n"
    assert sorted(json.loads(tours.read_text())["small.txt"]) == [[0, 9], [2, 8], [2, 9]]


def test_route_knows_habits(small: Path) -> None:
    assert run("route", small, "--policy", "s-shape").output == "small.txt,34\n"


def test_route_says_what_a_habit_costs(small: Path) -> None:
    assert run("route", small, "--habits").output.splitlines() == [
        "file,shortest,s-shape more,return more,largest-gap more",
        "small.txt,18,16,0,16",
    ]


def test_route_walks_over_distances_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("0,1,5\n1,0,3\n5,3,0\n")
    result = run("route", tmp_path / "d.csv", "--tours", tmp_path / "tours.json")
    assert result.stdout == "d.csv,9\n"
    assert "no parallel aisles, walked over its distances (shortest)" in result.stderr
    assert sorted(json.loads((tmp_path / "tours.json").read_text())["d.csv"]) == [1, 2]


def test_a_due_order_is_less_late_than_metres_alone_would_have_it(small: Path) -> None:
    due = small.with_name("due.csv")
    due.write_text("order,due_s\n0,30\n")
    out = small.with_name("plan.json")
    run("batch", small, "--iterations", 100, "--due", due, "--out", out)
    assert json.loads(out.read_text())["batches"][0]["orders"] == [0]


def test_batch_keeps_the_capacity_and_writes_the_plan(small: Path) -> None:
    out = small.with_name("plan.json")
    assert run("batch", small, "--iterations", 100, "--out", out).output == "small.txt,2,18\n"
    batches = json.loads(out.read_text())["batches"]
    assert sorted(sorted(b["orders"]) for b in batches) == [[0], [1, 2]]


def test_batch_stops_after_the_seconds(small: Path) -> None:
    assert run("batch", small, "--seconds", 0.05).output == "small.txt,2,18\n"


def test_wave_prints_the_density_and_writes_the_wave(tmp_path: Path) -> None:
    pool, out = tmp_path / "pool.txt", tmp_path / "wave.txt"
    pool.write_text(POOL)
    assert run("wave", pool, "--iterations", 500, "--out", out).output == "pool.txt,3,1,3.000000\n"
    assert out.read_text().split() == ["1", "0", "1", "0"]


BAD_INSTANCES = {
    "missing": INSTANCE.replace("NUM_AISLES : 3\n", ""),
    "no number": INSTANCE.replace("NUM_CELLS : 10", "NUM_CELLS : ten"),
    "outside": INSTANCE.replace("AISLE 2 CELL 9", "AISLE 7 CELL 9"),
    "cannot read": INSTANCE.replace("ID 1 AISLE", "ID one AISLE"),
    "lies at 0 positions": INSTANCE.replace("ID 2 QUANTITY 1\n", "ID 5 QUANTITY 1\n"),
    "no orders": INSTANCE.split("ORDER_SECTION")[0],
    "larger than a cart": INSTANCE.replace("CAPACITY : 4", "CAPACITY : 1"),
    "top or bottom": INSTANCE.replace("LOCATION : bottom", "LOCATION : left"),
    "more than 2000000 cells": INSTANCE.replace("NUM_CELLS : 10", "NUM_CELLS : 1e12"),
    "negative": INSTANCE.replace("AISLE_TO_AISLE : 3", "AISLE_TO_AISLE : -3"),
    "finite": INSTANCE.replace("AISLE_TO_AISLE : 3", "AISLE_TO_AISLE : nan"),
    "CAPACITY is a number": INSTANCE.replace("CAPACITY : 4", "CAPACITY : nan"),
}


@pytest.mark.parametrize("says", BAD_INSTANCES)
def test_a_bad_instance_is_one_clear_line(says: str, small: Path) -> None:
    small.write_text(BAD_INSTANCES[says])
    result = run("batch", small, "--iterations", 1)
    assert result.exit_code == 1
    assert says in result.output
    assert result.output.count("\n") == 1


BAD_POOLS = {
    "ends too early": POOL[:-6],
    "'x' is no number": POOL.replace("4\n", "x\n", 1),
    "item 9 outside": POOL.replace("1 0 3", "1 9 3"),
    "cannot be": POOL.replace("\n1 4\n", "\n5 4\n"),
    "more than it announces": POOL + "7\n",
    "no wave of 9 to 12": POOL.replace("\n1 4\n", "\n9 12\n"),
}


@pytest.mark.parametrize("says", BAD_POOLS)
def test_a_bad_wave_file_is_one_clear_line(says: str, tmp_path: Path) -> None:
    (tmp_path / "pool.txt").write_text(BAD_POOLS[says])
    result = run("wave", tmp_path / "pool.txt", "--iterations", 50)
    assert result.exit_code == 1
    assert says in result.output
    assert result.output.count("\n") == 1
