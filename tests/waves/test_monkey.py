"""People at random on a small floor: whatever they do, everything ends, and nothing is lost."""

import pytest

from app import checking, features
from app.orders.models import Order
from app.picking.models import FloorException, Tote
from app.timeline.models import Entry
from app.waves.models import Pick, Task, TaskOrder
from tests.conftest import Clock
from tests.waves.monkey import Monkey


def play(seed: int, steps: int) -> None:
    features.load_verbs()
    monkey = Monkey(seed)
    for step in range(steps):
        monkey.step()
        if step % 50 == 0:
            assert checking.list_problems() == [], monkey.tell(step)
    monkey.finish()
    assert checking.list_problems() == [], monkey.tell("")
    assert list_endless() == [], monkey.tell(list_endless())


def list_endless() -> list[str]:
    """What should have ended and did not, and what nobody is told about."""
    tasks = Task.select().where(Task.state.not_in(("done", "cancelled")))
    orders = Order.select().where(Order.state.not_in(("picked", "cancelled")))
    picks = Pick.select().where(Pick.state == "open")
    told = {row.order_id for row in FloorException.select() if row.resolved_at is None}
    elsewhere = _list_on_paper() | _list_shared()
    return [
        *(f"task {task.id} is {task.state}" for task in tasks),
        *(f"order {order.id} is {order.state}" for order in orders),
        *(f"pick {pick.id} of task {pick.task_id} is open" for pick in picks),
        *(f"tote {tote.code}: {tote.__data__}" for tote in _list_used() if not _stands_rightly(tote, told)),
        *(f"order {order_id} is picked into nothing" for order_id in _list_bare() - told - elsewhere),
        *list_misplaced(elsewhere),
    ]


def _list_used() -> list[Tote]:
    return list(Tote.select().where(Tote.task_id.is_null(False) | Tote.order_id.is_null(False)))


def _list_bare() -> set[int]:
    carried = Tote.select(Tote.order_id).where(Tote.order_id.is_null(False))
    return {order.id for order in Order.select().where(Order.state == "picked", Order.id.not_in(carried))}


def _list_on_paper() -> set[int]:
    """Orders of walks that the lead entered, or of which something came too late for the plan: no totes."""
    entered = Entry.select(Entry.subject_id).where(Entry.what == "task:entered")
    kept = FloorException.select(FloorException.task_id).where(FloorException.kind == "late-fact")
    places = TaskOrder.select().where(TaskOrder.task.in_(entered) | TaskOrder.task.in_(kept))
    return {place.order_id for place in places}


def list_misplaced(elsewhere: set[int]) -> list[str]:
    """Totes that units of a picked order were put into, and that do not carry it."""
    into = {}
    for entry in Entry.select().where(Entry.what == "tote:assigned").order_by(Entry.id):
        into[entry.task_id, entry.data["slot"]] = entry.subject_id
    units = Pick.select().join(Order).where(Pick.done_qty > 0, Order.state == "picked")
    return [
        f"pick {pick.id} of order {pick.order_id} lies in tote {into.get((pick.task_id, pick.slot))}"
        for pick in units
        if pick.order_id not in elsewhere
        and not Tote.select()
        .where(Tote.id == into.get((pick.task_id, pick.slot)), Tote.order_id == pick.order_id)
        .exists()
    ]


def _list_shared() -> set[int]:
    """Orders whose units lie in a tote of the fast lane that another order has its turn in."""
    carried = Tote.select(Tote.order_id).where(Tote.station_id.is_null(False))
    lanes = Task.select().where(Task.lane != "")
    rows = [
        (row.task_id, row.slot, row.order_id) for row in TaskOrder.select().where(TaskOrder.task.in_(lanes))
    ]
    having = {(task, slot) for task, slot, order in rows if order in {tote.order_id for tote in carried}}
    return {order for task, slot, order in rows if (task, slot) in having}


def _stands_rightly(tote: Tote, told: set[int]) -> bool:
    """At a bench with an order for it; or the lead is told to have it emptied."""
    if tote.task_id is not None or tote.station_id is None:
        return tote.order_id in told
    order = Order.get_by_id(tote.order_id)
    return order.state == "picked" or order.id in told


@pytest.fixture(autouse=True)
def floor(database: str, clock: Clock) -> None:
    """The house's clock and a database of the test's own."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [8, 16])
def test_whatever_people_do_everything_ends(seed: int) -> None:
    play(seed, steps=120)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_whatever_people_do_for_a_day_everything_ends(seed: int) -> None:
    play(seed, steps=400)
