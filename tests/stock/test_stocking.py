from pathlib import Path

import pytest
from click.testing import CliRunner

from app.errors import Invalid
from app.stock import checks, floor, listing, reserving, stocking
from app.stock.models import Balance, Barcode, LedgerRow, Sku
from app.stock.slotting import Shape


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "stock.csv"
    path.write_text(
        "库位,商品编码,数量,品名,条码\na01-01-1,t-1,10,茶,6901234567892\nA01-02-1,T-2,0,,\n", "utf-8"
    )
    return path


@pytest.fixture(autouse=True)
def small_floor(database: str) -> None:
    floor.make_floor(Shape(aisles=1, bays=3, levels=1))


def load(path: Path) -> stocking.Stocked:
    standing, problems = listing.read_stock(path)
    assert problems == []
    return stocking.set_stock(standing)


def test_a_list_sets_what_stands_where(csv: Path) -> None:
    done = load(csv)
    assert (done.changed, done.unchanged, done.new_skus) == (1, 1, ["T-1", "T-2"])
    assert [(row.location.code, row.sku.code, row.on_hand) for row in Balance.select()] == [
        ("A01-01-1", "T-1", 10)
    ]
    assert (Barcode.get().code, Barcode.get().sku.name) == ("6901234567892", "茶")


def test_the_same_list_again_changes_nothing(csv: Path) -> None:
    load(csv)
    assert (load(csv).changed, load(csv).new_skus) == (0, [])
    assert LedgerRow.select().count() == 1


def test_only_the_difference_is_booked(csv: Path) -> None:
    load(csv)
    csv.write_text("location,sku,qty\nA01-01-1,T-1,7\n", "utf-8")
    assert load(csv).changed == 1
    assert [(row.qty, row.reason) for row in LedgerRow.select()] == [(10, "loaded"), (-3, "counted")]
    assert checks.list_problems() == []


def test_unknown_places_and_promised_units_are_problems_of_their_rows(csv: Path) -> None:
    load(csv)
    reserving.reserve(1, Sku.get(Sku.code == "T-1").id, 6)
    csv.write_text("location,sku,qty\nA09-01-1,T-1,7\nA01-01-1,T-1,5\nA01-03-1,T-2,4\n", "utf-8")
    done = load(csv)
    assert [(problem.row, problem.words.key) for problem in done.problems] == [
        (2, "stock.unknown_location"),
        (3, "stock.promised"),
    ]
    assert done.changed == 1 and checks.list_problems() == []


@pytest.mark.parametrize("qty", ["ten", "-1", "1.5", "", "9" * 30, "١"])
def test_what_is_no_quantity_is_named(csv: Path, qty: str) -> None:
    csv.write_text(f"location,sku,qty\nA01-01-1,T-1,{qty}\n", "utf-8")
    standing, problems = listing.read_stock(csv)
    assert standing == [] and problems[0].row == 2


def test_a_missing_column_is_said_with_its_names(csv: Path) -> None:
    csv.write_text("location,qty\nA01-01-1,1\n", "utf-8")
    with pytest.raises(Invalid, match="no column sku"):
        listing.read_stock(csv)


def test_a_floor_can_be_read_from_a_list(tmp_path: Path) -> None:
    path = tmp_path / "floor.csv"
    path.write_text("巷道,列,层,库位,类型\n1,2,3,,\n1,1,1,x-9,BULK\n", "utf-8")
    drafts = listing.read_floor(path)
    assert [(draft.code, draft.kind) for draft in drafts] == [("A01-02-3", "pick"), ("X-9", "bulk")]
    path.write_text("aisle,bay,level\none,1,1\n", "utf-8")
    with pytest.raises(Invalid, match="row 2: one is no number"):
        listing.read_floor(path)


def test_the_command_says_what_it_did_and_fails_with_the_rows(
    csv: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.stock.commands import stock

    monkeypatch.setattr(stock, "callback", stock.callback.__wrapped__)  # the test is connected already
    said = CliRunner().invoke(stock, [str(csv)])
    assert (said.exit_code, said.stdout) == (0, "1 places changed, 1 unchanged, 2 new SKUs\n")
    csv.write_text("location,sku,qty\nA01-01-1,T-1,many\n", "utf-8")
    said = CliRunner().invoke(stock, [str(csv)])
    assert said.exit_code == 1
    assert said.stderr == "stock.csv, row 2: many is no quantity\n"
