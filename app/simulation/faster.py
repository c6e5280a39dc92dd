"""Spell peewee's SQL once while a day is simulated: a query of a shape that was seen before reuses its text.

A simulated day asks some 250 queries an order, and spelling them took longer than SQLite took to answer. The
first query of each shape is spelled by peewee; its text is kept only if its values are those found here. Any
query whose shape is not told completely is left to peewee.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import peewee

from app import db
from app.db import Sqlite

SELDOM = 200_000  # objects made between two looks for garbage in circles; 700 is Python's own
PLAIN = (int, str, float, datetime)
UNTOLD = ("_cte_list", "_group_by", "_having", "_windows", "_distinct", "_simple_distinct", "_for_update")
UNTOLD_TOO = ("_lateral", "_alias")
SELECT: Any = peewee.ModelSelect
JOINERS = (peewee.OP.AND, peewee.OP.OR)


class Untold(Exception):
    """This query has a part that its shape does not tell."""


class Speller:
    """(SQL, values) of a query. `kept`: the text of each shape, None for one that peewee spells otherwise."""

    def __init__(self, house: Sqlite) -> None:
        self.house = house
        self.kept: dict[Any, str | None] = {}

    def spell(self, query: Any) -> tuple[str, list[Any]]:
        values: list[Any] = []
        try:
            shape = shape_of(query, values)
        except Untold:
            return self._slowly(query)
        text = self.kept.get(shape)
        if text is not None:
            return text, values
        text, found = self._slowly(query)
        if shape not in self.kept:
            self.kept[shape] = text if found == values else None
        return text, found

    def _slowly(self, query: Any) -> tuple[str, list[Any]]:
        text, values = self.house.get_sql_context().sql(query).query()
        return text, values


def shape_of(query: Any, values: list[Any]) -> Any:
    """What of a SELECT of one table decides its text; what it is asked with goes into `values`."""
    if query.__class__ is not SELECT or query._from_list != [query.model]:
        raise Untold
    told = query.__dict__
    if any(told.get(name) for name in (*UNTOLD, *UNTOLD_TOO)) or query.model._meta.table._alias:
        raise Untold
    columns = None if query._is_default else tuple(_column(node) for node in query._returning)
    where = _shape(query._where, values) if query._where is not None else None
    ordered = tuple(_ordering(node) for node in query._order_by or ())
    paged = [number for number in (query._limit, query._offset) if number is not None]
    if any(type(number) is not int for number in paged):
        raise Untold
    values.extend(paged)
    return query.model, columns, where, ordered, query._limit is None, query._offset is None


def _column(node: Any) -> Any:
    if isinstance(node, peewee.Field):
        return node
    raise Untold


def _ordering(node: Any) -> Any:
    if type(node) is peewee.Ordering and not (node.collation or node.nulls):
        return _column(node.node), node.direction
    return _column(node)


def _shape(node: Any, values: list[Any]) -> Any:
    if type(node) is not peewee.Expression:
        raise Untold
    if node.op in JOINERS:
        return node.op, node.flat, _shape(node.lhs, values), _shape(node.rhs, values)
    field = _column(node.lhs)
    return node.op, node.flat, field, _asked(field, node.rhs, values)


def _asked(field: Any, asked: Any, values: list[Any]) -> Any:
    if asked is None:
        return None
    if isinstance(asked, PLAIN):
        values.append(field.db_value(asked))
        return "?"
    if isinstance(asked, list | tuple | set) and asked and all(isinstance(one, PLAIN) for one in asked):
        values.extend(field.db_value(one) for one in asked)
        return len(asked)
    raise Untold


@contextmanager
def quick_sql() -> Iterator[None]:
    """For the house behind app.db, which one thread uses: reads go by the writer, whose pages are warm."""
    house = db.database.obj
    speller, often = Speller(house), gc.get_threshold()

    def execute(query: Any, **context_options: Any) -> Any:
        return house.execute_sql(*speller.spell(query))

    told = {"execute": execute, "_reader": lambda: house.writer.connection}
    gc.set_threshold(SELDOM)
    house.__dict__.update(told)
    try:
        yield
    finally:
        for name in told:
            house.__dict__.pop(name)
        gc.set_threshold(*often)
