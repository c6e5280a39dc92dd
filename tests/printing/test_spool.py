"""The spool with real virtual printers on real sockets."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.ops import leases
from app.printing import spool as spool_module
from app.printing.jobs import get_job
from app.printing.models import Printer, PrintJob
from app.printing.spool import Spool, run_spool
from app.printing.telling import job_text
from printers.virtual import VirtualPrinter
from tests import builders
from tests.bundled import free_port
from tests.printing.conftest import Bench, state_of


@pytest.fixture
def spool(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spool]:
    monkeypatch.setattr(leases, "_held", {})
    monkeypatch.setattr(spool_module, "ASK_TROUBLED_S", 0.1)
    builders.make_site()
    made = Spool()
    yield made
    made.close()


def on(virtual: VirtualPrinter, code: str = "ST-1") -> Bench:
    return Bench(builders.make_printer(host=virtual.host, port=virtual.port), code)


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def test_a_slip_comes_out_and_is_proven(spool: Spool, virtual: VirtualPrinter) -> None:
    bench = on(virtual)
    spool.step()
    job = bench.ask()
    until(lambda: state_of(job) == "confirmed")
    assert len(virtual.papers) == 1


def test_what_it_can_is_asked_not_believed(spool: Spool, virtual: VirtualPrinter) -> None:
    bench = Bench(builders.make_printer(host=virtual.host, port=virtual.port, has_echo=False))
    spool.step()
    until(lambda: bool(Printer.get_by_id(bench.printer.id).probed))
    known = Printer.get_by_id(bench.printer.id)
    assert (known.has_echo, known.probed["model"]) == (True, "VIRTUAL")


def test_a_dead_printer_delays_nobody_else(spool: Spool, virtual: VirtualPrinter) -> None:
    dead = Bench(builders.make_printer(host="127.0.0.1", port=free_port()), "ST-2")
    stuck, bench = dead.ask("stuck"), on(virtual)
    spool.step()
    jobs = [bench.ask(f"slip-{n}") for n in range(3)]
    until(lambda: all(state_of(job) == "confirmed" for job in jobs), 3)
    until(lambda: Printer.get_by_id(dead.printer.id).status == "unreachable")
    assert state_of(stuck) == "waiting"


def test_a_new_roll_prints_what_waited_once(spool: Spool, virtual: VirtualPrinter) -> None:
    bench = on(virtual)
    virtual.faults.paper_out = True
    spool.step()
    job = bench.ask()
    until(lambda: Printer.get_by_id(bench.printer.id).status == "paper_out")
    assert "Out of paper" in job_text(get_job(job.id), "en")
    assert virtual.papers == []
    virtual.faults.paper_out = False
    until(lambda: state_of(job) == "confirmed")
    assert len(virtual.papers) == 1
    assert PrintJob.select().count() == 1


def test_a_process_without_the_lease_prints_nothing(
    spool: Spool, virtual: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(virtual).ask()
    monkeypatch.setattr(leases, "_me", lambda: "another process")
    assert leases.holds("spool")
    monkeypatch.undo()
    spool.step()
    assert spool.workers == {}


def test_the_spool_runs_until_it_is_stopped(
    database: str, virtual: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "_held", {})
    builders.make_site()
    job = on(virtual).ask()
    stop = threading.Event()
    thread = threading.Thread(target=run_spool, args=(stop,))
    thread.start()
    until(lambda: state_of(job) == "confirmed")
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert spool_module.spool.workers == {}


def test_a_printer_taken_out_of_service_loses_its_worker(spool: Spool, virtual: VirtualPrinter) -> None:
    bench = on(virtual)
    spool.step()
    assert set(spool.workers) == {bench.printer.id}
    Printer.update(active=False).execute()
    until(lambda: spool.step() or spool.workers == {})
