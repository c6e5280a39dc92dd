"""Waybills that a vendor's component prints in the packer's browser: the record is the server's."""

import pytest

from app.errors import Refused
from app.printing import bridging, jobs
from app.printing.bridging import VendorPaper
from app.printing.models import PrintJob
from app.printing.spooling import print_next
from app.printing.telling import tell_job
from tests.conftest import Clock
from tests.printing.conftest import Bench, Wire, state_of

CONTENTS = [{"templateURL": "http://cloudprint.example/1", "encryptedData": "AES:x", "signature": "MD:y"}]


@pytest.fixture
def job(bench: Bench) -> PrintJob:
    return bridging.print_by_vendor(bench.station.id, VendorPaper("parcel:1:label", "cainiao", CONTENTS))


def test_the_spool_leaves_it_to_the_component(bench: Bench, job: PrintJob, faked: Wire) -> None:
    assert not print_next(bench.printer)
    assert state_of(job) == "waiting"


def test_it_is_handed_out_once_and_confirmed(bench: Bench, job: PrintJob) -> None:
    taken = bridging.take(bench.station.id, "cainiao")
    assert taken == {"job_id": job.id, "task_id": "parcel:1:label:1:0", "copy": 0, "contents": CONTENTS}
    assert bridging.take(bench.station.id, "cainiao") is None
    assert state_of(job) == "sending"
    assert bridging.settle(job.id, "printed") == "confirmed"
    assert "AES" not in str(jobs.get_job(job.id).document)


def test_another_component_or_bench_gets_nothing(bench: Bench, job: PrintJob) -> None:
    assert bridging.take(bench.station.id, "pdd") is None
    assert bridging.take(bench.station.id + 1, "cainiao") is None


def test_refused_before_it_began_waits_again(bench: Bench, job: PrintJob, clock: Clock) -> None:
    bridging.take(bench.station.id, "cainiao")
    assert bridging.settle(job.id, "refused") == "waiting"
    assert bridging.take(bench.station.id, "cainiao") is not None


@pytest.mark.parametrize("outcome", ["failed", "lost"])
def test_an_error_on_the_way_is_asked_about_and_a_late_word_still_counts(
    bench: Bench, job: PrintJob, outcome: bridging.Outcome
) -> None:
    bridging.take(bench.station.id, "cainiao")
    assert bridging.settle(job.id, outcome) == "unknown"
    assert "Did the paper come out?" in tell_job(jobs.get_job(job.id), "en")["text"]
    assert bridging.settle(job.id, "refused") == "unknown"
    assert bridging.settle(job.id, "printed") == "confirmed"
    with pytest.raises(Refused):
        bridging.settle(job.id, "failed")


def test_a_closed_browser_is_asked_about(bench: Bench, job: PrintJob, clock: Clock) -> None:
    bridging.take(bench.station.id, "cainiao")
    bridging.lose_unheard()
    assert state_of(job) == "sending"
    clock.advance(seconds=bridging.SILENT_S + 1)
    bridging.lose_unheard()
    assert state_of(job) == "unknown"


def test_an_unknown_component_is_refused(bench: Bench) -> None:
    with pytest.raises(Exception, match="cainiao"):
        bridging.print_by_vendor(bench.station.id, VendorPaper("k", "acme", CONTENTS))
