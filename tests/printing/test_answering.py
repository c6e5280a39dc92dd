import pytest

from app.errors import Refused
from app.printing import jobs
from app.printing.models import PrintJob
from app.printing.spooling import print_next
from app.printing.telling import tell_job
from app.printing.verbs import answer
from tests import builders
from tests.conftest import Clock
from tests.printing.conftest import Bench, Wire, state_of


@pytest.fixture
def lost(bench: Bench, faked: Wire) -> PrintJob:
    """A job of which nobody knows whether it came out."""
    job = bench.ask("parcel:7:label")
    faked.will("unknown", "no_proof", bytes_taken=900)
    print_next(bench.printer)
    return job


def test_the_card_names_the_paper_that_is_asked_about(lost: PrintJob) -> None:
    told = tell_job(jobs.get_job(lost.id), "en")
    assert (told["state"], told["paper"]) == ("unknown", "test_page")


def test_it_came_out(bench: Bench, lost: PrintJob) -> None:
    op = builders.make_op(builders.sign_in(builders.make_operator("packer")))
    assert answer(op, lost.id, came_out=True).key == "print.noted"
    assert state_of(lost) == "confirmed"
    assert not print_next(bench.printer)


def test_it_did_not_come_out_so_a_copy_prints_that_says_so(bench: Bench, lost: PrintJob, faked: Wire) -> None:
    op = builders.make_op(builders.sign_in(builders.make_operator("packer")))
    assert answer(op, lost.id, came_out=False).key == "print.again"
    assert state_of(lost) == "failed"
    copy = jobs.list_copies("parcel:7:label", 1)[0]
    assert (copy.copy, copy.state, copy.document) == (1, "waiting", lost.document)
    assert print_next(bench.printer)
    assert state_of(copy) == "confirmed"


def test_two_answers_do_not_print_two_copies(bench: Bench, lost: PrintJob, clock: Clock) -> None:
    op = builders.make_op(builders.sign_in(builders.make_operator("packer")))
    answer(op, lost.id, came_out=False)
    with pytest.raises(Refused, match="answered"):
        answer(op, lost.id, came_out=False)
    assert PrintJob.select().count() == 2


def test_a_void_label_is_not_printed_again(lost: PrintJob) -> None:
    op = builders.make_op(builders.sign_in(builders.make_operator("packer")))
    PrintJob.update(withdrawn_at=lost.created_at).where(PrintJob.id == lost.id).execute()
    with pytest.raises(Refused, match="void"):
        answer(op, lost.id, came_out=False)
    assert state_of(lost) == "unknown"
