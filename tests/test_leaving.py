"""A server that is told to end leaves its loops to whoever serves next."""

import os
import signal
import time
from pathlib import Path

import pytest

from app.ops.models import Lease
from tests.serving import serving

pytestmark = [pytest.mark.served, pytest.mark.timeout(60)]


def test_a_server_that_ends_has_given_all_its_leases_back(database: str, tmp_path: Path) -> None:
    with serving(tmp_path, DATABASE_URL=database) as served:
        assert Lease.select().exists()
        os.kill(served.pid, signal.SIGTERM)
        until = time.monotonic() + 8
        while Lease.select().exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert not Lease.select().exists(), served.log.read_text()
