from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from tests.conftest import Clock
from tests.lead.floor import Floor

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def floor(database: str, clock: Clock) -> Floor:
    """An empty warehouse with one bench, at nine on a Monday, on each database."""
    return Floor()


@pytest.fixture
def signed_in(floor: Floor, database: str, tmp_path: Path) -> SignedIn:
    """A browser in which somebody with these roles is signed in; nobody without roles."""
    app = create_app(Config(database_url=database, var=tmp_path, secret_key="test"), connect=False)

    def enter(*roles: str, lang: str = "en") -> FlaskClient:
        client = app.test_client()
        if roles:
            sign_in = floor.signed_in(floor.person("Lea", *roles, lang=lang), work="lead")
            with client.session_transaction() as session:
                session["by"] = sign_in.token
        return client

    return enter
