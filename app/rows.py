"""Rows of one table, read without peewee's general machinery: that took longer than the database.

A row by its key is spelled once; the columns of a plain `select()` are looked up once.
"""

from functools import cache
from typing import Any

from peewee import (
    OP,
    CharField,
    CursorWrapper,
    Expression,
    Field,
    ForeignKeyField,
    IntegerField,
    ModelSelect,
    TextField,
)

Converters = tuple[tuple[str, Any], ...]  # attribute, and what makes of the database's value what it holds


class Rows(ModelSelect):
    """`Model.select()` of all columns, of this table alone."""

    def _get_model_cursor_wrapper(self, cursor: Any) -> CursorWrapper:
        told = self.__dict__
        if told["_is_default"] and not told["_joins"] and len(told["_from_list"]) == 1:
            return _Plain(cursor, self.model)
        return super()._get_model_cursor_wrapper(cursor)  # type: ignore[misc]


class _Plain(CursorWrapper):
    def __init__(self, cursor: Any, model: Any) -> None:
        super().__init__(cursor)
        self.model, self.converters = model, _converters(model)

    def process_row(self, row: Any) -> Any:
        return _made(self.model, row, self.converters)


@cache
def _converters(model: Any) -> Converters:
    return tuple((field.name, _converter(field)) for field in model._meta.sorted_fields)


def _converter(field: Any) -> Any:
    """None where the database's value is what the field holds: numbers and texts come as such."""
    if isinstance(field, ForeignKeyField):
        return _converter(field.rel_field)
    as_it_is = isinstance(field, IntegerField | CharField | TextField)
    return None if as_it_is and type(field).python_value is Field.python_value else field.python_value


def _made(model: Any, row: Any, converters: Converters) -> Any:
    made = object.__new__(model)
    made.__data__ = {
        name: value if convert is None else convert(value)
        for (name, convert), value in zip(converters, row, strict=True)
    }
    made._dirty, made.__rel__ = set(), {}
    return made


def key_asked(model: Any, asked: Any) -> int | str | None:
    """The key, where rows are asked for by nothing else: `Model.id == 7`."""
    if len(asked) != 1 or type(asked[0]) is not Expression:
        return None
    one = asked[0]
    plain = one.op == OP.EQ and one.lhs is model._meta.primary_key and type(one.rhs) in (int, str)
    return one.rhs if plain else None


def get_by_key(model: Any, key: int | str) -> Any:
    """The row with this key; the model's own DoesNotExist where there is none."""
    database = model._meta.database.obj
    cursor = database.execute_sql(_by_key(model, database.param), (key,))
    row = cursor.fetchone()
    cursor.close()
    if row is None:
        raise model.DoesNotExist(f"no {model.__name__} {key}")
    return _made(model, row, _converters(model))


@cache
def _by_key(model: Any, mark: str) -> str:
    spelled, _ = model.select().where(model._meta.primary_key == 0).sql()
    return str(spelled)
