"""What the models' tables look like, and `python -m tests.tables`: the first migration's SQL, written anew.

Only until the first release: from then on a changed model gets a migration of its own.
"""

import tempfile
from pathlib import Path
from typing import Any

from app import db, features
from tests import bundled

FROZEN = Path(__file__).resolve().parents[1] / "app" / "migrations" / "tables"


def statements(url: str) -> list[str]:
    """The SQL that makes all models' tables in the empty database behind `url`."""
    features.import_models()
    made = db.connect(url)
    told: list[str] = []
    made.query_hooks.append(lambda event: told.append(event.sql))
    with db.connection():
        made.create_tables(db.Table.registered)
    db.disconnect()
    return list(dict.fromkeys(sql for sql in told if sql.startswith("CREATE")))


def shape(database: Any) -> dict[str, Any]:
    """Columns and indexes by table, as the database itself tells them."""
    tables = sorted(set(database.get_tables()) - {"schema_migration"})
    return {
        table: {
            "columns": [(c.name, c.data_type, c.null, c.primary_key) for c in database.get_columns(table)],
            "indexes": sorted((i.name, tuple(i.columns), i.unique) for i in database.get_indexes(table)),
            "foreign": sorted((f.column, f.dest_table) for f in database.get_foreign_keys(table)),
        }
        for table in tables
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write("sqlite", statements(f"sqlite:///{folder}/t.db"))
    with bundled.postgres() as url:
        write("postgresql", statements(url))


def write(engine: str, lines: list[str]) -> None:
    (FROZEN / f"0001_{engine}.sql").write_text(";\n".join(lines) + ";\n", "utf-8")


if __name__ == "__main__":
    main()
