"""Rows of one table, read and made without peewee's general machinery: that took longer than the database.

A row asked for by what its columns hold is spelled once, as is the making of one; the columns of a plain
`select()` are looked up once.
"""

from collections.abc import Sequence
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
PLAIN = (int, str, bool)
Columns = tuple[
    tuple[str, ...], tuple[tuple[str, Any], ...]
]  # attributes; what makes of a value what is held
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
    """The same questions that peewee's models answer, for `app.db.Table`."""

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
            return _get_told(cls, ((cls._meta.primary_key, 0),), [key])

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
    as_it_is = isinstance(field, IntegerField | CharField | TextField)
    if as_it_is and type(field).python_value is Field.python_value:
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
    return one.rhs if plain and type(one.rhs) in (int, str) else None


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
    database = model._meta.database.obj
    cursor = database.execute_sql(_spelled(model, asked, database.param), values)
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
    by_key = len(asked) == 1 and asked[0][0] is model._meta.primary_key and not asked[0][1]
    spelled, _ = query.sql()
    return str(spelled) if by_key else f"{spelled} LIMIT 1"


def _save_new(model: Any, made: Any) -> bool:
    """INSERT a row that was just put together, and give it its number; False where that is left to peewee."""
    key, data = model._meta.primary_key, made.__data__
    if type(key) is not AutoField or key.name in data or any(isinstance(v, Node) for v in data.values()):
        return False
    fields = tuple(model._meta.fields[name] for name in data)
    values = [field.db_value(data[field.name]) for field in fields]
    database = model._meta.database.obj
    cursor = database.execute_sql(_insert_sql(model, fields, database.returning_clause), values)
    given = cursor.fetchone()[0] if database.returning_clause else cursor.connection.last_insert_rowid()
    made.__data__[key.name] = given
    made._dirty.clear()
    return True


@cache
def _insert_sql(model: Any, fields: tuple[Field, ...], is_postgres: bool) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join(["%s" if is_postgres else "?"] * len(fields))
    key = f' RETURNING "{model._meta.primary_key.column_name}"' if is_postgres else ""
    return f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks}){key}'
