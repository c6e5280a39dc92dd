"""Bench PCs that print: one websocket each, one worker on it, the same ladder of truth as at home."""

import json
import logging
import threading
from time import monotonic
from typing import Any

import simple_websocket

from app import clock
from app.db import connection, transaction
from app.errors import Stale
from app.ops.leases import holds, release
from app.people import pins
from app.printing import health
from app.printing.jobs import change
from app.printing.models import PrintAgent, Printer, PrintJob, Station
from app.printing.spool import Worker
from app.printing.spooling import recover
from printers.agent.queue import read_delivery
from printers.agent.running import NOT_YOURS
from printers.connecting import Address
from printers.status import Status
from printers.wire import Delivery, Sending

log = logging.getLogger(__name__)
LOOK_EVERY_S = 5.0
SILENT_S = 20.0  # an agent says that it is alive every five
LEASE_S = 10
TICK_S = 1.0
RESULT_S = 180.0  # longer than a paper may take at the bench
_lines: dict[int, "Line"] = {}


def find_agent(token: str) -> PrintAgent | None:
    return PrintAgent.get_or_none(
        PrintAgent.token_hash == pins.digest(token.strip()), PrintAgent.revoked_at.is_null()
    )


def printer_of(agent: PrintAgent) -> Printer | None:
    """The printer of the agent's bench, if it is one that hangs on a bench PC."""
    query = Printer.select().join(Station, on=(Station.printer == Printer.id))
    return query.where(Station.id == agent.station_id, Printer.connector == "agent", Printer.active).first()


class Line:
    """A connected agent, as its printer's worker sees it."""

    def __init__(self, agent: PrintAgent, printer: Printer, socket: Any) -> None:
        self.agent, self.printer, self.socket = agent, printer, socket
        self.status = Status()
        self.awaited: str | None = None
        self.result: Delivery | None = None
        self.heard = threading.Event()
        self.closed = False

    def deliver(self, address: Address, sending: Sending) -> Delivery:
        """0 bytes when the agent is away; `unknown` when it goes away with the paper in its hands."""
        total = len(sending.payload)
        self.awaited, self.result = sending.tag, None
        self.heard.clear()
        head = {"kind": "job", "tag": sending.tag, "bytes": total, "proof": sending.proof}
        head["answers"] = sending.answers
        if not self._send(json.dumps(head | {"echo_id": sending.echo_id})):
            return Delivery("nothing_taken", "agent_away", 0, total, Status(reachable=False))
        if not self._send(sending.payload):  # the agent prints only what it has whole
            return Delivery("nothing_taken", "agent_away", 0, total, Status(reachable=False))
        self.heard.wait(RESULT_S)
        self.awaited = None
        return self.result or Delivery("unknown", "agent_lost", 0, total)

    def query_status(self, address: Address) -> Status:
        return self.status

    def serves(self, printer: Printer) -> bool:
        return printer.connector == "agent"

    def learns(self, printer: Printer) -> bool:
        return False

    def _send(self, data: str | bytes) -> bool:
        try:
            self.socket.send(data)
        except (OSError, simple_websocket.ConnectionClosed):
            return False
        return True

    def listen(self) -> None:
        """Until the agent goes away, is revoked or replaced."""
        looked_at, heard_at = 0.0, monotonic()
        while not self.closed and holds(f"agent:{self.agent.id}", LEASE_S):
            try:
                heard = self.socket.receive(timeout=TICK_S)
            except (OSError, simple_websocket.ConnectionClosed):
                return
            if heard is not None:
                heard_at = monotonic()
                self._obey(json.loads(heard))
            if monotonic() - heard_at > SILENT_S:
                return
            if monotonic() - looked_at >= LOOK_EVERY_S:
                looked_at = monotonic()
                if not still_there(self.agent) or not (self.awaited or self._is_wanted()):
                    return

    def _is_wanted(self) -> bool:
        """Its printer still hangs on a bench PC of this bench, and is switched on."""
        printer = printer_of(self.agent)
        return printer is not None and printer.id == self.printer.id

    def _obey(self, told: dict[str, Any]) -> None:
        if told.get("kind") == "status":
            self.status = Status(**told["status"])
            printer = Printer.get_by_id(self.printer.id)
            self.status = health.judged(printer, self.status)
            health.keep(printer, self.status)
        elif told.get("kind") == "done":
            tag = str(told["tag"])
            delivery = read_delivery({name: told[name] for name in told if name not in ("kind", "tag")})
            if tag == self.awaited:
                self.result = delivery
                self.heard.set()
            else:
                note_late(self.printer.id, tag, delivery)
            self._send(json.dumps({"kind": "noted", "tag": tag}))

    def close(self) -> None:
        self.closed = True
        self.heard.set()
        try:
            self.socket.close()
        except (OSError, simple_websocket.ConnectionClosed):
            return


def still_there(agent: PrintAgent) -> bool:
    fresh = (PrintAgent.id == agent.id) & PrintAgent.revoked_at.is_null()
    return bool(PrintAgent.update(seen_at=clock.now()).where(fresh).execute())


def note_late(printer_id: int, tag: str, delivery: Delivery) -> None:
    """What an agent tells after it was given up: proof confirms, 0 bytes waits again, else it stays asked.

    Of its own printer's papers alone: a token of one bench says nothing of another's.
    """
    job_id, _, tries = tag.partition(":")
    mine = (PrintJob.printer == printer_id) & (PrintJob.id == int(job_id)) if job_id.isdecimal() else None
    job = PrintJob.get_or_none(mine) if mine is not None else None
    if job is None or job.state != "unknown" or str(job.tries - 1) != tries:
        return
    try:
        with transaction():
            if delivery.outcome == "confirmed":
                change(job, "confirm", because=delivery.reason)
            elif delivery.outcome in ("nothing_taken", "blocked"):
                change(job, "put_back", because=delivery.reason, not_before_at=None)
    except Stale:
        log.info("print job %s was answered meanwhile", job.id)


def serve(agent: PrintAgent, socket: Any) -> None:
    """Print through this agent for as long as it is connected."""
    printer = printer_of(agent)
    before = _lines.get(agent.id)
    if before is not None:
        before.close()
    if printer is None:
        socket.close(NOT_YOURS, f"the printer of {agent.station.code} does not hang on a bench PC, or is off")
        return
    if not holds(f"agent:{agent.id}", LEASE_S):
        socket.close()
        return
    line = _lines[agent.id] = Line(agent, printer, socket)
    recover(printer.id)
    worker = Worker(printer.id, line)
    try:
        line.listen()
    finally:
        worker.stop()
        line.close()
        worker.thread.join(timeout=5)
        if _lines.get(agent.id) is line:
            del _lines[agent.id]
            release(f"agent:{agent.id}")
        with connection():
            health.keep(Printer.get_by_id(printer.id), Status(reachable=False))
