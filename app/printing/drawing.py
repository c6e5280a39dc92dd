"""Papers drawn beside the process that serves screens: one child process, started again when it ends."""

import contextlib
import logging
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import Any

from app.printing import layouts
from app.printing.models import Printer, PrintJob
from app.printing.sealing import open_document
from printers import DocumentError, Paper, get_paper
from printers import drawing as beside
from printers.drawing import Drawn
from printers.escpos import Encoding

log = logging.getLogger(__name__)
SLOWEST_S = 20.0


def order_for(job: PrintJob, printer: Printer) -> dict[str, Any]:
    """What the drawing process needs, as plain data."""
    document = {"layout": job.layout, "lang": printer.lang, "copy": job.copy, "data": _content(job)}
    document["edits"] = layouts.edits_of(job.layout, printer.lang)
    return {
        "document": document,
        "paper": asdict(paper_of(printer)),
        "speaks": printer.speaks,
        "encoding": printer.profile,
    }


def _content(job: PrintJob) -> dict[str, Any]:
    try:
        return open_document(job.document)
    except ValueError as error:
        raise DocumentError(f"the document cannot be read: {error}") from None


def paper_of(printer: Printer) -> Paper:
    return get_paper(printer.paper, printer.dpi, printer.dots)


def encoding_of(printer: Printer) -> Encoding:
    return Encoding(**printer.profile)


def draw(job: PrintJob, printer: Printer) -> Drawn:
    """The job as bytes for this printer; DocumentError when it cannot be drawn."""
    order = order_for(job, printer)
    kept = _ahead.pop(printer.id, None)
    if kept is not None and kept[0] == order:  # nothing about the paper changed meanwhile
        return kept[1]
    return _child.draw(order) if is_patched() else beside.draw(order)


def draw_ahead(job: PrintJob, printer: Printer) -> None:
    """The next paper, drawn while the head is busy with this one, so that it need not wait."""
    order = order_for(job, printer)
    with contextlib.suppress(DocumentError):  # told when its turn comes
        _ahead[printer.id] = order, _child.draw(order)


def is_patched() -> bool:
    """Where greenlets serve screens, a picture must not stop them."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("subprocess"))


class Child:
    """The drawing process; one order at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.turn = threading.Lock()

    def draw(self, order: dict[str, Any]) -> Drawn:
        with self.turn:
            try:
                return self._ask(order)
            except (EOFError, OSError):
                log.warning("the drawing process ended; starting it again")
                self.stop()
            try:
                return self._ask(order)
            except (EOFError, OSError):
                self.stop()
                raise DocumentError("the drawing process ends over this document") from None

    def _ask(self, order: dict[str, Any]) -> Drawn:
        process = self.process or self._start()
        assert process.stdin is not None and process.stdout is not None
        too_slow = threading.Timer(SLOWEST_S, process.kill)
        too_slow.start()
        try:
            return beside.ask(order, process.stdin, process.stdout)  # type: ignore[arg-type]
        finally:
            too_slow.cancel()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "printers.drawing"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self.process

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):  # what it was not told any more
                    pipe.close()  # type: ignore[union-attr]
            self.process = None


_child = Child()
_ahead: dict[int, tuple[dict[str, Any], Drawn]] = {}  # by printer, at most one
