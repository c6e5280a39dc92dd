"""What the models' tables look like, and the SQL of the next migration.

`python -m tests.tables 0002_zones location task` writes what the models of these tables (of all, when none is
named) have and a migrated database lacks: tables, columns, indexes; for both engines, beside the script that
applies them. A migration that moves data is written by hand.
"""

import re
import sys
import tempfile
from typing import Any

from app import db, features, migrating
from app.tables import Table
from tests import bundled

TOPIC = re.compile(r"\d{4}_[a-z_]+")
SCRIPT = '''"""SQL that no later change of the models alters; `python -m tests.tables` wrote it."""

from app.migrating import frozen

up = frozen("{name}")
'''
Models = list[type[Table]]


def statements(url: str) -> list[str]:
    """The SQL that makes all models' tables in the empty database behind `url`."""
    features.import_models()
    made = db.connect(url)
    with db.connection():
        told = creating(made, Table.registered)
    db.disconnect()
    return told


def missing(url: str, only: list[str]) -> list[str]:
    """The SQL that brings a database of the migrations so far to the models."""
    features.import_models()
    made = db.connect(url)
    with db.connection():
        migrating.upgrade()
        models = [model for model in Table.registered if not only or model._meta.table_name in only]
        columns = [sql for model in models for sql in new_columns(made, model)]
        for sql in columns:
            made.execute_sql(sql)
        present = {index.name for table in made.get_tables() for index in made.get_indexes(table)}
        present |= set(made.get_tables())
        told = columns + [sql for sql in creating(made, models) if sql.split('"')[1] not in present]
    db.disconnect()
    return told


def creating(made: Any, models: Models) -> list[str]:
    told: list[str] = []
    made.query_hooks.append(lambda event: told.append(event.sql))
    made.create_tables(models)
    made.query_hooks.pop()
    return list(dict.fromkeys(sql for sql in told if sql.startswith("CREATE")))


def new_columns(made: Any, model: type[Table]) -> list[str]:
    table = model._meta.table_name
    if not made.table_exists(table):
        return []
    known = {column.name for column in made.get_columns(table)}
    fields = [field for field in model._meta.sorted_fields if field.column_name not in known]
    return [f'ALTER TABLE "{table}" ADD COLUMN {definition(made, field)}' for field in fields]


def definition(made: Any, field: Any) -> str:
    """A column's SQL; one that may not be null takes the model's default into the rows that are there."""
    context = made.get_sql_context()
    sql = str(context.sql(field.ddl(context)).query()[0])
    if field.null:
        return sql
    if field.default is None:
        raise SystemExit(f"{field.model._meta.table_name}.{field.name}: needs a default, or null=True")
    value = field.db_value(field.default() if callable(field.default) else field.default)
    plain = getattr(value, "value", value)
    quoted = str(plain) if isinstance(plain, int) else "'" + str(plain).replace("'", "''") + "'"
    return f"{sql} DEFAULT {quoted}"


def shape(database: Any) -> dict[str, Any]:
    """Columns and indexes by table, as the database itself tells them."""
    tables = sorted(set(database.get_tables()) - {"schema_migration"})
    return {
        table: {
            "columns": sorted(
                (c.name, c.data_type, c.null, c.primary_key) for c in database.get_columns(table)
            ),
            "indexes": sorted((i.name, tuple(i.columns), i.unique) for i in database.get_indexes(table)),
            "foreign": sorted((f.column, f.dest_table) for f in database.get_foreign_keys(table)),
        }
        for table in tables
    }


def main(name: str, *only: str) -> None:
    if not TOPIC.fullmatch(name):
        raise SystemExit("name the migration like 0002_zones")
    with tempfile.TemporaryDirectory() as folder:
        write(name, "sqlite", missing(f"sqlite:///{folder}/t.db", list(only)))
    with bundled.postgres() as url:
        write(name, "postgresql", missing(url, list(only)))
    (migrating.SCRIPTS / f"{name}.py").write_text(SCRIPT.format(name=name), "utf-8")


def write(name: str, engine: str, lines: list[str]) -> None:
    text = ";\n".join(lines) + ";\n" if lines else ""
    (migrating.TABLES / f"{name}_{engine}.sql").write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
