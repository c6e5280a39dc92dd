"""Queries compiled once: building peewee's SQL costs more than running it, and a scan waits for twenty."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from peewee import Alias, Value

from app import db
from app.rows import insert_sql, made_of, values_of
from app.tables import AtField, JsonField, Table

CONVERTED = (AtField, JsonField)


class _Given:
    """Stands in the compiled query where a value will be given."""

    def __init__(self, name: str) -> None:
        self.name = name


def given(name: str) -> Value:
    """A value that is named when the query is compiled and given when it runs, as the database keeps it."""
    return Value(_Given(name), converter=False)


class Prepared:
    """`Prepared(lambda: Pick.select(...).where(Pick.id == given("pick_id")))`, then `.first(pick_id=7)`.

    Rows of a plain `select()` are the model's own; else named tuples after the columns (or their aliases),
    moments and JSON converted.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._compiled: dict[type, _Compiled] = {}

    def list(self, **values: Any) -> list[Any]:
        engine = type(db.database.obj)
        compiled = self._compiled.get(engine)
        if compiled is None:
            compiled = self._compiled[engine] = _Compiled(self._build())
        return compiled.run(values)

    def first(self, **values: Any) -> Any:
        return next(iter(self.list(**values)), None)


class _Compiled:
    def __init__(self, query: Any) -> None:
        self.sql, values = query.sql()
        self.values = list(values)
        self.asked = [(n, value.name) for n, value in enumerate(values) if isinstance(value, _Given)]
        self.make = partial(made_of, query.model) if query._is_default else _tuples(query._returning)

    def run(self, given_values: dict[str, Any]) -> list[Any]:
        values = self.values.copy()
        for number, name in self.asked:
            values[number] = given_values[name]
        return list(map(self.make, db.database.obj.execute_sql(self.sql, values)))


def _tuples(columns: Sequence[Any]) -> Callable[[Sequence[Any]], Any]:
    """What makes a named tuple of a row with these columns."""
    row: Any = namedtuple("Row", [_name(column) for column in columns])  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Any] = row._make
    known = [(index, _converter(column)) for index, column in enumerate(columns)]
    converters = [(index, convert) for index, convert in known if convert]

    def converted(row: Sequence[Any]) -> Any:
        cells = list(row)
        for index, convert in converters:
            if cells[index] is not None:
                cells[index] = convert(cells[index])
        return make(cells)

    return converted if converters else make


def _name(column: Any) -> str:
    return str(column.name if isinstance(column, Alias) else column.column_name)


def _converter(column: Any) -> Callable[[Any], Any] | None:
    field = column.node if isinstance(column, Alias) else column
    return field.read if isinstance(field, CONVERTED) else None


def insert(model: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns (by field name), in one statement."""
    names = tuple(rows[0])
    values = [value for row in rows for value in values_of(model, names, row)]
    database = db.database.obj
    database.execute_sql(insert_sql(model, names, len(rows), database.param), values)


def insert_if_new(model: type[Table], row: dict[str, Any]) -> bool:
    """Insert a row with the model's defaults; False where one with its unique columns is there already."""
    full = model._meta.get_default_dict() | row
    names = tuple(full)
    database = db.database.obj
    sql = f"{insert_sql(model, names, 1, database.param)} ON CONFLICT DO NOTHING"
    return bool(database.rows_affected(database.execute_sql(sql, values_of(model, names, full))))


def update(model: type[Table], mine: int | dict[str, Any], /, **changes: Any) -> bool:
    """UPDATE the row of this number, or those whose columns hold all of this (None: nothing).

    Whether there was one: with what we saw in `mine`, False when somebody else changed it first.
    """
    seen = {"id": mine} if isinstance(mine, int) else mine
    changed = tuple(changes)
    held, empty = (tuple(n for n, v in seen.items() if (v is None) == none) for none in (False, True))
    values = [*values_of(model, changed, changes), *values_of(model, held, seen)]
    database = db.database.obj
    cursor = database.execute_sql(_update_sql(model, changed, held, empty, database.param), values)
    return bool(database.rows_affected(cursor))


@cache
def _update_sql(
    model: type[Table], changed: tuple[str, ...], held: tuple[str, ...], empty: tuple[str, ...], mark: str
) -> str:
    column = {name: f'"{model._meta.fields[name].column_name}"' for name in (*changed, *held, *empty)}
    changes = ", ".join(f"{column[name]} = {mark}" for name in changed)
    seen = [f"{column[name]} = {mark}" for name in held] + [f"{column[name]} IS NULL" for name in empty]
    mine = " AND ".join(seen)
    return f'UPDATE "{model._meta.table_name}" SET {changes} WHERE {mine}'
