"""One real November of a gift wholesaler: the figures of the data, and what taking them in may cost."""

import os
import re
import time
from datetime import datetime
from pathlib import Path

import pytest

from app import db
from app.orders.models import Order, OrderLine
from app.stock.models import Sku
from tests.orders.files import SHANGHAI, start, wavecard


@pytest.mark.data
@pytest.mark.timeout(300)
def test_the_real_november_gives_exactly_its_orders(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "data/orders").glob("*.csv"))
    said = wavecard(tmp_path, "import", *files, "--dates", "today", "--report", tmp_path / "out.csv")
    lines = said.stdout.splitlines()
    assert lines[:5] == [
        "Read 84,711 rows in 26 files: 2,864 orders, 80,499 lines, 766,219 units, 2,895 SKUs",
        "2,864 created, 0 changed, 0 unchanged; 0 became ready",
        "Skipped 1,076 rows: A credit note, not an order",
        "Skipped 137 rows: The quantity is not above 0",
        "Skipped 283 rows: Not a product (postage, fees)",
    ]
    assert lines[5].startswith("2,895 new SKUs, without a place yet: ")
    report = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert sum(",skipped," in line for line in report) == 1_076 + 137 + 283
    db.connect(f"sqlite:///{tmp_path}/wavecard.db")
    assert (Order.select().count(), OrderLine.select().count(), Sku.select().count()) == (
        2_864,
        80_499,
        2_895,
    )
    last = Order.select().order_by(Order.ordered_at.desc()).first().ordered_at.astimezone(SHANGHAI)
    db.disconnect()
    assert last.date() == datetime.now(SHANGHAI).date()
    said = wavecard(tmp_path, "floor", "--for", *files)
    assert "2,895 slotted and stocked" in said.stdout and "2,864 orders became ready" in said.stdout
    assert (
        "Nothing changed: all 2,864 orders" in wavecard(tmp_path, "import", *files, "--dates", "today").stdout
    )
    assert wavecard(tmp_path, "check").exit_code == 0


@pytest.mark.data
@pytest.mark.timeout(300)
def test_the_real_november_is_in_within_20_seconds_and_400_megabytes(shared: Path, tmp_path: Path) -> None:
    """CPU seconds, because tests share the machine; alone, one thread takes as long on the clock."""
    files = sorted((shared / "data/orders").glob("*.csv"))
    assert wavecard(tmp_path, "floor", "--for", *files).exit_code == 0
    process = start(tmp_path, "import", *map(str, files), "--dates", "today")
    peak_kb, (ended, status, used) = 0, (0, 0, None)
    while not ended:
        peak_kb = max(peak_kb, peak_of(process.pid))
        time.sleep(0.05)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert used and used.ru_utime + used.ru_stime <= 20
    assert 50 * 1024 < peak_kb <= 400 * 1024


def peak_of(pid: int) -> int:
    """kB of memory at most so far. Not `ru_maxrss`, which counts that of who started the process, too."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(told[1]) if told else 0
