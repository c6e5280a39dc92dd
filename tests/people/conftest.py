import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.limits import limiter
from tests.builders import make_site

OURS = {"X-Wavecard": "1"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser on our own pages: cookies, and `OURS`, the header that only they send."""
    limiter.reset()
    make_site()
    return app.test_client()
