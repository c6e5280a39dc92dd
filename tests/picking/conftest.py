from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.orders.models import Order
from app.people.models import SignIn
from app.picking import totes
from app.waves import dispatching
from app.waves.models import Pick, Task
from tests import builders
from tests.waves.conftest import Shop, shop

__all__ = ["shop"]


@dataclass
class Walk:
    """Ann on a started walk, her totes in place."""

    shop: Shop
    ann: SignIn
    task: Task
    order: Order

    def send(self, kind: str, **body: Any) -> dict[str, Any]:
        return builders.send(self.ann, kind, **body)

    def screen(self) -> dict[str, Any]:
        return self.send("lang.choose", lang="en")

    def picks(self) -> list[Pick]:
        return list(Pick.select().where(Pick.task == self.task.id).order_by(Pick.seq))

    def scan(self, qty: int = 1, **changed: Any) -> dict[str, Any]:
        """The item of the card on the screen."""
        card = self.screen()["card"]
        body = {"pick_id": card["pick_id"], "barcode": card["barcodes"][0], "qty": qty}
        return self.send("pick.scan", **body | changed)


def start_walk(shop: Shop, *numbers: int, qty: int = 1) -> Walk:
    order = shop.order("A", *numbers, qty=qty)
    ann = shop.picker("Ann")
    dispatching.dispatch_idle()
    task = Task.get(Task.operator == ann.operator_id)
    totes.make_totes(4)
    builders.make_station()
    walk = Walk(shop, ann, task, order)
    walk.send("task.start", task_id=task.id)
    walk.send("tote.scan", task_id=task.id, slot=1, barcode="T-0001")
    return walk


@pytest.fixture
def walk(shop: Shop) -> Iterator[Walk]:
    """A walk over three stops of two units each."""
    yield start_walk(shop, 1, 5, 9, qty=2)
