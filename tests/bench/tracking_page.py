"""The customer's page at 200 requests a second: `python -m tests.bench.tracking_page [--rate 200]
[--seconds 20]`.

Each request comes from another address of the loopback, as customers do, so that no limit is met; latencies
are counted from the moment a request was due, not from when its turn came.
"""

import argparse
import http.client
import os
import secrets
import statistics
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from app import clock, db, migrating
from app.db import transaction
from app.founding import found
from app.shipping import vouchers
from app.shipping.models import Parcel, TrackEvent, Voucher, Waybill
from tests import builders
from tests.serving import Served, serving

PARCELS = 300


def make(url: str) -> list[str]:
    """Parcels with a voucher each; their tokens."""
    db.connect(url)
    migrating.upgrade()
    found()
    builders.make_site()
    sku, now, tokens = builders.make_sku("BENCH-1"), clock.now(), []
    with transaction():
        for _ in range(PARCELS):
            order = builders.make_order((sku, 1))
            parcel = Parcel.create(order=order, state="closed", opened_at=now, label_version=2)
            told = {"carrier": "sandbox", "recipient": builders.LI, "asked_at": now}
            Waybill.create(
                parcel=parcel, version=2, state="printed", tracking_no=f"SB{parcel.id:011d}", **told
            )
            for what in ("packed", "readdressed", "handed_over", "picked_up", "moving"):
                TrackEvent.create(parcel=parcel, at=now, what=what, place="苏州市")
            token = secrets.token_urlsafe(16)
            tokens.append(token)
            kept = {"parcel": parcel, "token_hash": vouchers.digest(token), "short_code": "AAAA-BBBB"}
            Voucher.create(**kept, made_at=now, expires_at=now + timedelta(days=90))
    db.disconnect()
    return tokens


def ask(served: Served, path: str, number: int) -> int:
    source = (f"127.0.{1 + number % 3}.{1 + number % 250}", 0)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10, source_address=source)
    connection.request("GET", path, headers={"Accept-Language": "zh-CN"})
    got = connection.getresponse()
    got.read()
    connection.close()
    return got.status


def load(served: Served, tokens: list[str], rate: float, seconds: float) -> list[float]:
    """Latencies in ms of an open loop: a slow answer delays nobody else's question."""
    taken: list[float] = []
    threads = []
    began = time.perf_counter()

    def one(number: int, due: float) -> None:
        status = ask(served, f"/t/{tokens[number % len(tokens)]}", number)
        assert status == 200, status
        taken.append((time.perf_counter() - due) * 1000)

    for number in range(int(rate * seconds)):
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        threads.append(threading.Thread(target=one, args=(number, due)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wavecard-") as var:
        url = f"sqlite:///{var}/bench.db"
        tokens = make(url)
        with serving(Path(var), DATABASE_URL=url, PUBLIC_URL="http://127.0.0.1") as served:
            load(served, tokens, 20, 2)
            taken = sorted(load(served, tokens, given.rate, given.seconds))
    cuts = statistics.quantiles(taken, n=100)
    print(f"{len(taken)} pages at {given.rate:.0f}/s: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms", end="")
    print(f", worst {taken[-1]:.0f} ms; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
