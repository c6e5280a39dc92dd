"""A scratch house for a simulated day: its own SQLite, floor, stock, people, benches; gone afterwards.

The database lies in memory: a day that is lost is simulated again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app import clock, db, founding, migrating
from app.contracts import tiers
from app.contracts.models import Site
from app.db import transaction
from app.features import import_models, load_verbs
from app.orders import flooring
from app.orders.draft import OrderDraft
from app.people.models import Device, Operator, SignIn
from app.picking import totes
from app.printing.models import Printer, Station
from app.rules.models import Rule
from app.shipping.models import Carrier
from app.simulation.faster import quick_sql
from app.simulation.scene import Scene

NOWHERE = "192.0.2.1"  # RFC 5737: belongs to nobody; the simulation prints on no wire
ROLES = {"picking": "picker", "packing": "packer", "handover": "packer"}


@dataclass(frozen=True)
class House:
    pickers: list[SignIn]
    packers: list[SignIn]  # one a station, in their order
    dockers: list[SignIn]
    stations: list[Station]


@contextmanager
def scratch() -> Iterator[None]:
    """An empty, founded house behind app.db, on a clock of its own."""
    import_models()
    load_verbs()
    db.connect("sqlite:///:memory:?synchronous=off")
    try:
        with db.connection(), quick_sql():
            migrating.upgrade()
            founding.found()
            Rule.update(active=False).where(Rule.kind == "short").execute()  # no backorders
            yield
    finally:
        clock.set_now(None)
        db.disconnect()
        tiers.forget()


def furnish(scene: Scene, drafts: Sequence[OrderDraft], start: datetime) -> House:
    """A floor that fits these orders, everything they ask for on it, and the crew signed in."""
    clock.set_now(start)
    hours = {"opens": scene.opens, "closes": scene.closes, "settings": {"pick_ups": list(scene.pick_ups)}}
    with transaction():
        Site.update(**hours).execute()
        Carrier.update(pick_up=scene.pick_ups[-1]).execute()
    tiers.forget()
    flooring.floor_for(drafts, None)
    totes.make_totes(scene.totes)
    with transaction():
        stations = [_station(number) for number in range(1, scene.benches + 1)]
        packers = [_hire(f"packer {s.code}", "packing", s) for s in stations]
        pickers = [_hire(f"picker {n}", "picking") for n in range(1, scene.pickers + 1)]
        dockers = [_hire(f"docker {n}", "handover") for n in range(1, scene.dockers + 1)]
    return House(pickers, packers, dockers, stations)


def _station(number: int) -> Station:
    printer = Printer.create(name=f"Bench {number}", host=NOWHERE, status="ok", has_echo=True)
    return Station.create(code=f"ST-{number}", name=f"Bench {number}", printer=printer)


def _hire(name: str, work: str, station: Station | None = None) -> SignIn:
    """Signed in without a PIN: a hash that takes 50 ms protects nothing that lives for an hour."""
    now = clock.now()
    operator = Operator.create(name=name, badge=name.upper(), pin_hash="", roles=[ROLES[work]], lang="en")
    device = Device.create(name=name, token_hash=f"device {name}", paired_at=now, last_seen_at=now)
    columns = {"token": f"sim {name}", "operator": operator, "device": device, "work": work, "at": now}
    return SignIn.create(**columns, station_id=station and station.id)
