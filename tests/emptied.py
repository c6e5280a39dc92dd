"""One PostgreSQL database for many tests, one after the other: emptying it is cheaper than making one."""

import itertools
from urllib.parse import urlsplit

import psycopg

from app import db, migrating

# without vacuum a table keeps its deleted rows, and every scan reads them
TESTS_A_DATABASE = 60
SHAPE = "SELECT count(*), max(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
END_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()"""
EMPTY = """DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;  -- no foreign key is asked
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> 'schema_migration' LOOP
    EXECUTE 'DELETE FROM ' || name;
  END LOOP;
  PERFORM setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
_numbers = itertools.count(1)


def create_database(server: str, template: str = "template0") -> str:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def drop_database(server: str, url: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)")


def migrate(url: str) -> str:
    """Bring the empty database behind `url` to the newest tables."""
    db.connect(url)
    with db.connection():
        migrating.upgrade()
    db.disconnect()
    return url


class Emptied:
    """Migrated databases on `server`, of which one is in use at a time."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._template = urlsplit(migrate(create_database(server))).path[1:]
        self._url, self._shape, self._tests = "", None, 0

    def get(self) -> str:
        """The URL of an empty database; `give_back` when the test is over."""
        if not self._url:
            self._url, self._tests = create_database(self._server, self._template), 0
            with psycopg.connect(self._url) as connection:
                self._shape = connection.execute(SHAPE).fetchone()
        self._tests += 1
        return self._url

    def give_back(self) -> None:
        """Empty it for the next test; drop it when a test changed its tables or it has served long enough."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(END_OTHERS)
            worn = connection.execute(SHAPE).fetchone() != self._shape or self._tests >= TESTS_A_DATABASE
            if not worn:
                connection.execute(EMPTY)
        if worn:
            self.close()

    def close(self) -> None:
        if self._url:
            drop_database(self._server, self._url)
            self._url = ""
