from collections.abc import Iterator
from typing import Any

import pytest

from app import features
from app.orders.models import Order
from app.people.models import SignIn
from app.stock import checks, moving, reserving
from app.stock.floor import code_of
from app.stock.models import Floor, Location, Sku
from tests import builders

AISLES, BAYS = 4, 10


class Shop:
    """Four aisles with one SKU a bay, and orders that wait for a walk."""

    def __init__(self) -> None:
        builders.make_site()
        Floor.create(
            aisles=AISLES,
            bays=BAYS,
            levels=1,
            cross_aisles=2,
            aisle_pitch_mm=4000,
            bay_pitch_mm=1000,
            cross_aisle_mm=3000,
            depot_aisle=0,
        )
        self.skus = [self._shelf(aisle, bay) for aisle in range(AISLES) for bay in range(BAYS)]

    def _shelf(self, aisle: int, bay: int) -> Sku:
        location = Location.create(code=code_of(aisle + 1, bay + 1, 1), aisle=aisle + 1, bay=bay + 1, level=1)
        sku = builders.make_sku(f"S{aisle}{bay}", f"69000000{aisle}{bay}")
        moving.load(location.id, sku.id, 50)
        return sku

    def order(self, tier: str, *numbers: int, qty: int = 1, **columns: Any) -> Order:
        """A ready order for one unit (or `qty`) of each SKU of these numbers, its stock promised."""
        lines = [(self.skus[number], qty) for number in numbers]
        order = builders.make_order(*lines, tier=tier, state="ready", **columns)
        for line in order.lines:
            line.picked_qty = 0
            line.save()
            assert reserving.reserve(line.id, line.sku_id, line.qty)
        return order

    def picker(self, name: str = "") -> SignIn:
        return builders.sign_in(builders.make_operator("picker", name=name), work="picking")

    def lead(self) -> SignIn:
        return builders.sign_in(builders.make_operator("lead"), work="lead")


@pytest.fixture
def shop(database: str) -> Iterator[Shop]:
    """After the test every invariant of stock still holds."""
    features.load_verbs()
    yield Shop()
    assert checks.list_problems() == []
