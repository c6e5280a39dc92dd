"""The customer's page at 200 requests a second while pickers confirm: `python -m tests.bench.tracking_page
[--rate 200] [--seconds 20] [--devices 100]`.

Each request comes from another address of the loopback, as customers do, so that no limit is met; latencies
are counted from the moment a request was due, not from when its turn came. Customers are a process of their
own; each handheld confirms every two seconds, as in scan_load.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import secrets
import statistics
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from app import clock, config, db
from app.db import transaction
from app.shipping import vouchers
from app.shipping.models import Parcel, TrackEvent, Voucher, Waybill
from tests import builders
from tests.bench.crew import EVERY_S, Crew
from tests.bench.handhelds import percentile
from tests.bench.site import serving

PARCELS = 300
PICKS_AN_ORDER = 9
FIRST_S = 3.0  # connections and caches
START_S, REST_S = 4.0, 5.0  # until customers are there; for answers under way


def make() -> list[str]:
    """Parcels with a voucher each, beside what the floor has; their tokens."""
    db.connect(config.from_environment().database_url)
    sku, now, tokens = builders.make_sku("BENCH-1"), clock.now(), []
    builders.make_site()
    with transaction():
        for _ in range(PARCELS):
            order = builders.make_order((sku, 1))
            parcel = Parcel.create(order=order, state="handed_over", opened_at=now, label_version=2)
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


def ask(port: int, path: str, number: int) -> int:
    source = (f"127.0.{1 + number % 3}.{1 + number % 250}", 0)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=source)
    connection.request("GET", path, headers={"Accept-Language": "zh-CN"})
    got = connection.getresponse()
    got.read()
    connection.close()
    return got.status


def load(port: int, tokens: list[str], rate: float, seconds: float) -> list[float]:
    """Latencies in ms of an open loop: a slow answer delays nobody else's question."""
    taken: list[float] = []
    threads = []
    began = time.perf_counter()

    def one(number: int, due: float) -> None:
        status = ask(port, f"/t/{tokens[number % len(tokens)]}", number)
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


def customers(port: int, tokens: list[str], rate: float, seconds: float, into: str) -> None:
    load(port, tokens, 20, FIRST_S)
    Path(into).write_text(json.dumps(load(port, tokens, rate, seconds)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--devices", type=int, default=100)
    given = parser.parse_args()
    orders = int(given.devices * given.seconds / EVERY_S / PICKS_AN_ORDER) + given.devices * 8
    with tempfile.TemporaryDirectory() as var, serving(Path(var), given.devices, 2, orders) as site:
        tokens, into = make(), f"{var}/taken.json"
        crew = Crew(site)
        crew.take_up(60 + given.devices / 2)
        crew.rest(2)
        crew.begin()
        asked = (site.address[1], tokens, given.rate, given.seconds, into)
        asking = multiprocessing.get_context("spawn").Process(target=customers, args=asked)
        asking.start()
        crew.work_open(FIRST_S + given.seconds + START_S)
        crew.rest(REST_S)
        asking.join(60)
        told(given.rate, sorted(json.loads(Path(into).read_text())), sorted(crew.tally.late_ms))
        assert not crew.troubles(), crew.troubles()[:3]


def told(rate: float, pages: list[float], scans: list[float]) -> None:
    cuts = statistics.quantiles(pages, n=100)
    print(f"{len(pages)} pages at {rate:.0f}/s: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms", end="")
    print(f", worst {pages[-1]:.0f} ms; {len(scans)} confirmations meanwhile: ", end="")
    print(f"p50 {percentile(scans, 0.5):.1f} ms, p99 {percentile(scans, 0.99):.1f} ms; ", end="")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
