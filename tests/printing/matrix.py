"""Three documents, a printer that fails in every way, and what must be true afterwards."""

from dataclasses import dataclass
from typing import Any

from app.printing import jobs
from app.printing.jobs import Document, print_document
from app.printing.models import Printer, PrintJob
from app.printing.spooling import look_at, print_next
from app.printing.telling import tell_job
from app.printing.verbs import answer
from printers import Rendered, escpos, get_paper, render
from printers.layouts import get_layout
from printers.virtual import Faults, Printed, VirtualPrinter
from tests import builders
from tests.printers.making import shows
from tests.printing.conftest import Bench

LAYOUTS = ("packing_slip", "parcel_label", "voucher")
BEFORE_THE_JOB = 12 + 3  # DLE EOT 1 to 4, then GS a
PREFIX = 12  # ESC @ and GS ( D
ROW_BYTES, BAND_ROWS = 72, 200


@dataclass
class Asked:
    """One document asked for at a bench, and how its paper must look."""

    job: PrintJob
    layout: str

    def state(self) -> str:
        return str(jobs.get_job(self.job.id).state)

    def rendered(self, copy: int = 0) -> Rendered:
        document = {"layout": self.layout, "lang": "zh-CN", "copy": copy, "data": self.job.document}
        return render(document, get_paper("roll80"))


def ask(bench: Bench, layout: str, key: str) -> Asked:
    data: dict[str, Any] = get_layout(layout).example["zh-CN"]
    return Asked(print_document(bench.station.id, Document(key, layout, data)), layout)


def band_edges(payload: bytes) -> list[int]:
    band = 8 + ROW_BYTES * BAND_ROWS
    return [PREFIX + band * number for number in range(1 + len(payload) // band)]


def payload_of(asked: Asked) -> bytes:
    return escpos.encode(asked.rendered())


def whole(printer: VirtualPrinter, asked: Asked, copy: int = 0) -> list[Printed]:
    wanted = asked.rendered(copy)
    return [paper for paper in printer.papers if paper.cut and shows(paper, wanted)]


def mend(printer: VirtualPrinter) -> None:
    """Everything in order again (in place: the machine has them), and what the printer holds comes out."""
    for name, value in Faults().__dict__.items():
        setattr(printer.faults, name, value)
    printer.wait_until_idle()


def print_all(bench: Bench) -> None:
    printer = Printer.get_by_id(bench.printer.id)
    look_at(printer)
    PrintJob.update(not_before_at=None).where(PrintJob.not_before_at.is_null(False)).execute()
    while print_next(printer):
        pass


def assert_truth(printer: VirtualPrinter, bench: Bench, asked: Asked) -> None:
    """Nothing doubled, nothing claimed that is not on paper, nothing lost, the packer told in words."""
    assert_told(asked)
    mend(printer)
    print_all(bench)
    printer.wait_until_idle()
    state, papers = asked.state(), whole(printer, asked)
    assert state in ("confirmed", "sent", "unknown"), state
    assert len(papers) <= 1
    if state in ("confirmed", "sent"):
        assert len(papers) == 1
        return
    assert_told(asked)
    answer_no(printer, bench, asked)


def answer_no(printer: VirtualPrinter, bench: Bench, asked: Asked) -> None:
    """The packer says that nothing came out: another one prints, and says COPY."""
    op = builders.make_op(builders.sign_in(builders.make_operator("packer")))
    answer(op, asked.job.id, came_out=False)
    print_all(bench)
    printer.wait_until_idle()
    again = jobs.list_copies(asked.job.document_key, 1)[0]
    assert (again.copy, again.state) == (1, "confirmed")
    assert len(whole(printer, asked, copy=1)) == 1
    assert len(whole(printer, asked)) <= 1


def assert_told(asked: Asked) -> None:
    job = jobs.get_job(asked.job.id)
    chinese, english = (tell_job(job, lang)["text"] for lang in ("zh-CN", "en"))
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese) and len(english) > 7
    if job.state == "unknown":
        assert ("吗" in chinese and "?" in english) or job.because in ("paper_out", "cover_open", "offline")
