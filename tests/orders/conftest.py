from collections.abc import Callable
from typing import Any

import pytest

from app.contracts import tiers
from app.orders.models import Channel, Order, OrderLine
from app.stock import moving
from app.stock.models import Balance, Location, Sku
from tests.conftest import Clock

MakeOrder = Callable[..., Order]


@pytest.fixture
def house(database: str, clock: Clock) -> None:
    """A site with its tiers, SKUs T and U, and one pick face for each."""
    tiers.ensure_defaults()
    tiers.forget()
    Channel.create(code="test", name="Test")
    for number, code in enumerate(("T", "U"), 1):
        Location.create(code=f"A01-0{number}-1", aisle=1, bay=number, level=1)
        Sku.create(code=code)


@pytest.fixture
def make_order(house: None, clock: Clock) -> MakeOrder:
    """An order row as intake would leave it: `make_order(state="ready", lines={1: 5})` (SKU id: quantity)."""

    def make(state: str = "new", lines: dict[int, int] | None = None, **columns: Any) -> Order:
        number = Order.select().count() + 1
        moments = {name: clock.now for name in ("ordered_at", "paid_at", "promised_at", "start_by_at")}
        known = {"tier": "C", "tier_because": {}, "because": {}, "fingerprint": "0", "channel": "test"}
        identity = {"order_no": f"W{number}", "channel_ref": f"ref-{number}"}
        order = Order.create(state=state, **(known | identity | moments | columns))
        for sku_id, qty in (lines or {1: 1}).items():
            OrderLine.create(order=order, sku_id=sku_id, qty=qty)
        return order

    return make


def stock(sku_id: int, qty: int) -> None:
    """Load `qty` of the SKU at its face (SKU 1 at location 1, SKU 2 at location 2)."""
    moving.load(sku_id, sku_id, qty)


def balance(sku_id: int) -> tuple[int, int]:
    """(on hand, reserved) of the SKU at its face."""
    found = Balance.get((Balance.location == sku_id) & (Balance.sku == sku_id))
    return found.on_hand, found.reserved
