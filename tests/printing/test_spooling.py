"""What becomes of a print job, with the printer's wire faked."""

from datetime import timedelta

import pytest

from app.printing import jobs
from app.printing.models import Printer, PrintJob
from app.printing.spooling import look_at, print_next, recover
from app.printing.states import HAPPENED, PRINT_JOB
from app.timeline.models import Entry
from printers.drawing import Drawn
from printers.status import Status
from tests import builders
from tests.conftest import Clock
from tests.printing.conftest import Bench, Wire, state_of


def test_a_document_asked_for_twice_is_one_job(bench: Bench) -> None:
    assert bench.ask("parcel:1:label").id == bench.ask("parcel:1:label").id
    assert bench.ask("parcel:1:label", version=2).id != bench.ask("parcel:1:label").id
    assert PrintJob.select().count() == 2
    assert Entry.select().where(Entry.what == "print:asked").count() == 2


def test_an_echo_confirms_and_a_silent_printer_is_sent_to(bench: Bench, faked: Wire) -> None:
    first, second = bench.ask("one"), bench.ask("two")
    faked.will("confirmed")
    faked.will("sent", "silent", status=Status())
    assert print_next(bench.printer) and print_next(bench.printer)
    assert not print_next(bench.printer)
    assert (state_of(first), state_of(second)) == ("confirmed", "sent")


def test_higher_tiers_go_first_and_equals_in_their_order(bench: Bench, faked: Wire) -> None:
    asked = [bench.ask(key, tier=key[0]) for key in ("C1", "B1", "A1", "A2")]
    done: list[str] = []
    while print_next(bench.printer):
        done = [job.document_key for job in asked if state_of(job) == "confirmed"]
        if len(done) == 2:
            assert done == ["A1", "A2"]
    assert len(done) == 4


def test_no_byte_taken_means_again_later_and_not_before(bench: Bench, faked: Wire, clock: Clock) -> None:
    job = bench.ask()
    faked.will("nothing_taken", "unreachable", status=Status(reachable=False))
    assert not print_next(bench.printer)
    assert state_of(job) == "waiting"
    assert not print_next(bench.printer)
    assert len(faked.delivered) == 1
    clock.advance(seconds=3)
    assert print_next(bench.printer)
    assert state_of(job) == "confirmed"


def test_waits_grow_to_half_a_minute(bench: Bench, faked: Wire, clock: Clock) -> None:
    job = bench.ask()
    waits = []
    for _ in range(7):
        faked.will("nothing_taken", "refused")
        print_next(bench.printer)
        waits.append((jobs.get_job(job.id).not_before_at - clock.now).total_seconds())
        clock.advance(seconds=waits[-1])
    assert waits == [2, 4, 8, 16, 30, 30, 30]


def test_what_may_be_on_paper_is_never_repeated_by_itself(bench: Bench, faked: Wire, clock: Clock) -> None:
    job = bench.ask()
    faked.will("unknown", "broken_off", bytes_taken=4096)
    print_next(bench.printer)
    clock.advance(hours=1)
    assert not print_next(bench.printer)
    assert state_of(job) == "unknown"
    assert jobs.get_job(job.id).bytes_taken == 4096
    assert len(faked.delivered) == 1


def test_paper_out_blocks_and_a_new_roll_goes_on(bench: Bench, faked: Wire) -> None:
    job = bench.ask()
    faked.will("blocked", "paper_out", status=Status(answered=True, paper_out=True))
    assert not print_next(bench.printer)
    assert state_of(job) == "blocked"
    assert Printer.get_by_id(bench.printer.id).status == "paper_out"
    assert look_at(bench.printer)
    assert print_next(bench.printer)
    assert state_of(job) == "confirmed"


def test_after_a_crash_what_was_sending_is_asked_about_and_the_rest_waits(bench: Bench, faked: Wire) -> None:
    sending, claimed = bench.ask("one"), bench.ask("two")
    for job in (sending, claimed):
        jobs.change(job, "claim", printer=bench.printer.id)
    jobs.change(sending, "send")
    recover(bench.printer.id)
    assert (state_of(sending), state_of(claimed)) == ("unknown", "waiting")


def test_a_job_that_expired_is_not_printed(bench: Bench, faked: Wire, clock: Clock) -> None:
    job = bench.ask(expires_at=clock.now + timedelta(minutes=5))
    clock.advance(minutes=6)
    assert not print_next(bench.printer)
    assert state_of(job) == "expired"
    assert faked.delivered == []


def test_a_document_that_cannot_be_drawn_fails_and_the_next_one_prints(bench: Bench, faked: Wire) -> None:
    broken = jobs.print_document(bench.station.id, jobs.Document("bad", "test_page", {"no": "such field"}))
    fine = bench.ask()
    assert print_next(bench.printer) and print_next(bench.printer)
    assert (state_of(broken), state_of(fine)) == ("failed", "confirmed")


def test_a_bug_while_sending_leaves_the_job_unknown(
    bench: Bench, faked: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    job = bench.ask()
    faked.outcomes.append(ZeroDivisionError())
    print_next(bench.printer)
    assert state_of(job) == "unknown"
    assert "broke" in caplog.text


def test_a_withdrawn_job_never_prints_and_one_on_paper_says_so(bench: Bench, faked: Wire) -> None:
    waiting, printed = bench.ask("waiting"), bench.ask("printed")
    jobs.change(waiting, "claim", printer=bench.printer.id)
    jobs.change(waiting, "put_back")
    assert jobs.withdraw("waiting", 1) is False
    assert print_next(bench.printer)
    assert jobs.withdraw("printed", 1) is True
    assert (state_of(waiting), state_of(printed)) == ("cancelled", "confirmed")
    with pytest.raises(Exception, match="void"):
        jobs.repeat(printed)


def test_nothing_more_is_printed_for_a_parcel_that_will_not_travel(bench: Bench, faked: Wire) -> None:
    slip, label = (bench.ask(f"parcel:7:{what}", parcel_id=7) for what in ("slip", "label"))
    other = bench.ask("parcel:8:label", parcel_id=8)
    jobs.withdraw_parcel(7)
    while print_next(bench.printer):
        pass
    assert [state_of(job) for job in (slip, label, other)] == ["cancelled", "cancelled", "confirmed"]
    assert len(faked.delivered) == 1


def test_what_waited_longer_than_a_shift_is_no_longer_wanted(bench: Bench, faked: Wire, clock: Clock) -> None:
    early, late = bench.ask("early"), bench.ask("late")
    clock.advance(hours=11, minutes=59)
    assert print_next(bench.printer)
    clock.advance(minutes=2)
    assert not print_next(bench.printer)
    assert (state_of(early), state_of(late)) == ("confirmed", "expired")


def test_a_job_withdrawn_while_it_is_drawn_is_not_sent(
    bench: Bench, faked: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bench.ask()
    monkeypatch.setattr(
        "app.printing.spooling.draw", lambda *_: jobs.withdraw(job.document_key, 1) or Drawn(b"x")
    )
    print_next(bench.printer)
    assert state_of(job) == "cancelled"
    assert faked.delivered == []


def test_a_scanned_label_proves_the_paper(bench: Bench, faked: Wire) -> None:
    job = bench.ask("parcel:1:label", version=3)
    faked.will("sent", "silent")
    print_next(bench.printer)
    jobs.prove("parcel:1:label", 3)
    assert state_of(job) == "confirmed"


def test_jobs_of_a_bench_without_a_printer_wait_for_one(bench: Bench, faked: Wire) -> None:
    other = Bench(builders.make_printer(), "ST-2")
    bench.station.printer = None
    bench.station.save()
    job = bench.ask()
    assert not print_next(bench.printer)
    bench.station.printer = other.printer
    bench.station.save()
    assert print_next(other.printer)
    assert state_of(job) == "confirmed"


def test_every_move_is_one_timeline_entry_and_outcomes_reach_the_station(
    bench: Bench, faked: Wire, pushed: list[tuple[str, dict[str, object]]]
) -> None:
    job = bench.ask()
    print_next(bench.printer)
    entries = Entry.select().where(Entry.subject_id == job.id, Entry.what.startswith("print:"))
    told = [entry.what for entry in entries.order_by(Entry.id)]
    assert told == ["print:asked", "print:claimed", "print:started", "print:confirmed"]
    room = f"station:{bench.station.id}"
    assert [body["ids"][0] for where, body in pushed if where == room] == [job.id, job.id]


@pytest.mark.parametrize(("state", "action"), sorted(PRINT_JOB.moves))
def test_every_move_of_the_table_happens_and_is_told(
    bench: Bench, faked: Wire, state: str, action: str
) -> None:
    job = bench.ask()
    PrintJob.update(state=state).where(PrintJob.id == job.id).execute()
    job.state = state
    jobs.change(job, action)
    assert state_of(job) == PRINT_JOB.moves[state, action]
    assert Entry.select().order_by(Entry.id.desc()).first().what == HAPPENED[action]


def test_final_states_do_not_move() -> None:
    for state in ("confirmed", "failed", "cancelled", "expired"):
        assert not [move for move in PRINT_JOB.moves if move[0] == state]
