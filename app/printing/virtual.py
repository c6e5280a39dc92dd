"""Printers made of software, for the demo: served by this process, their last papers kept in memory."""

import logging

from app.db import connection, transaction
from app.errors import NotFound
from app.loops import woken_by
from app.ops.leases import holds
from app.prepared import Prepared
from app.printing.models import Printer
from printers.virtual import Printed, VirtualPrinter

log = logging.getLogger(__name__)
HEAD_MM_S = 250.0
FAULTS = ("paper_out", "cover_open", "offline")
VIRTUAL = Prepared(lambda: Printer.select(Printer.id).where(Printer.connector == "virtual", Printer.active))
_running: dict[int, VirtualPrinter] = {}


@woken_by("printer")
def keep_virtual() -> bool:
    """Run a virtual printer for every such row, in one process of many. There is never more work."""
    with connection():
        there = {row.id for row in VIRTUAL.list()}
        if not there and not _running:
            return False
        wanted = there if holds("virtual-printers") else set()
        for printer_id in _running.keys() - wanted:
            _running.pop(printer_id).stop()
        for printer_id in wanted - _running.keys():
            _start(Printer.get_by_id(printer_id))
    return False


def _start(printer: Printer) -> None:
    """On its own port, or on any free one where somebody else sits on that."""
    for port in (printer.port, 0):
        made = VirtualPrinter(port, printer.host, head_dots=printer.dots, head_mm_s=HEAD_MM_S)
        try:
            _running[printer.id] = made.start()
            break
        except OSError:
            log.warning("port %s is taken: the virtual printer %s moves", printer.port, printer.name)
    if made.port != printer.port:
        with transaction():
            Printer.update(port=made.port).where(Printer.id == printer.id).execute()


def stop_virtual() -> None:
    while _running:
        _running.popitem()[1].stop()


def get_virtual(printer_id: int) -> VirtualPrinter:
    running = _running.get(printer_id)
    if running is None:
        raise NotFound("printing.not_virtual")
    return running


def list_papers(printer_id: int) -> list[Printed]:
    """The last fifty papers, newest first."""
    return get_virtual(printer_id).papers[::-1]


def get_paper(printer_id: int, number: int) -> Printed:
    for paper in list_papers(printer_id):
        if paper.number == number:
            return paper
    raise NotFound("printing.no_paper")


def list_faults(printer_id: int) -> dict[str, bool]:
    """What a running virtual printer pretends now; nothing for any other."""
    running = _running.get(printer_id)
    return {name: getattr(running.faults, name) for name in FAULTS} if running else {}


def set_faults(printer_id: int, faults: dict[str, bool]) -> None:
    """Switch `paper_out`, `cover_open`, `offline` of a running virtual printer."""
    running = get_virtual(printer_id)
    for name in FAULTS:
        if name in faults:
            setattr(running.faults, name, faults[name])
