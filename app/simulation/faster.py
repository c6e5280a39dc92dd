"""Spell peewee's SQL once while a day is simulated: a query of a shape that was seen before reuses its text.

A simulated day asks some 330 queries an order. Those that are not prepared anyway (app/prepared.py,
app/rows.py) take longer to be spelled than SQLite takes to answer: the first query of each shape is spelled
by peewee; its text is kept with what peewee made of each value, and only where each value came from where
shapes.py says, CHECKED times. Any other query is left to peewee.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import apsw
from peewee import Context

from app import db
from app.db import Sqlite
from app.simulation.shapes import Untold, shape_of

SELDOM = 200_000  # objects made between two looks for garbage in circles; 700 is Python's own
CHECKED = 3
Spelled = tuple[str, list[Any]]


class Listening(Context):
    """Notes what peewee is asked to put into the query, and by what it is converted."""

    __slots__ = ("asked",)

    def __init__(self, **settings: Any) -> None:
        self.asked: list[tuple[Any, Callable[[Any], Any] | None]] = []
        super().__init__(**settings)

    def value(self, value: Any, converter: Any = None, add_param: bool = True) -> Any:
        used = self.state.converter if converter is None else converter
        self.asked.append((value, used or None))
        return super().value(value, converter, add_param)


@dataclass
class Text:
    """The SQL of a shape, and what makes of each value what the database is given. `checks` still to come."""

    sql: str
    converters: list[Callable[[Any], Any] | None]
    checks: int = CHECKED

    def fill(self, values: list[Any]) -> list[Any]:
        return [
            value if convert is None else convert(value)
            for value, convert in zip(values, self.converters, strict=True)
        ]


class Speller:
    """(SQL, values) of a query. `kept`: the text of each shape, None for one that is left to peewee."""

    def __init__(self, house: Sqlite) -> None:
        self.house = house
        self.settings = house.get_context_options()
        self.kept: dict[Any, Text | None] = {}

    def spell(self, query: Any) -> Spelled:
        values: list[Any] = []
        try:
            shape = shape_of(query, values)
        except Untold:
            return self._slowly(query)
        if shape not in self.kept:
            return self._learn(query, shape, values)
        text = self.kept[shape]
        if text is None:
            return self._slowly(query)
        if text.checks:
            return self._check(query, shape, text, values)
        return text.sql, text.fill(values)

    def _learn(self, query: Any, shape: Any, values: list[Any]) -> Spelled:
        context = Listening(**self.settings)
        sql, given = context.sql(query).query()
        same = len(values) == len(given) == len(context.asked) and all(
            value is asked or value == asked for value, (asked, _) in zip(values, context.asked, strict=True)
        )
        self.kept[shape] = Text(sql, [convert for _, convert in context.asked]) if same else None
        return sql, given

    def _check(self, query: Any, shape: Any, text: Text, values: list[Any]) -> Spelled:
        spelled = self._slowly(query)
        text.checks -= 1
        if spelled != (text.sql, text.fill(values)):
            self.kept[shape] = None
        return spelled

    def _slowly(self, query: Any) -> Spelled:
        sql, values = self.house.get_sql_context().sql(query).query()
        return sql, values


@contextmanager
def _alone(connection: apsw.Connection) -> Iterator[None]:
    """A transaction of the one thread there is: nobody to share a commit with, nobody to wait for."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def quick_sql() -> Iterator[None]:
    """For the house behind app.db, which one thread uses: reads go by the writer, as do its transactions."""
    house = db.database.obj
    speller, often = Speller(house), gc.get_threshold()

    def execute(query: Any, **context_options: Any) -> Any:
        return house.execute_sql(*speller.spell(query))

    connection = house.writer.connection
    told = {"execute": execute, "_reader": lambda: connection, "unit": partial(_alone, connection)}
    gc.set_threshold(SELDOM)
    house.__dict__.update(told)
    try:
        yield
    finally:
        for name in told:
            house.__dict__.pop(name)
        gc.set_threshold(*often)
