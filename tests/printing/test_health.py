"""How soon a stopped printer is told, on the board and on the card."""

import time
from collections.abc import Callable, Iterator

import pytest

from app.ops import leases
from app.printing.jobs import get_job
from app.printing.models import Printer
from app.printing.spool import Spool
from app.printing.telling import tell_job
from printers.virtual import VirtualPrinter
from tests import builders
from tests.printing.conftest import Bench, state_of

pytestmark = pytest.mark.served
SOON_S = 5.0


@pytest.fixture
def spool(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spool]:
    monkeypatch.setattr(leases, "_held", {})
    builders.make_site()
    made = Spool()
    yield made
    made.close()


def took(done: Callable[[], bool], most_s: float) -> float:
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < most_s, "it took too long"
        time.sleep(0.02)
    return time.monotonic() - began


def test_an_idle_printers_fault_is_told_within_five_seconds(spool: Spool, virtual: VirtualPrinter) -> None:
    bench = Bench(builders.make_printer(host=virtual.host, port=virtual.port))
    spool.step()
    took(lambda: Printer.get_by_id(bench.printer.id).status == "ok", 3)
    virtual.faults.cover_open = True
    assert took(lambda: Printer.get_by_id(bench.printer.id).status == "cover_open", SOON_S) < SOON_S
    virtual.faults.cover_open = False
    took(lambda: Printer.get_by_id(bench.printer.id).status == "ok", SOON_S)


def test_a_fault_in_the_middle_of_a_paper_is_told_before_the_paper_is_given_up(
    spool: Spool, virtual: VirtualPrinter
) -> None:
    bench = Bench(builders.make_printer(host=virtual.host, port=virtual.port))
    virtual.faults.slow = 20_000
    job = bench.ask()
    spool.step()
    took(lambda: state_of(job) == "sending" and virtual.received > 2000, 3)
    virtual.faults.paper_out = True
    took(lambda: Printer.get_by_id(bench.printer.id).status == "paper_out", 2)
    told = tell_job(get_job(job.id), "en")
    assert (told["state"], told["problem"]) == ("sending", "paper_out")
    assert "Out of paper" in told["text"]
    virtual.faults.slow, virtual.faults.paper_out = None, False
    took(lambda: state_of(job) == "confirmed", 10)
    assert len(virtual.papers) == 1


def test_a_stuck_printer_delays_nobody_else(spool: Spool, virtual: VirtualPrinter) -> None:
    with VirtualPrinter() as stuck, VirtualPrinter() as slow:
        stuck.faults.stall, slow.faults.slow = True, 1
        others = [
            Bench(builders.make_printer(host=one.host, port=one.port), f"ST-{number}")
            for number, one in enumerate((stuck, slow), start=2)
        ]
        bench = Bench(builders.make_printer(host=virtual.host, port=virtual.port))
        held = [other.ask(f"held-{other.station.id}") for other in others]
        papers = [bench.ask(f"slip-{number}") for number in range(5)]
        spool.step()
        took(lambda: all(state_of(paper) == "confirmed" for paper in papers), 4)
        assert {state_of(one) for one in held} <= {"sending", "claimed", "waiting"}


def test_a_printer_that_stops_taking_in_the_middle_delays_nobody_else(
    spool: Spool, virtual: VirtualPrinter
) -> None:
    with VirtualPrinter() as stuck:
        stuck.faults.slow = 20_000
        other = Bench(builders.make_printer(host=stuck.host, port=stuck.port), "ST-2")
        bench = Bench(builders.make_printer(host=virtual.host, port=virtual.port))
        held = other.ask("held")
        spool.step()
        took(lambda: state_of(held) == "sending" and stuck.received > 2000, 5)
        stuck.faults.stall = True
        papers = [bench.ask(f"slip-{number}") for number in range(5)]
        took(lambda: all(state_of(paper) == "confirmed" for paper in papers), 4)
        assert state_of(held) == "sending"
        stuck.faults.slow, stuck.faults.stall = None, False
        took(lambda: state_of(held) == "confirmed", 10)
