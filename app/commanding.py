"""What every command shares: a connected, migrated database."""

import functools
from collections.abc import Callable
from typing import Any

from app import config, db, migrating
from app.errors import Refused


def found() -> None:
    """What cli.py puts here is done to a database that was just made."""


def connected(run: Callable[..., Any]) -> Callable[..., Any]:
    """Connect DATABASE_URL around a command; a SQLite that does not exist yet is made on the spot."""

    @functools.wraps(run)
    def with_database(*args: Any, **kwargs: Any) -> Any:
        settings = config.from_environment()
        db.connect(settings.database_url)
        try:
            with db.connection():
                _ready(settings)
                return run(*args, **kwargs)
        finally:
            db.disconnect()

    return with_database


def _ready(settings: config.Config) -> None:
    pending = migrating.list_pending()
    if not pending:
        return
    if migrating.is_empty():
        migrating.upgrade()
        found()
        return
    raise Refused("db.needs_upgrade", count=len(pending))
