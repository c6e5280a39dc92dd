import pytest

from tests.conftest import Clock
from tests.lead.floor import Floor


@pytest.fixture
def floor(database: str, clock: Clock) -> Floor:
    """An empty warehouse with one bench, at nine on a Monday, on each database."""
    return Floor()
