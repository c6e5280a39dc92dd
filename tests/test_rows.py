"""Rows read, made and changed by prepared statements are the rows that peewee reads."""

import pytest
from peewee import ModelSelect

from app.orders.models import Order, OrderLine
from app.people.models import Operator
from app.picking.models import Tote
from app.prepared import Prepared, given, insert_if_new, update
from app.stock.models import Sku
from tests import builders


def peewees(model: type, key: object) -> object:
    """The same row by peewee's own general way."""
    return (
        ModelSelect(model, model._meta.sorted_fields, is_default=True)
        .where(model._meta.primary_key == key)
        .get()
    )


@pytest.fixture
def order(database: str) -> Order:
    builders.make_site()
    return builders.make_order((builders.make_sku("S1"), 2), wants=[{"text": "a card"}])


def test_a_row_by_its_key_is_what_peewee_reads(order: Order) -> None:
    read = Order.get_by_id(order.id)
    assert read.__data__ == peewees(Order, order.id).__data__ == Order.select().get().__data__
    assert {name: type(value) for name, value in read.__data__.items()} == {
        name: type(value) for name, value in peewees(Order, order.id).__data__.items()
    }
    assert not read.dirty_fields


def test_a_row_read_so_can_be_changed_and_saved(order: Order) -> None:
    read = Order.get_by_id(order.id)
    read.remark = "changed"
    assert [field.name for field in read.dirty_fields] == ["remark"]
    read.save()
    assert Order.get(Order.remark == "changed").id == order.id


def test_what_a_row_points_at_is_read_when_asked_for(order: Order) -> None:
    line = OrderLine.get_by_id(order.lines[0].id)
    assert line.order.order_no == order.order_no


def test_no_such_row_is_the_models_own_answer(order: Order) -> None:
    with pytest.raises(Order.DoesNotExist):
        Order.get_by_id(order.id + 1)
    assert Sku.get_or_none(Sku.id == 99) is None
    assert Operator.get_or_none(Operator.id == None) is None  # noqa: E711 - SQL, not Python


def test_a_row_by_what_its_columns_hold_is_what_peewee_reads(order: Order) -> None:
    line = order.lines[0]
    read = OrderLine.get(
        OrderLine.order == order, OrderLine.qty.in_([1, 2]) & (OrderLine.sku_id == line.sku_id)
    )
    assert read.__data__ == peewees(OrderLine, line.id).__data__
    assert Order.get_or_none(Order.blocked == False, Order.order_no == order.order_no) == order  # noqa: E712
    assert OrderLine.get_or_none(OrderLine.order == order.id, OrderLine.qty.in_((1, 3))) is None
    assert OrderLine.get_or_none(OrderLine.order == order.id, OrderLine.qty > 1) == line


def test_a_row_made_has_its_number_and_what_it_was_given(order: Order) -> None:
    made = OrderLine.create(order=order, sku_id=builders.make_sku("S2").id, qty=3)
    assert made.id == order.lines[0].id + 1 and not made.dirty_fields
    assert made.__data__.items() <= peewees(OrderLine, made.id).__data__.items()


def test_a_prepared_question_for_all_columns_gives_the_models_own_rows(order: Order) -> None:
    asked = Prepared(lambda: Order.select().where(Order.order_no == given("order_no")))
    [read] = asked.list(order_no=order.order_no)
    assert isinstance(read, Order) and read.__data__ == peewees(Order, order.id).__data__


def test_a_row_is_changed_only_while_it_is_as_it_was_seen(database: str) -> None:
    tote = Tote.create(code="T-1")
    unused = {"id": tote.id, "task_id": None, "order_id": None}
    assert update(Tote, unused, order_id=7)
    assert not update(Tote, unused, order_id=8)
    assert Tote.get_by_id(tote.id).order_id == 7


def test_what_is_there_already_is_not_inserted_again(database: str) -> None:
    assert [insert_if_new(Tote, {"code": code}) for code in ("T-1", "T-2", "T-1")] == [True, True, False]
    assert sorted(tote.code for tote in Tote.select()) == ["T-1", "T-2"]
