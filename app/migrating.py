"""Bring the tables to this version: numbered scripts in app/migrations, each applied once."""

from collections.abc import Callable
from pathlib import Path

from peewee import Database, SqliteDatabase
from playhouse.migrations import Runner

from app import db

SCRIPTS = Path(__file__).resolve().parent / "migrations"
TABLES = SCRIPTS / "tables"


def frozen(name: str) -> Callable[[object, Database], None]:
    """A migration that runs `tables/<name>_<engine>.sql`."""

    def up(migrator: object, database: Database) -> None:
        engine = "sqlite" if isinstance(database, SqliteDatabase) else "postgresql"
        for statement in (TABLES / f"{name}_{engine}.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                database.execute_sql(statement)

    return up


def _runner() -> Runner:
    return Runner(db.database.obj, str(SCRIPTS))


def list_pending() -> list[str]:
    return [migration.name for migration in _runner().status() if migration.applied is None]


def is_empty() -> bool:
    """Nothing was ever made in this database."""
    return not db.database.get_tables()


def upgrade() -> list[str]:
    """Apply what is pending; the names of what was applied. Running it again applies nothing."""
    return list(_runner().up())
