"""A migrated database is what the models say, on both engines, and migrating again changes nothing."""

from pathlib import Path
from typing import Any

import pytest

from app import db, features, migrating
from app.tables import Table
from tests import tables
from tests.emptied import create_database, drop_database


def shape_of(url: str) -> dict[str, Any]:
    made = db.connect(url)
    with db.connection():
        found = tables.shape(made)
    db.disconnect()
    return found


def test_the_migrations_make_what_the_models_say(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    on_sqlite = database_url.startswith("sqlite")
    pg_url = "" if on_sqlite else request.getfixturevalue("pg_url")
    fresh = f"sqlite:///{tmp_path}/fresh.db" if on_sqlite else create_database(pg_url)
    tables.statements(fresh)
    migrated, wanted = shape_of(database_url), shape_of(fresh)
    if not on_sqlite:
        drop_database(pg_url, fresh)
    assert migrated == wanted, "write a migration: python -m tests.tables NNNN_topic [TABLE...]"


def test_upgrading_again_applies_nothing(database: str) -> None:
    assert migrating.upgrade() == []
    assert migrating.list_pending() == []
    features.import_models()
    assert {model._meta.table_name for model in Table.registered} <= set(db.database.get_tables())
