"""A bench whose printer stopped: its papers come out at the neighbour's, once."""

import threading
from typing import Any

import pytest

from app.db import connection
from app.errors import Refused
from app.lead.troubles import _printers
from app.people.models import Interrupt
from app.printing import failing_over, jobs
from app.printing.health import sentence
from app.printing.models import Printer, PrintJob, Station
from app.printing.routes import _station
from app.printing.spooling import _find_next, _take, print_next
from app.printing.stations import list_stations
from app.printing.telling import tell_job
from app.words import say
from printers.status import Status
from tests import builders
from tests.conftest import Clock
from tests.printing.conftest import Bench, Wire, state_of


@pytest.fixture
def other(bench: Bench) -> Bench:
    """The neighbour of `bench`, whose own printer is out of paper."""
    made = Bench(builders.make_printer(status="ok"), "ST-2")
    Station.update(neighbour_id=made.station.id).where(Station.id == bench.station.id).execute()
    return made


def stop(bench: Bench, clock: Clock) -> None:
    Printer.update(status="paper_out", status_at=clock.now).where(Printer.id == bench.printer.id).execute()
    bench.printer = Printer.get_by_id(bench.printer.id)


def test_the_neighbour_is_offered_only_while_it_can_help(bench: Bench, other: Bench, clock: Clock) -> None:
    job = bench.ask()
    assert tell_job(job, "en")["helper"] == ""
    stop(bench, clock)
    assert tell_job(job, "en")["helper"] == other.station.name
    stop(other, clock)
    assert tell_job(job, "en")["helper"] == ""
    with pytest.raises(Refused, match="No neighbour"):
        failing_over.move_all(bench.station.id)


def test_a_moved_paper_prints_at_the_neighbour_alone_and_both_are_told(
    bench: Bench, other: Bench, faked: Wire, clock: Clock
) -> None:
    packer = builders.make_operator("packer")
    builders.sign_in(packer, station=other.station)
    job = bench.ask()
    stop(bench, clock)
    assert failing_over.move_all(bench.station.id) == 1
    assert other.station.name in tell_job(jobs.get_job(job.id), "en")["text"]
    (told,) = Interrupt.select().where(Interrupt.operator == packer)
    assert told.text["station"] == bench.station.name
    assert not print_next(bench.printer)
    assert print_next(other.printer)
    assert (state_of(job), len(faked.delivered)) == ("confirmed", 1)


def test_what_may_be_on_paper_stays(bench: Bench, other: Bench, faked: Wire, clock: Clock) -> None:
    lost, waiting = bench.ask("lost"), bench.ask("waiting")
    faked.will("unknown", "broken_off", bytes_taken=900)
    print_next(bench.printer)
    stop(bench, clock)
    assert failing_over.move_all(bench.station.id) == 1
    assert jobs.get_job(lost.id).station_id == bench.station.id
    assert jobs.get_job(waiting.id).station_id == other.station.id


def test_by_rule_it_happens_by_itself(bench: Bench, other: Bench, faked: Wire, clock: Clock) -> None:
    Station.update(failover="auto").where(Station.id == bench.station.id).execute()
    job = bench.ask()
    failing_over.step()
    assert jobs.get_job(job.id).station_id == bench.station.id
    stop(bench, clock)
    failing_over.step()
    assert jobs.get_job(job.id).station_id == other.station.id
    Station.update(failover="never").where(Station.id == bench.station.id).execute()
    assert failing_over.find_helper(Station.get_by_id(bench.station.id)) is None


def test_a_job_claimed_while_it_moves_is_never_live_on_two_printers(
    bench: Bench, other: Bench, faked: Wire, clock: Clock
) -> None:
    job = bench.ask()
    found = _find_next(bench.printer)
    stop(bench, clock)
    failing_over.move_all(bench.station.id)
    with pytest.raises(Refused):
        _take(found, bench.printer)
    assert state_of(job) == "waiting"
    assert print_next(other.printer) and not print_next(other.printer)


def test_moving_against_claiming_ends_with_one_paper(bench: Bench, other: Bench, clock: Clock) -> None:
    """Both at the same moment, again and again."""
    for number in range(20):
        Printer.update(status="ok").execute()
        job = bench.ask(f"race-{number}")
        Printer.update(status="paper_out", status_at=clock.now).where(
            Printer.id == bench.printer.id
        ).execute()
        claimed: list[int] = []
        threads = [
            threading.Thread(target=claim, args=(bench.printer, claimed)),
            threading.Thread(target=move, args=(bench.station.id,)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        claim(other.printer, claimed)
        assert len(claimed) == 1, jobs.get_job(job.id).__data__
        PrintJob.update(state="confirmed").where(PrintJob.id == job.id).execute()


def claim(printer: Printer, claimed: list[int]) -> None:
    with connection():
        found = _find_next(printer)
        try:
            if found is not None:
                _take(found, printer)
                claimed.append(printer.id)
        except Refused:
            return


def move(station_id: int) -> None:
    with connection():
        try:
            failing_over.move_all(station_id)
        except Refused:
            return


def test_the_lead_reads_since_when_and_how_many_wait(bench: Bench, faked: Wire, clock: Clock) -> None:
    for number in range(14):
        bench.ask(f"slip-{number}")
    faked.will("blocked", "paper_out", status=Status(answered=True, paper_out=True))
    print_next(bench.printer)
    clock.advance(minutes=3)
    station: Any = list_stations()[0]
    told = sentence(station, station.printer)
    assert told is not None
    assert say(told, "en") == f"{station.name}: paper out since 3 min, 14 labels waiting"
    assert _station(station, "zh-CN")["trouble"] == f"{station.name}：缺纸已 3 分钟，14 张在等"
    card = tell_job(PrintJob.select().order_by(PrintJob.id).get(), "en")
    assert "paper out since 3 min, 14 labels waiting. Out of paper: put in a new roll" in card["text"]
    assert card["problem"] == "paper_out"
    (alert,) = _printers("en")
    assert (alert["problem"], alert["text"]) == ("paper_out", say(told, "en"))
