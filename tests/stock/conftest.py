from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.stock import checks, moving
from app.stock.models import Balance, Location, Sku


@dataclass
class Shelf:
    """A small floor: locations 1 to 3 of one aisle, SKUs T and U."""

    locations: list[Location]
    t: Sku
    u: Sku

    def put(self, number: int, sku: Sku, qty: int) -> int:
        """Load `qty` at the location of that number; its id."""
        location_id = int(self.locations[number - 1].id)
        moving.load(location_id, sku.id, qty)
        return location_id

    def at(self, number: int, sku: Sku) -> tuple[int, int]:
        """(on hand, reserved) there."""
        here = (Balance.location == self.locations[number - 1].id) & (Balance.sku == sku.id)
        found = Balance.get(here)
        return found.on_hand, found.reserved


def make_shelf() -> Shelf:
    rows = [{"code": f"A01-0{n}-1", "aisle": 0, "bay": n - 1, "level": 0} for n in (1, 2, 3)]
    locations = [Location.create(**row) for row in rows]
    return Shelf(locations, Sku.create(code="T"), Sku.create(code="U"))


@pytest.fixture
def shelf(database: str) -> Iterator[Shelf]:
    """After the test every invariant of stock still holds."""
    yield make_shelf()
    assert checks.list_problems() == []
