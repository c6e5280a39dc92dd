import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid, Refused
from app.stock import checks, floor
from app.stock.floor import LocationDraft
from app.stock.models import Balance, Floor, Location, Sku
from app.stock.slotting import Shape, Spot, distance_mm, shape_for, slot

SMALL = Shape(aisles=3, bays=4, levels=2, depot_aisle=2)


def test_a_floor_has_a_face_for_every_aisle_bay_and_level(database: str) -> None:
    made = floor.make_floor(SMALL)
    assert Location.select().count() == 24
    corner = Location.get(Location.code == "A03-04-2")
    assert (corner.aisle, corner.bay, corner.level, corner.kind) == (3, 4, 2, "pick")
    assert (made.aisles, made.bays, made.depot_aisle) == (3, 4, 1)  # counted from 0 by the planner
    assert floor.find_shape() == SMALL


def test_a_floor_is_never_made_over_another(database: str) -> None:
    floor.make_floor(SMALL)
    with pytest.raises(Refused):
        floor.make_floor(SMALL)
    assert Floor.select().count() == 1 and Location.select().count() == 24


@pytest.mark.parametrize(
    "shape",
    [
        Shape(aisles=0),
        Shape(aisles=201),
        Shape(aisles=200, bays=500, levels=12),
        Shape(cross_aisles=1),
        Shape(cross_aisles=8),
        Shape(depot_aisle=13),
        Shape(depot_at="roof"),
        Shape(bay_pitch_mm=0),
    ],
)
def test_what_cannot_be_a_floor_is_not_made(database: str, shape: Shape) -> None:
    with pytest.raises(Invalid):
        floor.make_floor(shape)
    assert Location.select().count() == 0


@pytest.mark.parametrize(
    "drafts",
    [
        [LocationDraft("X", 4, 1, 1)],
        [LocationDraft("X", 1, 1, 1), LocationDraft("X", 1, 2, 1)],
        [LocationDraft("X" * 25, 1, 1, 1)],
        [LocationDraft("X", 1, 1, 1, "cellar")],
        [],
    ],
)
def test_a_list_with_impossible_locations_is_not_loaded(database: str, drafts: list[LocationDraft]) -> None:
    with pytest.raises(Invalid):
        floor.load_floor(SMALL, drafts)


def test_what_is_asked_for_most_stands_nearest_the_depot(database: str) -> None:
    floor.make_floor(SMALL)
    slow, fast = Sku.create(code="SLOW").id, Sku.create(code="FAST").id
    assert floor.slot_and_stock({slow: 1, fast: 90}, {slow: 5, fast: 500}) == 2
    places = {
        row.sku_id: (row.location.code, row.on_hand)
        for row in Balance.select(Balance, Location).join(Location)
    }
    assert places == {fast: ("A02-01-2", 500), slow: ("A02-01-1", 5)}
    assert checks.list_problems() == []


def test_slotting_again_moves_nothing(database: str) -> None:
    floor.make_floor(SMALL)
    sku = Sku.create(code="T").id
    floor.slot_and_stock({sku: 1}, {sku: 5})
    assert floor.slot_and_stock({sku: 9}, {sku: 50}) == 0
    assert [row.on_hand for row in Balance.select()] == [5]


def test_too_few_faces_are_refused_before_anything_moves(database: str) -> None:
    with pytest.raises(Refused):
        floor.slot_and_stock({}, {})
    floor.make_floor(Shape(aisles=1, bays=1, levels=1))
    skus = [Sku.create(code=code).id for code in "TU"]
    with pytest.raises(Refused):
        floor.slot_and_stock(dict.fromkeys(skus, 1), dict.fromkeys(skus, 1))
    assert Balance.select().count() == 0


@pytest.mark.parametrize("skus", [1, 100, 2_895, 20_000])
def test_a_floor_for_so_many_skus_has_room_and_is_allowed(skus: int) -> None:
    shape = shape_for(skus)
    assert skus <= shape.locations <= max(60, skus * 1.4)
    assert shape.aisles <= floor.MOST["aisles"] and shape.bays <= floor.MOST["bays"]


spots = st.builds(Spot, st.integers(1, 999), st.integers(1, 12), st.integers(1, 30), st.integers(1, 4))


@given(
    st.dictionaries(st.integers(1, 50), st.integers(0, 99)),
    st.lists(spots, unique_by=lambda s: s.location_id),
)
def test_slotting_never_puts_more_demand_farther(demand: dict[int, int], free: list[Spot]) -> None:
    placed = slot(demand, free, Shape())
    by_id = {spot.location_id: spot for spot in free}
    walks = [distance_mm(Shape(), by_id[location_id]) for _, location_id in placed]
    assert len(placed) == min(len(demand), len(free))
    assert walks == sorted(walks)
    assert [demand[sku_id] for sku_id, _ in placed] == sorted(
        (demand[sku_id] for sku_id, _ in placed), reverse=True
    )
