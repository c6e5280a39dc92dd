"""One worker a printer, in the one process that holds the lease; a dead printer delays nobody else."""

import logging
import threading
import time
from typing import Protocol

from app.db import connection
from app.loops import woken_by
from app.ops.leases import holds, release
from app.prepared import Prepared
from app.printing import bridging, failing_over, waking
from app.printing.models import Printer
from app.printing.reaching import can_be_asked
from app.printing.setting_up import probe_printer
from app.printing.spooling import ask_here, deliver_here, look_at, print_next, recover
from app.printing.states import PRINTS
from printers.connecting import Address
from printers.status import Status
from printers.wire import Delivery, Sending

log = logging.getLogger(__name__)
LEASE, LEASE_S = "spool", 10
LOOK_AFTER_S = 1.0  # other processes' jobs
ASK_IDLE_S, ASK_TROUBLED_S = 4.0, 2.0  # a fault is told within five seconds
ACTIVE = Prepared(lambda: Printer.select(Printer.id).where(Printer.active, Printer.connector != "agent"))


class Line(Protocol):
    """How a printer is reached: from here, or over a bench PC's agent."""

    def deliver(self, address: Address, sending: Sending) -> Delivery: ...

    def query_status(self, address: Address) -> Status: ...

    def serves(self, printer: Printer) -> bool: ...

    def learns(self, printer: Printer) -> bool: ...


class Here:
    def deliver(self, address: Address, sending: Sending) -> Delivery:
        return deliver_here(address, sending)

    def query_status(self, address: Address) -> Status:
        return ask_here(address)

    def serves(self, printer: Printer) -> bool:
        return printer.connector != "agent"

    def learns(self, printer: Printer) -> bool:
        """Whether it can be asked over this line what it can."""
        return can_be_asked(printer)


class Worker:
    """A printer's thread (a greenlet under gevent)."""

    def __init__(self, printer_id: int, line: Line | None = None) -> None:
        self.printer_id = printer_id
        self.line: Line = line or Here()
        self.asked_at = 0.0
        self.wanted = threading.Event()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, name=f"printer-{printer_id}", daemon=True)
        self.thread.start()

    def run(self) -> None:
        waking.sleeps(self.wanted)
        try:
            while not self.stopping.is_set():
                self.wanted.clear()
                if not self.round():
                    self.wanted.wait(LOOK_AFTER_S)
        finally:
            waking.gone(self.wanted)

    def round(self) -> bool:
        """One job, or one look at the printer; whether to come straight back. Never raises.

        A printer that is switched off, or hangs on another line by now, is left alone.
        """
        try:
            with connection():
                printer = Printer.get_or_none(Printer.id == self.printer_id, Printer.active)
            return printer is not None and self.line.serves(printer) and self.step(printer)
        except Exception:
            log.exception("the worker of printer %s stumbled", self.printer_id)
            return False

    def step(self, printer: Printer) -> bool:
        every = ASK_IDLE_S if printer.status in PRINTS else ASK_TROUBLED_S
        due = time.monotonic() - self.asked_at >= every
        if printer.status not in PRINTS:
            return due and self.look(printer)
        if print_next(printer, self.line.deliver):
            return True
        if due and printer.status in PRINTS:
            self.look(printer)
        return False

    def look(self, printer: Printer) -> bool:
        self.asked_at = time.monotonic()
        prints = look_at(printer, self.line.query_status)
        if printer.status == "ok" and not printer.probed and self.line.learns(printer):
            probe_printer(printer.id)
        return prints

    def stop(self) -> None:
        self.stopping.set()
        self.wanted.set()


class Spool:
    def __init__(self) -> None:
        self.workers: dict[int, Worker] = {}

    @woken_by("printer")
    def step(self) -> bool:
        """Keep one worker for every active printer while this process holds the lease; never more work."""
        holder = holds(LEASE, LEASE_S)
        wanted = self._active() if holder else set()
        for printer_id in self.workers.keys() - wanted:
            self.workers[printer_id].stop()
        self.workers = {one: worker for one, worker in self.workers.items() if worker.thread.is_alive()}
        for printer_id in wanted - self.workers.keys():
            recover(printer_id)
            self.workers[printer_id] = Worker(printer_id)
        if holder:
            failing_over.step()
            bridging.lose_unheard()
        return False

    def _active(self) -> set[int]:
        with connection():
            return {printer.id for printer in ACTIVE.list()}

    def close(self) -> None:
        """Let each worker finish the job in its hand, then give up the lease."""
        for worker in self.workers.values():
            worker.stop()
        for worker in self.workers.values():
            worker.thread.join(timeout=30)
        self.workers.clear()
        release(LEASE)


spool = Spool()


def run_spool(stop: threading.Event) -> None:
    """Keep the spool running until `stop`, for a process that does nothing else."""
    try:
        while not stop.wait(0.2):
            spool.step()
    finally:
        spool.close()
