"""A bench with a packer, and an order that waits for them."""

from typing import Any

import pytest

import app.packing.cards
import app.packing.verbs
import app.picking.verbs
import app.printing.verbs
import app.shipping.verbs  # noqa: F401
from app.orders.models import Order
from app.packing import mistakes
from app.people.models import SignIn
from app.printing import jobs, spooling
from app.printing.models import Printer, Station
from app.shipping import amending, booking, vouchers
from app.shipping.carriers import LINKS, ensure_carriers
from app.shipping.models import Label, Parcel
from printers import wire
from printers.status import Status
from tests import builders
from tests.conftest import Clock

FINE = wire.Delivery("confirmed", "echoed", status=Status(answered=True))
ITEM, SECOND = "6901234567892", "4006381333931"


class Bench:
    """Station ST-1 with a printer that always prints, a packer, a lead, and their operations."""

    def __init__(self) -> None:
        mistakes.keep_nothing()
        builders.make_site()
        ensure_carriers()
        self.printer: Printer = builders.make_printer()
        self.station: Station = builders.make_station(self.printer)
        self.packer: SignIn = builders.sign_in(builders.make_operator("packer"), "packing", self.station)
        self.lead: SignIn = builders.sign_in(builders.make_operator("lead"), "lead")
        self.mug = builders.make_sku("MUG-1", ITEM, name="Mug")
        self.lamp = builders.make_sku("LAMP-1", SECOND, flags=("fragile",), name="Lamp")

    def order(self, **columns: Any) -> Order:
        """Two mugs, picked, in a tote at this bench."""
        order = builders.make_order((self.mug, 2), **columns)
        builders.make_tote(order, self.station)
        return order

    def do(self, kind: str, who: SignIn | None = None, **body: Any) -> dict[str, Any]:
        answer = builders.send(who or self.packer, kind, **body)
        assert answer["ok"], answer["message"]
        return answer

    def refused(self, kind: str, who: SignIn | None = None, **body: Any) -> dict[str, Any]:
        answer = builders.send(who or self.packer, kind, **body)
        assert not answer["ok"], answer
        return answer

    def opened(self, order: Order) -> Parcel:
        self.do("pack.open", barcode=order.order_no)
        return Parcel.get(Parcel.order == order)

    def opened_again(self, order: Order) -> Parcel:
        """The order's next box, taken up from the bench."""
        self.do("pack.open", barcode=order.order_no)
        return Parcel.get(Parcel.order == order, Parcel.state == "open")

    def checked(self, order: Order) -> Parcel:
        parcel = self.opened(order)
        self.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)
        return Parcel.get_by_id(parcel.id)

    def labelled(self, order: Order) -> Parcel:
        parcel = self.checked(order)
        self.do("pack.print", parcel_id=parcel.id)
        self.work()
        return Parcel.get_by_id(parcel.id)

    def applied(self, order: Order) -> Parcel:
        parcel = self.labelled(order)
        self.do("pack.label_scan", parcel_id=parcel.id, barcode=self.label_of(parcel).code)
        return Parcel.get_by_id(parcel.id)

    def closed(self, order: Order) -> Parcel:
        parcel = self.applied(order)
        self.do("pack.close", parcel_id=parcel.id)
        return Parcel.get_by_id(parcel.id)

    def readdress(self, order: Order, **address: str) -> dict[str, Any]:
        wanted = builders.LI | address
        return self.do("order.readdress", self.lead, order_id=order.id, address=wanted, reason="搬家")

    def label_of(self, parcel: Parcel) -> Label:
        return Label.select().where(Label.parcel == parcel.id).order_by(Label.version.desc()).first()

    def work(self) -> None:
        """What the loops would do, until there is nothing to do."""
        for step in [lambda: self.book(), lambda: self.print_next()]:
            for _ in range(50):
                if not step():
                    break

    def print_next(self) -> bool:
        return spooling.print_next(self.printer, lambda *_: FINE)

    def book(self) -> bool:
        steps = (booking.book_next, amending.change_next, amending.reroute_next, booking.cancel_next)
        return any(step(code) for code, link in LINKS.items() if link.ready for step in steps)


class Papers:
    """What was asked of the printers, as it was before it was sealed, oldest first."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def of(self, layout: str) -> list[dict[str, Any]]:
        return [data for name, data in self.asked if name == layout]


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> Papers:
    seen = Papers()
    real = jobs.print_document

    def keep(station_id: int, document: jobs.Document) -> Any:
        seen.asked.append((document.layout, document.data))
        return real(station_id, document)

    for module in (jobs, vouchers):
        monkeypatch.setattr(module, "print_document", keep)
    return seen


@pytest.fixture
def bench(database: str, clock: Clock, papers: Papers) -> Bench:
    return Bench()
