"""Carriers' numbers and printers: what a label waits for. Only the wire to the printer is pretended."""

import simpy

from app.db import transaction
from app.packing import slips
from app.prepared import Prepared, given
from app.printing import health, jobs, spooling
from app.printing.models import Printer, Station
from app.shipping import booking, labels
from app.shipping.models import Parcel
from app.simulation.chance import around, stream
from app.simulation.place import Place
from app.simulation.virtual import Steps
from printers.status import Status
from printers.wire import Delivery

READY = Status(answered=True)
NO_PAPER = Status(answered=True, offline=True, paper_out=True)
CAME_OUT = Delivery("confirmed", "ready", 1, 1, READY, "echo")
CARRIER = "sandbox"
VERSION = Prepared(lambda: Parcel.select(Parcel.label_version).where(Parcel.id == given("parcel_id")))
BOOKING_SPREAD, JAM_SPREAD = 0.8, 0.5


class Papers:
    def __init__(self, place: Place) -> None:
        self.env, self.times, self.tally = place.env, place.scene.times, place.tally
        self.dice = stream(place.scene.seed, "papers")

    def ask(self, station: Station, parcel_id: int) -> simpy.Event:
        """An event: the label is out."""
        out = self.env.event()
        self.env.process(self._print(station, parcel_id, out))
        return out

    def _print(self, station: Station, parcel_id: int, out: simpy.Event) -> Steps:
        """The slip at once, the label when the carrier has given its number."""
        printer = Printer.get_by_id(station.printer_id)
        asked = self.env.now
        yield from self._paper(printer, slips.key_of(parcel_id), self.times.slip_s)
        came = asked + around(self.dice, self.times.booking_s, BOOKING_SPREAD)
        yield self.env.timeout(max(0.0, came - self.env.now))
        while VERSION.first(parcel_id=parcel_id).label_version == 0 and booking.book_next(CARRIER):
            pass
        yield from self._paper(printer, labels.key_of(parcel_id), self.times.label_s)
        out.succeed()

    def _paper(self, printer: Printer, key: str, seconds: float) -> Steps:
        if self.dice.random() < self.times.jam_rate:
            yield from self._jam(printer)
        yield self.env.timeout(seconds)
        job = jobs.list_copies(key, 1)[0]
        with transaction():
            jobs.change(job, "claim", printer=printer.id)
            jobs.change(job, "send")
            spooling.settle(job, CAME_OUT, printer)

    def _jam(self, printer: Printer) -> Steps:
        self.tally.jams += 1
        health.keep(printer, NO_PAPER)
        yield self.env.timeout(around(self.dice, self.times.jam_s, JAM_SPREAD))
        health.keep(printer, READY)
