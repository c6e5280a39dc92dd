from pathlib import Path

import pytest

from tests.orders.files import retail, wavecard


def test_a_floor_for_a_file_readies_its_orders(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 20)
    said = wavecard(tmp_path, "import", file)
    assert (said.exit_code, "20 created" in said.stdout, "0 became ready" in said.stdout) == (0, True, True)
    said = wavecard(tmp_path, "floor", "--for", file)
    assert said.stdout.splitlines()[1:] == [
        "40 SKUs in these orders, 40 slotted and stocked",
        "20 orders became ready",
    ]
    said = wavecard(tmp_path, "import", file)
    assert "Nothing changed: all 20 orders were taken in before" in said.stdout
    said = wavecard(tmp_path, "check")
    assert said.exit_code == 0, said.output


def test_a_floor_first_makes_orders_ready_as_they_come(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 5)
    assert (
        wavecard(tmp_path, "floor", "--for", file, "--aisles", 2, "--bays", 20, "--levels", 1).exit_code == 0
    )
    assert "5 became ready" in wavecard(tmp_path, "import", file).stdout


def test_a_floor_by_numbers_or_from_a_list(tmp_path: Path) -> None:
    said = wavecard(tmp_path, "floor", "--aisles", 2, "--bays", 3, "--levels", 1)
    assert (said.exit_code, said.stdout) == (0, "Made a floor of 6 locations\n")
    said = wavecard(tmp_path, "floor")
    assert (said.exit_code, said.stderr.count("\n")) == (1, 1)
    (tmp_path / "list.csv").write_text("aisle,bay,level\n1,1,1\n2,4,1\n")
    (tmp_path / "other").mkdir()
    said = wavecard(tmp_path / "other", "floor", "--load", tmp_path / "list.csv")
    assert (said.exit_code, said.stdout) == (0, "Loaded 2 locations\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import"], "Name the files to read"),
        (["import", "none.csv"], "none.csv cannot be opened: No such file or directory"),
        (["import", "a.csv", "--channel", "A B"], "A channel is named in lower-case"),
        (["floor", "a.csv"], "Put --for before files of orders"),
        (["floor", "--for"], "Name the files to read"),
        (["floor", "--for", "none.csv"], "none.csv cannot be opened"),
        (["floor", "--aisles", "0"], "This cannot be a floor: aisles 1..200"),
    ],
)
def test_a_users_mistake_is_a_clear_line_and_exit_code_1(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    retail(tmp_path / "a.csv", 1)
    said = wavecard(tmp_path, *(tmp_path / one if one.endswith(".csv") else one for one in arguments))
    assert said.exit_code == 1
    assert told in said.stderr and "Traceback" not in said.output
    assert len(said.stderr.splitlines()) <= 2


def test_a_wrong_row_fails_the_command_but_not_the_other_orders(tmp_path: Path) -> None:
    file = retail(tmp_path / "a.csv", 2)
    with file.open("a") as rows:
        rows.write("700,22423,X,many,2011-11-30 08:00:00,1,,UK\n")
    said = wavecard(tmp_path, "import", file, "--report", tmp_path / "out.csv")
    assert said.exit_code == 1 and "2 created" in said.stdout
    assert said.stderr.splitlines() == [
        "a.csv, row 8, order 700: The quantity many is no whole number",
        "1 orders were not taken in because of that",
    ]
    assert (tmp_path / "out.csv").exists()
