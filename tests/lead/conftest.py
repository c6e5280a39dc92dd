from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.lead.floor import Floor

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def floor(database: str, clock: Clock) -> Floor:
    """An empty warehouse with one bench, at nine on a Monday, on each database."""
    return Floor()


@pytest.fixture
def signed_in(floor: Floor, app: Flask) -> SignedIn:
    """A browser in which somebody with these roles is signed in; nobody without roles."""

    def enter(*roles: str, lang: str = "en") -> FlaskClient:
        client = app.test_client()
        if roles:
            sign_in = floor.signed_in(floor.person("Lea", *roles, lang=lang), work="lead")
            with client.session_transaction() as session:
                session["by"] = sign_in.token
        return client

    return enter
