"""Rows of one table, read and made without peewee's general machinery: that took longer than the database.

A row asked for by what its columns hold is spelled once, as is the making of one; the columns of a plain
`select()` are looked up once.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from peewee import (
    OP,
    AutoField,
    CharField,
    CursorWrapper,
    Expression,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    ModelSelect,
    Node,
    TextField,
)

MOST_OF_ONE_COLUMN = 8  # values of an IN for which a text is kept
NUMBERS_AND_TEXTS = (IntegerField, CharField, TextField)
KEYS = (int, str)
PLAIN = (*KEYS, bool)
Columns = tuple[tuple[str, ...], tuple[tuple[str, Any], ...]]  # names; what makes of a value what is held
Asked = tuple[tuple[Field, int], ...]  # a column, and of how many values it must hold one; 0: exactly one


class Rows(ModelSelect):
    """`Model.select()`: of all columns of this table alone, or of some."""

    def __init__(self, model: Any, fields: Any, is_default: bool = False) -> None:
        if not is_default and not all(isinstance(field, Field) for field in fields):
            super().__init__(model, fields)
            return
        self.model = self._join_ctx = model
        self._joins: dict[Any, Any] = {}
        self._is_default = is_default
        super(ModelSelect, self).__init__([model], list(fields))

    def _get_model_cursor_wrapper(self, cursor: Any) -> CursorWrapper:
        told = self.__dict__
        if told["_is_default"] and not told["_joins"] and len(told["_from_list"]) == 1:
            return _Plain(cursor, self.model)
        return super()._get_model_cursor_wrapper(cursor)  # type: ignore[misc]


class Quick:
    """The same questions that peewee's models answer, for `app.tables.Table`."""

    if not TYPE_CHECKING:  # peewee's own signatures hold

        @classmethod
        def select(cls, *fields: Any) -> Rows:
            return Rows(cls, fields or cls._meta.sorted_fields, is_default=not fields)

        @classmethod
        def get(cls, *asked: Any, **filters: Any) -> Any:
            if filters:
                return super().get(*asked, **filters)
            key = _key_asked(cls, asked[0]) if len(asked) == 1 else None
            if key is not None:
                return cls.get_by_id(key)
            told = _told_plainly(cls, asked)
            return super().get(*asked) if told is None else _get_told(cls, *told)

        @classmethod
        def get_by_id(cls, key: Any) -> Any:
            given = key if type(key) in KEYS else cls._meta.primary_key.db_value(key)
            return _only(cls, _by_key(cls, cls._meta.database.obj.param), (given,))

        @classmethod
        def create(cls, **columns: Any) -> Any:
            made = cls(**columns)
            if not _save_new(cls, made):
                made.save(force_insert=True)
            return made


class _Plain(CursorWrapper):
    def __init__(self, cursor: Any, model: Any) -> None:
        super().__init__(cursor)
        self.model = model

    def process_row(self, row: Any) -> Any:
        return made_of(self.model, row)


@cache
def _columns(model: Any) -> Columns:
    fields = model._meta.sorted_fields
    converted = ((field.name, _converter(field)) for field in fields)
    return tuple(field.name for field in fields), tuple((n, c) for n, c in converted if c is not None)


def _converter(field: Any) -> Any:
    """None where the database's value is what the field holds: numbers and texts come as such.

    A field's own `read` makes of a value that is there what `python_value` makes of any.
    """
    if isinstance(field, ForeignKeyField):
        return _converter(field.rel_field)
    if isinstance(field, NUMBERS_AND_TEXTS) and type(field).python_value is Field.python_value:
        return None
    return getattr(field, "read", field.python_value)


def made_of(model: Any, row: Sequence[Any]) -> Any:
    """The model's instance of a row with all its columns."""
    names, converted = _columns(model)
    data = dict(zip(names, row, strict=True))
    for name, convert in converted:
        if data[name] is not None:
            data[name] = convert(data[name])
    made = object.__new__(model)
    made.__data__, made._dirty, made.__rel__ = data, set(), {}
    return made


def _key_asked(model: Any, one: Any) -> int | str | None:
    """The key, where rows are asked for by nothing else: `Model.id == 7`."""
    plain = type(one) is Expression and one.op == OP.EQ and one.lhs is model._meta.primary_key
    return one.rhs if plain and type(one.rhs) in KEYS else None


def _told_plainly(model: Any, asked: Sequence[Any]) -> tuple[Asked, list[Any]] | None:
    """The columns and values, where rows are asked for by nothing but what some columns hold."""
    columns: list[tuple[Field, int]] = []
    values: list[Any] = []
    fields = model._meta.fields
    left = list(reversed(asked))
    while left:
        one = left.pop()
        if type(one) is not Expression:
            return None
        if one.op == OP.AND:
            left += (one.rhs, one.lhs)
            continue
        field, many = one.lhs, one.op == OP.IN
        given = list(one.rhs) if many and isinstance(one.rhs, tuple | list | set | frozenset) else [one.rhs]
        known = isinstance(field, Field) and fields.get(field.name) is field and (many or one.op == OP.EQ)
        if not known or not 0 < len(given) <= MOST_OF_ONE_COLUMN or not all(map(_is_plain, given)):
            return None
        columns.append((field, len(given) if many else 0))
        values += map(field.db_value, given)
    return (tuple(columns), values) if columns else None


def _is_plain(value: Any) -> bool:
    return type(value) in PLAIN or isinstance(value, Model)


def _get_told(model: Any, asked: Asked, values: list[Any]) -> Any:
    """The row of which these columns hold these values; the model's own DoesNotExist where there is none."""
    return _only(model, _spelled(model, asked, model._meta.database.obj.param), values)


def _only(model: Any, sql: str, values: Sequence[Any]) -> Any:
    cursor = model._meta.database.obj.execute_sql(sql, values)
    row = cursor.fetchone()
    cursor.close()
    if row is None:
        raise model.DoesNotExist(f"no {model.__name__} {values}")
    return made_of(model, row)


@cache
def _spelled(model: Any, asked: Asked, mark: str) -> str:
    query = model.select()
    for field, many in asked:
        query = query.where(field.in_([0] * many) if many else field == 0)
    return f"{query.sql()[0]} LIMIT 1"


@cache
def _by_key(model: Any, mark: str) -> str:
    spelled, _ = model.select().where(model._meta.primary_key == 0).sql()
    return str(spelled)


def values_of(model: Any, names: tuple[str, ...], row: Mapping[str, Any]) -> list[Any]:
    """What the database is given for these columns of a row."""
    return [
        value if value is None or type(value) is plain else write(value)
        for name, plain, write in _written(model, names)
        for value in (row[name],)
    ]


@cache
def _written(model: Any, names: tuple[str, ...]) -> tuple[tuple[str, Any, Any], ...]:
    """For each column the type of a value that is given as it is, and what makes it of any other."""
    fields = [model._meta.fields[name] for name in names]
    return tuple((field.name, _plain_type(field), field.db_value) for field in fields)


def _plain_type(field: Any) -> type | None:
    if isinstance(field, ForeignKeyField):
        return _plain_type(field.rel_field)
    if type(field).db_value is not Field.db_value:
        return None
    return (
        int if isinstance(field, IntegerField) else str if isinstance(field, CharField | TextField) else None
    )


def _save_new(model: Any, made: Any) -> bool:
    """INSERT a row that was just put together, and give it its number; False where that is left to peewee."""
    key, data = model._meta.primary_key, made.__data__
    if type(key) is not AutoField or key.name in data or any(isinstance(v, Node) for v in data.values()):
        return False
    names, database = tuple(data), model._meta.database.obj
    sql = insert_sql(model, names, 1, database.param)
    if database.returning_clause:
        sql += f' RETURNING "{key.column_name}"'
    cursor = database.execute_sql(sql, values_of(model, names, data))
    given = cursor.fetchone()[0] if database.returning_clause else cursor.connection.last_insert_rowid()
    data[key.name] = given
    made._dirty.clear()
    return True


@cache
def insert_sql(model: Any, names: tuple[str, ...], rows: int, mark: str) -> str:
    columns = ", ".join(f'"{model._meta.fields[name].column_name}"' for name in names)
    row = f"({', '.join([mark] * len(names))})"
    return f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES {", ".join([row] * rows)}'
