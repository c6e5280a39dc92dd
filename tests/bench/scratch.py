"""A scratch site for a load: orders, floor, people, devices, all by the product's own commands and verbs.

`python -m tests.bench.scratch PICKERS LEADS ORDERS` works on DATABASE_URL and WAVECARD_VAR and writes who may
sign what to WAVECARD_VAR/people.json. People are added by the verbs behind the wire, not over it: it lets one
address sign in 30 times a minute.
"""

import csv
import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask.sessions import SecureCookieSessionInterface

from app import config, create_app, db
from app.people import operators, pairing, signing_in
from app.picking.totes import make_totes
from app.waves.models import Pick

SKUS = 2000
LINES = 10


def write_orders(path: Path, orders: int, seed: int = 1) -> None:
    """Ordinary orders of ten lines, one or two units each, a few SKUs far more wanted than most."""
    rng = random.Random(seed)
    now = datetime.now(UTC)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["order", "ordered at", "sku", "qty", "name", "street", "city", "country"])
        for number in range(orders):
            at = (now - timedelta(seconds=orders - number)).isoformat()
            address = ["Bench", f"{number} Test Road", "Hangzhou", "CN"]
            skus = {int(SKUS * rng.random() ** 2) for _ in range(LINES)}
            rows.writerows(
                [f"B{number}", at, f"SKU{sku:05d}", rng.choice((1, 1, 2)), *address] for sku in skus
            )


def wavecard(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "app.cli", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"wavecard {' '.join(arguments)}: {done.stderr.strip()}")


def hire(count: int, role: str, sign: Any) -> list[dict[str, Any]]:
    """So many signed-in people, each with a paired device; `sign` makes their session's cookie."""
    people = []
    for number in range(count):
        operator, pin = operators.add_operator(f"{role} {number}", [role])
        code, _ = pairing.make_code()
        device, token = pairing.pair(code, f"bench {operator.badge}")
        by = signing_in.sign_in(device, operator.badge, pin).token
        people.append({"device_token": token, "by": by, "cookie": sign({"by": by})})
    return people


def count_picked() -> int:
    """Picks that the database says are picked."""
    db.connect(config.from_environment().database_url)
    with db.connection():
        picked = Pick.select().where(Pick.state == "picked").count()
    db.disconnect()
    return int(picked)


@click.command()
@click.argument("pickers", type=int)
@click.argument("leads", type=int)
@click.argument("orders", type=int)
def main(pickers: int, leads: int, orders: int) -> None:
    settings = config.from_environment()
    path = settings.var / "orders.csv"
    write_orders(path, orders)
    wavecard("db", "upgrade")
    wavecard("printers", "add", "Bench", "192.0.2.9", "--station", "ST-1")
    wavecard("floor", "--for", str(path))
    wavecard("import", str(path), "--preset", "wavecard")
    app = create_app(settings)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    with db.connection():
        make_totes(orders * 2)
        people = {"picker": hire(pickers, "picker", signer.dumps), "lead": hire(leads, "lead", signer.dumps)}
    db.disconnect()
    (settings.var / "people.json").write_text(json.dumps(people))


if __name__ == "__main__":
    main()
