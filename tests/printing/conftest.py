from collections.abc import Iterator
from typing import Any

import pytest

from app.printing import jobs
from app.printing.jobs import Document, print_document
from app.printing.models import Printer, PrintJob, Station
from printers import connecting, wire
from printers.connecting import Address
from printers.status import Status
from printers.virtual import VirtualPrinter
from tests import builders
from tests.conftest import Clock


class Bench:
    """One station with one printer."""

    def __init__(self, printer: Printer, code: str = "ST-1") -> None:
        self.printer = printer
        self.station: Station = builders.make_station(printer, code)

    def ask(self, key: str = "test:1", **about: Any) -> PrintJob:
        data = {"printer": "P", "code": key[-8:]}
        return print_document(self.station.id, Document(key, "test_page", data, **about))


class Wire:
    """The wall between the spool and a printer: answers what a test says, remembers what was asked."""

    def __init__(self) -> None:
        self.outcomes: list[wire.Delivery | Exception] = []
        self.status = Status(answered=True)
        self.delivered: list[int] = []

    def will(self, outcome: wire.Outcome, reason: str = "echoed", **also: Any) -> None:
        also.setdefault("status", Status(answered=True))
        self.outcomes.append(wire.Delivery(outcome, reason, **also))

    def deliver(self, address: Address, sending: wire.Sending) -> wire.Delivery:
        self.delivered.append(len(sending.payload))
        told = (
            self.outcomes.pop(0)
            if self.outcomes
            else wire.Delivery("confirmed", "echoed", status=self.status)
        )
        if isinstance(told, Exception):
            raise told
        return told

    def query_status(self, address: Address) -> Status:
        return self.status


@pytest.fixture
def bench(database: str, clock: Clock) -> Bench:
    builders.make_site()
    return Bench(builders.make_printer())


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> Wire:
    made = Wire()
    monkeypatch.setattr(connecting, "deliver", made.deliver)
    monkeypatch.setattr(connecting, "query_status", made.query_status)
    return made


@pytest.fixture
def virtual() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


def state_of(job: PrintJob) -> str:
    return str(jobs.get_job(job.id).state)
