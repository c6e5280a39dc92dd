"""The server is killed in every state of a job; the next one goes on without doubling, losing or lying."""

import multiprocessing
import signal

import pytest

from app.printing import spooling
from app.printing.models import PrintJob
from app.printing.spooling import recover
from printers.conversation import Patience
from printers.virtual import VirtualPrinter
from tests import builders
from tests.printing.conftest import Bench
from tests.printing.killed import POINTS, print_until
from tests.printing.matrix import ask, assert_truth

FAULTS = {
    "after_take": "swallow_echo",
    "after_lose": "swallow_echo swallow_fence",
    "after_block": "paper_out",
    "after_put_back": "",
}
LEFT = {
    "before_claim": "waiting",
    "after_claim": "claimed",
    "after_send": "sending",
    "mid_bytes": "sending",
    "before_proof": "sending",
    "before_settle": "sending",
    "after_take": "sent",
    "after_confirm": "confirmed",
    "after_lose": "unknown",
    "after_block": "blocked",
    "after_put_back": "waiting",
}


FRESH = multiprocessing.get_context("forkserver")  # a process that has only read the code is forked
FRESH.set_forkserver_preload(["tests.printing.killed"])


def kill_at(point: str, url: str) -> None:
    server = FRESH.Process(target=print_until, args=(point, url))
    server.start()
    server.join(60)
    assert server.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_leaves_one_paper_or_a_question(
    database: str, virtual: VirtualPrinter, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    monkeypatch.setattr(spooling, "PATIENCE", Patience(answer_s=0.3, stall_s=0.5, proof_s=0.6))
    builders.make_site()
    bench = Bench(builders.make_printer(host=virtual.host, port=virtual.port))
    asked = ask(bench, "voucher", "one")
    if point == "after_put_back":
        virtual.faults.reset_at_byte = 1
    elif point in FAULTS:
        for fault in FAULTS[point].split():
            setattr(virtual.faults, fault, True)
    kill_at(point, database)
    assert asked.state() == LEFT[point]
    virtual.wait_until_idle(0.5)
    recover()
    assert_truth(virtual, bench, asked)
    assert PrintJob.select().where(PrintJob.copy == 0).count() == 1
