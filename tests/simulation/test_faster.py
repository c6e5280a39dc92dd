from datetime import UTC, datetime
from typing import Any

import pytest
from peewee import fn

from app import db
from app.orders.models import Order
from app.simulation.faster import Speller, Untold, shape_of
from app.simulation.house import scratch
from app.waves.models import Pick, Task

AT = datetime(2026, 11, 11, tzinfo=UTC)
QUERIES = [
    lambda n: Order.select().where(Order.id == n),
    lambda n: Order.select(Order.id, Order.tier).where(Order.state == "ready", Order.paid_at > AT).limit(n),
    lambda n: Order.select().where((Order.id == n) | (Order.state == "new") & Order.pinned_at.is_null()),
    lambda n: Order.select().where(Order.id.in_(list(range(n)))).order_by(Order.paid_at.desc(), Order.id),
    lambda n: Pick.select().where(Pick.task == n, Pick.state != "open").paginate(1, n),
]


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_shape_seen_before_is_spelled_as_peewee_spells_it(number: int) -> None:
    with scratch():
        house: Any = db.database.obj
        speller = Speller(house)
        for values in (2, 3, 7, 3):
            query = QUERIES[number](values)
            assert speller.spell(query) == house.get_sql_context().sql(query).query()
        assert all(speller.kept.values())


UNTOLD = [
    lambda: Order.select(fn.COUNT(Order.id)),
    lambda: Pick.select().join(Task),
    lambda: Order.select().where(~Order.blocked),
    lambda: Order.select().where(Order.id.in_(Pick.select(Pick.order))),
    lambda: Order.select(Order.tier).group_by(Order.tier),
]


@pytest.mark.parametrize("number", range(len(UNTOLD)))
def test_what_a_shape_does_not_tell_is_left_to_peewee(number: int) -> None:
    with pytest.raises(Untold):
        shape_of(UNTOLD[number](), [])
