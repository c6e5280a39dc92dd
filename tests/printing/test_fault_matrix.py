"""Every way in which a print goes wrong, with a real socket and a virtual printer."""

import random
import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from app.printing import spooling
from app.printing.models import Printer
from app.printing.spooling import look_at, print_next
from app.printing.telling import tell_job
from printers.conversation import Patience
from printers.virtual import VirtualPrinter
from tests import builders
from tests.printing.conftest import Bench, state_of
from tests.printing.matrix import (
    BEFORE_THE_JOB,
    LAYOUTS,
    ask,
    assert_told,
    assert_truth,
    band_edges,
    mend,
    payload_of,
    whole,
)

HASTY = Patience(connect_s=1, answer_s=0.3, stall_s=0.5, proof_s=0.6, total_s=8)
SEEDED = 32
STOPS = ("paper_out", "cover_open", "offline")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "PATIENCE", HASTY)


@pytest.fixture
def bench(database: str, virtual: VirtualPrinter, hasty: None) -> Bench:
    builders.make_site()
    return Bench(builders.make_printer(host=virtual.host, port=virtual.port))


def while_printing(virtual: VirtualPrinter, fault: str, mended_after_s: float | None = None) -> None:
    """The fault comes once a good part of the document has been taken."""

    def watch() -> None:
        while virtual.received < 8000:
            time.sleep(0.002)
        setattr(virtual.faults, fault, True)
        if mended_after_s is not None:
            time.sleep(mended_after_s)
            setattr(virtual.faults, fault, False)

    Thread(target=watch, daemon=True).start()


def cuts_of(payload: bytes, layout: str) -> list[int]:
    dice = random.Random(layout)
    return sorted({0, 1, len(payload), *band_edges(payload), *(dice.sample(range(len(payload)), SEEDED))})


def cut_at(bench: Bench, virtual: VirtualPrinter, layout: str, cuts: Iterator[int]) -> None:
    for cut in cuts:
        mend(virtual)
        virtual.machine.papers.clear()
        asked = ask(bench, layout, f"{layout}:{cut}")
        virtual.faults.reset_at_byte = BEFORE_THE_JOB + cut
        print_next(Printer.get_by_id(bench.printer.id))
        assert asked.state() in ("unknown", "waiting"), (cut, asked.state())
        if asked.state() == "waiting":
            assert not virtual.papers
        assert_truth(virtual, bench, asked)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_connection_cut_anywhere_doubles_nothing_and_hides_nothing(
    bench: Bench, virtual: VirtualPrinter, layout: str
) -> None:
    payload = payload_of(ask(bench, layout, f"{layout}:whole"))
    print_next(bench.printer)
    cut_at(bench, virtual, layout, iter(cuts_of(payload, layout)))


@pytest.mark.soak
@pytest.mark.timeout(4 * 3600)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_connection_cut_at_every_sixteenth_byte(bench: Bench, virtual: VirtualPrinter, layout: str) -> None:
    payload = payload_of(ask(bench, layout, f"{layout}:whole"))
    print_next(bench.printer)
    cut_at(bench, virtual, layout, iter(range(0, len(payload), 16)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fault", STOPS)
def test_a_printer_that_has_stopped_gets_nothing_and_prints_once_when_mended(
    bench: Bench, virtual: VirtualPrinter, fault: str, layout: str
) -> None:
    setattr(virtual.faults, fault, True)
    asked = ask(bench, layout, "one")
    print_next(bench.printer)
    assert (asked.state(), virtual.papers) == ("blocked", [])
    told = tell_job(asked.job.select().get(), "en")
    assert told["trouble"] and told["problem"] == fault
    assert_truth(virtual, bench, asked)
    assert asked.state() == "confirmed"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fault", STOPS)
def test_a_printer_that_stops_while_it_prints_is_told_at_once_and_asked_about(
    bench: Bench, virtual: VirtualPrinter, fault: str, layout: str
) -> None:
    virtual.faults.slow = 300_000
    asked = ask(bench, layout, "one")
    while_printing(virtual, fault)
    print_next(bench.printer)
    assert asked.state() == "unknown"
    assert Printer.get_by_id(bench.printer.id).status == fault
    assert_truth(virtual, bench, asked)


@pytest.mark.parametrize("fault", STOPS)
def test_a_printer_that_stops_afterwards_changes_nothing(
    bench: Bench, virtual: VirtualPrinter, fault: str
) -> None:
    first = ask(bench, "voucher", "first")
    print_next(bench.printer)
    setattr(virtual.faults, fault, True)
    second = ask(bench, "voucher", "second")
    print_next(bench.printer)
    assert (first.state(), second.state()) == ("confirmed", "blocked")
    assert len(whole(virtual, first)) == 1
    assert_told(first)


def test_a_printer_that_stops_and_is_mended_in_time_confirms(bench: Bench, virtual: VirtualPrinter) -> None:
    virtual.faults.slow = 300_000
    asked = ask(bench, "packing_slip", "one")
    while_printing(virtual, "paper_out", mended_after_s=0.2)
    print_next(bench.printer)
    assert asked.state() == "confirmed"
    assert len(whole(virtual, asked)) == 1
    assert Printer.get_by_id(bench.printer.id).status == "ok"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("faults", "state"),
    [
        (("stall",), "waiting"),
        (("swallow_echo",), "sent"),
        (("swallow_echo", "swallow_fence"), "unknown"),
        (("silent",), "waiting"),
    ],
)
def test_stalls_and_lost_echoes(
    bench: Bench, virtual: VirtualPrinter, faults: tuple[str, ...], state: str, layout: str
) -> None:
    for fault in faults:
        setattr(virtual.faults, fault, True)
    asked = ask(bench, layout, "one")
    print_next(bench.printer)
    assert asked.state() == state
    assert_truth(virtual, bench, asked)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_stall_in_the_middle_is_asked_about(bench: Bench, virtual: VirtualPrinter, layout: str) -> None:
    virtual.faults.slow = 300_000
    asked = ask(bench, layout, "one")
    while_printing(virtual, "stall")
    print_next(bench.printer)
    assert asked.state() == "unknown"
    assert_truth(virtual, bench, asked)


def test_a_printer_that_somebody_else_talks_with_gets_no_byte_and_prints_afterwards(
    bench: Bench, virtual: VirtualPrinter
) -> None:
    asked = ask(bench, "voucher", "one")
    with socket.create_connection((virtual.host, virtual.port)):
        time.sleep(0.2)
        assert not look_at(bench.printer)
        assert not print_next(bench.printer)
    assert (asked.state(), asked.job.select().get().bytes_taken) == ("waiting", 0)
    assert Printer.get_by_id(bench.printer.id).status == "busy"
    assert_truth(virtual, bench, asked)
    assert asked.state() == "confirmed"


def test_one_byte_a_second_is_given_up_in_time_and_not_repeated(
    bench: Bench, virtual: VirtualPrinter
) -> None:
    virtual.faults.slow = 1
    asked = ask(bench, "voucher", "one")
    began = time.monotonic()
    print_next(bench.printer)
    assert time.monotonic() - began < HASTY.total_s + 3
    assert asked.state() in ("unknown", "waiting")
    virtual.faults.slow = None
    assert_truth(virtual, bench, asked)


def test_a_printer_told_to_be_silent_is_driven_unverified(bench: Bench, virtual: VirtualPrinter) -> None:
    Printer.update(has_echo=False).execute()
    virtual.faults.silent = True
    asked = ask(bench, "voucher", "one")
    printer = Printer.get_by_id(bench.printer.id)
    assert look_at(printer) and printer.status == "silent"
    assert print_next(printer)
    assert state_of(asked.job) == "sent"
    virtual.wait_until_idle()
    assert len(whole(virtual, asked)) == 1
    assert "scan the label" in tell_job(asked.job.select().get(), "en")["text"]
