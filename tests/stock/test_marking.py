"""Zones, narrow aisles, skills and forklifts by the command line and by a list."""

from pathlib import Path

import pytest

from app import db
from app.contracts.tiers import forget, get_site
from app.errors import Invalid
from app.people.models import Equipment, Operator
from app.stock.marking import ONE_WAY, read_aisles, read_named
from app.stock.models import Location
from tests.orders.files import wavecard


def locations(folder: Path) -> dict[str, tuple[str, bool, str, str]]:
    db.connect(f"sqlite:///{folder}/wavecard.db")
    found = {row.code: (row.zone, row.narrow, row.equipment, row.skill) for row in Location.select()}
    db.disconnect()
    return found


def test_a_floor_is_marked_when_it_is_made_and_later(tmp_path: Path) -> None:
    made = ("floor", "--aisles", 4, "--bays", 2, "--levels", 2, "--zone", "Z1=1-2", "--zone", "Z2=3-4")
    assert wavecard(tmp_path, *made).stdout.splitlines() == [
        "Made a floor of 16 locations",
        "Marked 16 locations",
    ]
    later = wavecard(tmp_path, "floor", "--skill", "cold=4", "--narrow", "3", "--forklift-from", 2)
    assert later.exit_code == 0, later.output
    found = locations(tmp_path)
    assert found["A01-01-1"] == ("Z1", False, "", "")
    assert found["A03-02-1"] == ("Z2", True, "", "")
    assert found["A04-01-2"] == ("Z2", False, "forklift", "cold")


def test_the_location_is_scanned_first_in_the_aisles_that_say_so(tmp_path: Path) -> None:
    wavecard(tmp_path, "floor", "--aisles", 4, "--bays", 1, "--levels", 1)
    assert wavecard(tmp_path, "floor", "--check", "2-3").stdout == "Marked 2 locations\n"
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    checked = [row.code for row in Location.select().where(Location.check_scan).order_by(Location.code)]
    db.disconnect()
    assert checked == ["A02-01-1", "A03-01-1"]


def test_limits_are_kept_with_the_site(tmp_path: Path) -> None:
    wavecard(tmp_path, "db", "upgrade")
    done = wavecard(tmp_path, "floor", "--aisles", 2, "--zone", "Z1=1", "--zone-walks", "Z1=3")
    assert done.exit_code == 0, done.output
    assert wavecard(tmp_path, "floor", "--narrow-pickers", 1).exit_code == 0
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    forget()
    settings = get_site().settings
    db.disconnect()
    assert (settings["zone_walks"], settings["narrow_pickers"]) == ({"Z1": 3}, 1)


def test_aisles_are_walked_one_way_where_one_can_walk_round(tmp_path: Path) -> None:
    made = wavecard(tmp_path, "floor", "--aisles", 4, "--one-way", "up=1,3", "--one-way", "down=2")
    assert made.exit_code == 0, made.output
    for wrong in ("up=1-4", "up=9", "left=1"):
        assert wavecard(tmp_path, "floor", "--one-way", wrong).exit_code == 1
    assert wavecard(tmp_path, "floor", "--one-way", "up=1", "--one-way", "down=1").exit_code == 1
    assert setting(tmp_path, ONE_WAY) == {"up": [1, 3], "down": [2]}
    assert wavecard(tmp_path, "floor", "--one-way", "both=1-4").exit_code == 0
    assert setting(tmp_path, ONE_WAY) == {}


def setting(folder: Path, name: str) -> object:
    db.connect(f"sqlite:///{folder}/wavecard.db")
    forget()
    found = (get_site().settings or {})[name]
    db.disconnect()
    return found


def test_a_list_of_locations_may_say_it_all(tmp_path: Path) -> None:
    (tmp_path / "floor.csv").write_text(
        "aisle,bay,level,zone,narrow,equipment,skill\n1,1,1,Z1,yes,,cold\n1,2,1,,,forklift,\n", "utf-8"
    )
    assert wavecard(tmp_path, "floor", "--load", tmp_path / "floor.csv").exit_code == 0
    assert locations(tmp_path) == {
        "A01-01-1": ("Z1", True, "", "cold"),
        "A01-02-1": ("", False, "forklift", ""),
    }


@pytest.mark.parametrize("text", ["", "=1", "Z1", "Z1=0", "Z1=x", "Z1=3-1", "Z1=1-999", "Z" * 17 + "=1"])
def test_what_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(Invalid):
        read_named([text])


def test_aisles_are_numbers_and_ranges() -> None:
    assert read_aisles(["3", "5-7,9"]) == {3, 5, 6, 7, 9}
    assert read_named(["Z=1", "Z=3"]) == {"Z": frozenset({1, 3})}


def test_an_aisle_that_the_floor_does_not_have_is_refused(tmp_path: Path) -> None:
    wavecard(tmp_path, "floor", "--aisles", 2)
    wrong = wavecard(tmp_path, "floor", "--zone", "Z1=9")
    assert wrong.exit_code == 1 and "no such aisle" in wrong.output


def test_people_have_skills_zones_and_equipment(tmp_path: Path) -> None:
    assert wavecard(tmp_path, "people", "equipment", "fl-1", "--kind", "forklift").exit_code == 0
    added = wavecard(tmp_path, "people", "add", "Ann", "--role", "picker", "--skill", "cold", "--zone", "Z1")
    assert added.exit_code == 0, added.output
    shown = wavecard(tmp_path, "people", "set", "OP-1001", "--equipment", "FL-1", "--zone", "-").stdout
    assert shown == "OP-1001  Ann  picker  cold, FL-1\n"
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    ann = Operator.get()
    assert (ann.skills, ann.zones, ann.equipment) == (["cold"], [], Equipment.get().code)
    db.disconnect()


def test_equipment_that_nobody_knows_is_refused_and_nobody_added(tmp_path: Path) -> None:
    wrong = wavecard(tmp_path, "people", "add", "Ann", "--role", "picker", "--equipment", "X")
    assert wrong.exit_code == 1 and "no equipment X" in wrong.output
    assert wavecard(tmp_path, "people", "list").stdout == ""
