"""The lead's reads over a long queue, CPU milliseconds: python -m tests.bench.lead_board [ORDERS]"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app import clock, db, features
from app.lead.board import read_board
from app.lead.search import find_hits
from app.orders.models import Order, OrderLine
from app.tables import Table
from tests.lead.floor import ADDRESS, Floor

ORDERS, LINES, SKUS, PEOPLE, STOPS = 20_000, 4, 500, 60, 30
REPEATS = 30


def fill(floor: Floor, orders: int) -> None:
    """Waiting orders of all tiers, some late and some held, and a walk in everybody's hands."""
    chance, now = random.Random(1), clock.now()
    skus = [
        floor.sku(f"S{n:04d}", f"A{n % 40 + 1:02d}-{n % 30 + 1:02d}-{n % 3 + 1}", on_hand=50)
        for n in range(SKUS)
    ]
    fixed = {
        "channel": "shop",
        "fingerprint": "",
        "state": "ready",
        "tier_because": {},
        "because": {},
        "units": 4,
    }
    rows = []
    for number in range(orders):
        promised_at = now + timedelta(hours=chance.uniform(-5, 72))
        moving = {
            "order_no": f"B{number:06d}",
            "channel_ref": f"R{number}",
            "tier": chance.choice("AABBBBCCCC"),
            "ordered_at": now,
            "paid_at": now - timedelta(minutes=chance.uniform(0, 600)),
            "promised_at": promised_at,
            "start_by_at": promised_at - timedelta(hours=1),
            "blocked": chance.random() < 0.01,
        }
        rows.append(fixed | moving | ADDRESS)
    _insert(Order, rows, 500)
    _insert(
        OrderLine,
        [
            {"order": n, "sku_id": s.id, "qty": 1}
            for n in range(1, orders + 1)
            for s in chance.sample(skus, LINES)
        ],
        2000,
    )
    for number in range(PEOPLE):
        person, batch = floor.person(f"P{number}"), [floor.order("C") for _ in range(6)]
        floor.signed_in(person)
        task = floor.task(*batch, operator=person)
        for stop in range(STOPS):
            floor.pick(task, batch[stop % 6], skus[stop], stop, "picked" if stop < 10 else "open")


def _insert(model: type[Order] | type[OrderLine], rows: list[dict], size: int) -> None:
    for start in range(0, len(rows), size):
        model.insert_many(rows[start : start + size]).execute()


def cpu_ms(call: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        taken.append((time.process_time() - start) * 1000)
    return sorted(taken)


def main() -> None:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS
    features.import_models()
    with tempfile.TemporaryDirectory() as folder:
        db.connect(f"sqlite:///{Path(folder)}/bench.db")
        with db.connection():
            db.database.create_tables(Table.registered)
            with db.transaction():
                fill(Floor(), orders)
            measured = {
                "board": lambda: read_board("en"),
                "search by number": lambda: find_hits("B000123", "en"),
                "search by last digits": lambda: find_hits("9123", "en"),
                "search by SKU": lambda: find_hits("S0001", "en"),
            }
            size = len(json.dumps(read_board("en"))) // 1000
            print(f"{orders} orders waiting, {PEOPLE} walks; a board of {size} kB")
            for name, call in measured.items():
                taken = cpu_ms(call)
                print(
                    f"{name}: {taken[len(taken) // 2]:.1f} ms median, {taken[-1]:.1f} ms worst of {REPEATS}"
                )
        db.disconnect()


if __name__ == "__main__":
    main()
