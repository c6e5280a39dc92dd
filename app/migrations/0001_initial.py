"""The first tables, as SQL that no later change of the models alters; `python -m tests.tables` wrote it."""

from pathlib import Path

from peewee import Database, SqliteDatabase

TABLES = Path(__file__).resolve().parent / "tables"


def up(migrator: object, db: Database) -> None:
    engine = "sqlite" if isinstance(db, SqliteDatabase) else "postgresql"
    for statement in (TABLES / f"0001_{engine}.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
