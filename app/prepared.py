"""Queries compiled once: building peewee's SQL costs more than running it, and a scan waits for twenty."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from peewee import Alias, Field, Value

from app import db
from app.db import AtField, JsonField, Table

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

    Rows are named tuples after the columns (or their aliases), moments and JSON converted.
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
        self.sql, self.values = query.sql()
        columns = [(_name(column), _converter(column)) for column in query._returning]
        self.row: Any = namedtuple("Row", [name for name, _ in columns])  # type: ignore[misc]
        self.converters = [(index, convert) for index, (_, convert) in enumerate(columns) if convert]

    def run(self, given_values: dict[str, Any]) -> list[Any]:
        values = [given_values[value.name] if isinstance(value, _Given) else value for value in self.values]
        cursor = db.database.obj.execute_sql(self.sql, values)
        if not self.converters:
            return [self.row._make(row) for row in cursor]
        return [self._convert(row) for row in cursor]

    def _convert(self, row: Sequence[Any]) -> Any:
        cells = list(row)
        for index, convert in self.converters:
            cells[index] = convert(cells[index])
        return self.row._make(cells)


def _name(column: Any) -> str:
    return str(column.name if isinstance(column, Alias) else column.column_name)


def _converter(column: Any) -> Callable[[Any], Any] | None:
    field = column.node if isinstance(column, Alias) else column
    return field.python_value if isinstance(field, CONVERTED) else None


def insert(model: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns (by field name), in one statement."""
    fields = [model._meta.fields[name] for name in rows[0]]
    values = [field.db_value(row[field.name]) for row in rows for field in fields]
    db.database.obj.execute_sql(_insert_sql(model, tuple(fields), len(rows), db.is_sqlite()), values)


@cache
def _insert_sql(model: type[Table], fields: tuple[Field, ...], rows: int, sqlite: bool) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    row = f"({', '.join(['?' if sqlite else '%s'] * len(fields))})"
    return f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES {", ".join([row] * rows)}'


@cache
def _move_sql(model: type[Table], fields: tuple[Field, ...], sqlite: bool) -> str:
    mark = "?" if sqlite else "%s"
    changes = ", ".join(f'"{field.column_name}" = {mark}' for field in fields)
    return f'UPDATE "{model._meta.table_name}" SET {changes} WHERE "id" = {mark} AND "state" = {mark}'


def update_if_state(model: type[Table], row_id: int, seen: str, changes: dict[str, Any]) -> bool:
    """UPDATE ... WHERE id and the state we saw; False when somebody else moved it first."""
    fields = tuple(model._meta.fields[name] for name in changes)
    values = [field.db_value(value) for field, value in zip(fields, changes.values(), strict=True)]
    sql = _move_sql(model, fields, db.is_sqlite())
    cursor = db.database.obj.execute_sql(sql, [*values, row_id, seen])
    return bool(db.database.obj.rows_affected(cursor))
