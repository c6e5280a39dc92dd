"""Small reads that every part of the console needs."""

import string
from collections.abc import Iterable
from functools import cache
from typing import Any

from app.orders.models import Order
from app.people.models import Operator
from app.printing.models import Station
from app.words import Words, catalogue, say

UNKNOWN = "–"


def rows(query: Any) -> list[tuple[Any, ...]]:
    """A query's columns as tuples, without a model around each."""
    return list(query.tuples())


def name_operators(ids: Iterable[int | None]) -> dict[int | None, str]:
    return _look_up(Operator.id, Operator.name, ids)


def name_stations() -> dict[int | None, str]:
    return {station.id: station.name or station.code for station in Station.select()}


def number_orders(ids: Iterable[int | None]) -> dict[int | None, str]:
    return _look_up(Order.id, Order.order_no, ids)


def _look_up(key: Any, column: Any, ids: Iterable[int | None]) -> dict[int | None, str]:
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    return {found: text for found, text in rows(key.model.select(key, column).where(key.in_(list(wanted))))}


def say_kept(kept: dict[str, Any] | None, lang: str) -> str:
    """A sentence from a JSON column; one that another version kept still reads, with a dash for a detail."""
    words = Words.from_json(kept)
    if words.key not in catalogue():
        return words.key
    return say(Words(words.key, dict.fromkeys(details_of(words.key), UNKNOWN) | words.details), lang)


@cache
def details_of(key: str) -> frozenset[str]:
    """What a sentence wants filled in."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(catalogue()[key][0]) if name)
