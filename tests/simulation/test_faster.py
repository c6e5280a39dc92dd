from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from peewee import JOIN, fn

from app import db
from app.orders.models import Order
from app.people.models import Operator
from app.simulation.faster import Speller
from app.simulation.house import scratch
from app.simulation.shapes import Untold, shape_of
from app.waves.models import Pick, StandingPlan, Task, TaskOrder

AT = datetime(2026, 11, 11, tzinfo=UTC)
QUERIES = [
    lambda n: Order.select().where(Order.id == n),
    lambda n: Order.select(Order.id, Order.tier).where(Order.state == "ready", Order.paid_at > AT).limit(n),
    lambda n: Order.select().where((Order.id == n) | (Order.state == "new") & Order.pinned_at.is_null()),
    lambda n: Order.select().where(Order.id.in_(list(range(n)))).order_by(Order.paid_at.desc(), Order.id),
    lambda n: Pick.select().where(Pick.task == n, Pick.state != "open").paginate(1, n),
    lambda n: Order.select(fn.COUNT(Order.id)).where(Order.units > n),
    lambda n: Pick.select(Pick, Task).join(Task).where(~Task.pinned_at.is_null(), Pick.qty == n),
    lambda n: Pick.select().join(Task, JOIN.LEFT_OUTER).where(Task.operator == Operator(id=n)),
    lambda n: Order.select().where(Order.id.in_(Pick.select(Pick.order).where(Pick.task == n))),
    lambda n: (
        Order.select(Order.tier, fn.MAX(Order.units).alias("m")).where(Order.id < n).group_by(Order.tier)
    ),
    lambda n: Task.update(stops=Task.stops + n, because={"key": str(n)}, station_id=None).where(Task.id == n),
    lambda n: Task.delete().where(Task.id == n),
    lambda n: TaskOrder.insert(task=n, order=n + 1, slot=1),
    lambda n: TaskOrder.insert_many([{"slot": n, "task": 1, "order": 2}, {"slot": 1, "task": n, "order": 2}]),
    lambda n: StandingPlan.insert(tier=str(n)).on_conflict_ignore(),
]


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_shape_seen_before_is_spelled_as_peewee_spells_it(number: int) -> None:
    with scratch():
        house: Any = db.database.obj
        speller = Speller(house)
        for values in (2, 3, 7, 3, 8, 9):
            query = QUERIES[number](values)
            assert speller.spell(query) == house.get_sql_context().sql(query).query()
        assert all(speller.kept.values())


def test_a_text_that_peewee_would_spell_otherwise_is_given_up() -> None:
    """Were the shape ever to tell too little, the first uses of it show that."""
    with scratch():
        speller = Speller(db.database.obj)
        speller.spell(Order.select().where(Order.id == 1))
        [shape] = speller.kept
        speller.kept[shape] = replace(speller.kept[shape], sql="SELECT 1")
        assert "WHERE" in speller.spell(Order.select().where(Order.id == 2))[0]
        assert speller.kept == {shape: None}


UNTOLD = [
    lambda: Order.select().where(Order.id == 1) | Order.select(),
    lambda: Order.select().where(Order.id == 1).for_update(),
    lambda: Order.select().distinct(Order.tier),
    lambda: Order.alias().select(),
    lambda: Order.select().order_by(Order.paid_at.desc(nulls="last")),
    lambda: Order.select(fn.COUNT(Order.id).filter(Order.blocked)),
    lambda: StandingPlan.insert(tier="A").on_conflict(action="REPLACE"),
]


@pytest.mark.parametrize("number", range(len(UNTOLD)))
def test_what_a_shape_does_not_tell_is_left_to_peewee(number: int) -> None:
    with pytest.raises(Untold):
        shape_of(UNTOLD[number](), [])
