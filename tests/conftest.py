"""What every test may ask for. Only walls are faked: the clock, the push to screens."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import clock as app_clock
from app import config, create_app, db, push
from app.limits import limiter
from tests import bundled
from tests.emptied import Emptied, migrate

MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser and its server want both cores: these tests run two at a time, beside nothing else."""
    for item in items:
        if {"browser", "chromium"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.served)


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """The URL of a real PostgreSQL's maintenance database; `create_database` makes others beside it."""
    with bundled.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with bundled.redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> tuple[str, dict[str, str]]:
    """(executable, environment) of a Chromium that runs here; fails and says why when there is none."""
    try:
        return bundled.chromium()
    except bundled.Missing as missing:
        pytest.fail(str(missing), pytrace=False)


QUIET = (  # nothing of the browser's own: no sandbox to set up, no GPU, nobody called
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def launch_options(chromium: tuple[str, dict[str, str]]) -> dict[str, Any]:
    exe, env = chromium
    return {"executable_path": exe, "env": {**os.environ, **env}, "args": list(QUIET)}


class Chromium:
    """One for all tests; another when it has gone, so that a crash costs one test and not all that follow."""

    def __init__(self, kind: Any, options: dict[str, Any]) -> None:
        self.browser_type = kind
        self._options = options
        self._running = kind.launch(**options)

    def new_context(self, **looks: Any) -> Any:
        try:
            return self._running.new_context(**looks)
        except Exception:
            if self._running.is_connected():
                raise
            self._running = self.browser_type.launch(**self._options)
            return self._running.new_context(**looks)

    def close(self) -> None:
        self._running.close()


@pytest.fixture(scope="session")
def browser(chromium: tuple[str, dict[str, str]]) -> Iterator[Any]:
    """A running Chromium (playwright, sync); a test opens `browser.new_context()` and closes it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = Chromium(playwright.chromium, launch_options(chromium))
        yield running
        running.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data, for tests marked `data`."""
    folder = Path(os.environ.get("WAVECARD_SHARED") or bundled.ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.fail(f"no data in {folder}: set WAVECARD_SHARED", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "wavecard.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def pg_databases(pg_url: str) -> Iterator[Emptied]:
    made = Emptied(pg_url)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database for the test alone, once on each engine."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "wavecard.db")
        yield f"sqlite:///{tmp_path}/wavecard.db?synchronous=off"
        return
    databases: Emptied = request.getfixturevalue("pg_databases")
    yield databases.get()
    databases.give_back()


@pytest.fixture
def database(database_url: str) -> Iterator[str]:
    """`app.db` connected to a database of the test's own; no Flask."""
    db.connect(database_url)
    with db.connection():
        yield database_url
    db.disconnect()


@pytest.fixture(scope="session")
def built_app() -> Flask:
    """Built once: what differs from test to test is its configuration."""
    made = create_app(config.Config("sqlite://", Path(), secret_key="of the tests"), connect=False)
    made.testing = True
    return made


@pytest.fixture
def app(database: str, tmp_path: Path, built_app: Flask) -> Flask:
    """The whole application on `database`, as one worker has it, its background loops not running."""
    built_app.config["WAVECARD"] = config.from_environment(database_url=database, var=tmp_path)
    limiter.enabled = True
    limiter.reset()  # no test inherits another's tries
    return built_app


class Clock:
    """The house's clock, standing still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    @property
    def now(self) -> datetime:
        return app_clock.now()

    def set(self, at: datetime) -> None:
        app_clock.set_now(at)

    def advance(self, **by: float) -> datetime:
        """Move on by `timedelta`'s arguments: advance(minutes=5)."""
        self.set(self.now + timedelta(**by))
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    yield Clock(MONDAY_MORNING)
    app_clock.set_now(None)


@pytest.fixture
def pushed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Every poke as (room, body), in the order it was sent; nothing leaves the process."""
    sent: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(push, "send", lambda room, body: sent.append((room, body)))
    monkeypatch.setattr(push, "origin", "web:test")
    return sent
