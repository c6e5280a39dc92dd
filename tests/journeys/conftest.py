"""One served house for the handheld's journeys: each test brings its order, and leaves no work behind."""

from collections.abc import Iterator

import pytest

from app import clock
from app.db import transaction
from app.lives import move
from app.orders.models import Order
from app.people.models import Interrupt, SignIn
from app.picking import cancelling, counts
from app.stock.models import StockCount
from app.timeline.recording import record
from app.waves.models import Task
from app.waves.states import LIVE, TASK
from tests.journeys.floor import House, connected, served_house
from tests.journeys.walks import in_order
from tests.journeys.wire import Wire, wired

FULL = 400  # units on a shelf
UNDER_WAY = ("new", "ready", "released", "picking")


@pytest.fixture(scope="session")
def open_all_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def house(open_all_day: House) -> Iterator[House]:
    """Served, with this process connected to its database; however a test ended, swept and found in order."""
    with connected(open_all_day.url):
        yield open_all_day
        open_all_day.close_screens()
        sweep(open_all_day)
        in_order()


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    with wired(house.served.port) as made:
        yield made


def sweep(house: House) -> None:
    """Nobody signed in, no walk, no order that could become one, no shelf that waits to be counted."""
    if house.served.master.poll() is not None:
        house.served.start()
    SignIn.update(ended_at=clock.now()).where(SignIn.ended_at.is_null()).execute()
    for order in Order.select().where(Order.state.in_(UNDER_WAY)):
        cancelling.cancel(order.id, "the test is over", by=1)
    for task in Task.select().where(Task.state.in_(("queued", *LIVE))):
        with transaction():
            move(task, TASK, "finish" if task.state == "unloading" else "cancel")
            what = "task:done" if task.state == "done" else "task:cancelled"
            record(what, task.id, task_id=task.id)
    for count in StockCount.select().where(StockCount.closed_at.is_null()):
        counts.close(count.id, FULL, by=1)
    Interrupt.update(seen_at=clock.now()).where(Interrupt.seen_at.is_null()).execute()
