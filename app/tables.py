"""What every model is made of: its base, and the columns that both databases keep alike."""

from datetime import datetime
from typing import Any, ClassVar

from peewee import BigIntegerField, Model, TextField

from app.clock import from_ms, to_ms
from app.db import database
from app.plain import decode, encode
from app.rows import Quick


class AtField(BigIntegerField):
    """A moment: milliseconds since 1970 UTC in the database, an aware datetime in Python."""

    def db_value(self, value: datetime | None) -> int | None:
        return to_ms(value) if isinstance(value, datetime) else value

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else from_ms(value)

    read = staticmethod(from_ms)


class JsonField(TextField):
    """Plain data as compact JSON text; the same on both databases."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else encode(value)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else decode(value)

    read = staticmethod(decode)


class Table(Quick, Model):
    registered: ClassVar[list[type["Table"]]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Table.registered.append(cls)

    class Meta:
        database = database
        legacy_table_names = False
