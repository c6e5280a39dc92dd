"""Small reads that every part of the console needs."""

from collections.abc import Iterable
from typing import Any

from app.orders.models import Order
from app.people.models import Operator
from app.printing.models import Station
from app.words import Words, say


def rows(query: Any) -> list[tuple[Any, ...]]:
    """A query's columns as tuples, without a model around each."""
    return list(query.tuples())


def name_operators(ids: Iterable[int | None]) -> dict[int | None, str]:
    query = Operator.select(Operator.id, Operator.name).where(Operator.id.in_([one for one in ids if one]))
    return {operator_id: name for operator_id, name in rows(query)}


def name_stations() -> dict[int | None, str]:
    return {station.id: station.name or station.code for station in Station.select()}


def number_orders(ids: Iterable[int | None]) -> dict[int | None, str]:
    query = Order.select(Order.id, Order.order_no).where(Order.id.in_([one for one in ids if one]))
    return {order_id: order_no for order_id, order_no in rows(query)}


def say_kept(kept: dict[str, Any] | None, lang: str) -> str:
    """A sentence as it stands in a JSON column."""
    return say(Words.from_json(kept), lang)
