import random
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread, Timer
from time import monotonic, sleep

import pytest

from printers import Rendered, escpos
from printers.conversation import Conversation, Patience
from printers.files import deliver_to_file
from printers.sentences import SENTENCES
from printers.status import Status, read_status
from printers.virtual import VirtualPrinter
from printers.virtual.server import RECEIVE_BUFFER
from printers.wire import Delivery, deliver, query_status
from tests.bundled import free_port
from tests.printers.making import HASTY, draw, shows

STATUS_BYTES = 12  # DLE EOT 1 to 4, asked before every job
DOCUMENTS = {name: draw(name) for name in ("packing_slip", "voucher", "tote_label")}


def send(printer: VirtualPrinter, rendered: Rendered, echo_id: str | None = "J042") -> Delivery:
    return deliver("127.0.0.1", printer.port, escpos.encode(rendered), echo_id, HASTY)


def test_a_confirmed_document_is_on_the_paper(printer: VirtualPrinter) -> None:
    delivery = send(printer, DOCUMENTS["packing_slip"])
    assert (delivery.outcome, delivery.proof) == ("confirmed", "echo")
    assert delivery.bytes_taken == delivery.bytes_total == len(escpos.encode(DOCUMENTS["packing_slip"]))
    assert shows(printer.papers[0], DOCUMENTS["packing_slip"])


def test_nobody_there_means_nothing_taken() -> None:
    delivery = deliver("127.0.0.1", free_port(), b"x", None, HASTY)
    assert (delivery.outcome, delivery.reason, delivery.bytes_taken) == ("nothing_taken", "unreachable", 0)
    assert not query_status("127.0.0.1", free_port(), HASTY).reachable


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline", "cutter_error"])
def test_a_printer_that_cannot_print_gets_nothing_and_says_why(printer: VirtualPrinter, fault: str) -> None:
    setattr(printer.faults, fault, True)
    delivery = send(printer, DOCUMENTS["tote_label"])
    assert (delivery.outcome, delivery.reason, delivery.bytes_taken) == ("blocked", fault, 0)
    setattr(printer.faults, fault, False)
    assert printer.wait_for_papers(1, timeout_s=0.3) == []


def test_paper_running_low_is_told_and_does_not_stop_a_job(printer: VirtualPrinter) -> None:
    printer.faults.paper_low = True
    assert query_status("127.0.0.1", printer.port, HASTY).reason == "paper_low"
    assert send(printer, DOCUMENTS["tote_label"]).outcome == "confirmed"


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline"])
def test_a_fault_while_printing_is_unknown_and_one_paper_comes_out_later(
    printer: VirtualPrinter, fault: str
) -> None:
    printer.faults.slow = 200_000
    Timer(0.08, setattr, (printer.faults, fault, True)).start()
    delivery = send(printer, DOCUMENTS["tote_label"])
    assert (delivery.outcome, delivery.reason) == ("unknown", fault)
    assert printer.papers == []
    setattr(printer.faults, fault, False)
    printer.wait_for_papers(1)
    assert printer.machine.number == 1


def test_a_lost_echo_leaves_the_fence(printer: VirtualPrinter) -> None:
    printer.faults.swallow_echo = True
    delivery = send(printer, DOCUMENTS["tote_label"])
    assert (delivery.outcome, delivery.proof) == ("sent", "fence")
    assert shows(printer.papers[0], DOCUMENTS["tote_label"])


def test_a_printer_without_an_echo_is_fenced(printer: VirtualPrinter) -> None:
    delivery = send(printer, DOCUMENTS["tote_label"], echo_id=None)
    assert (delivery.outcome, delivery.proof) == ("sent", "fence")


def test_neither_echo_nor_fence_is_unknown(printer: VirtualPrinter) -> None:
    printer.faults.swallow_echo = printer.faults.swallow_fence = True
    delivery = send(printer, DOCUMENTS["tote_label"])
    assert (delivery.outcome, delivery.reason, delivery.proof) == ("unknown", "no_proof", "none")


def test_a_silent_printer_is_driven_unverified(printer: VirtualPrinter) -> None:
    printer.faults.silent = True
    status = query_status("127.0.0.1", printer.port, HASTY)
    assert (status.reachable, status.answered, status.problem) == (True, False, None)
    delivery = send(printer, DOCUMENTS["tote_label"], echo_id=None)
    assert (delivery.outcome, delivery.reason, delivery.proof) == ("sent", "silent", "none")
    assert shows(printer.wait_for_papers(1)[0], DOCUMENTS["tote_label"])


def test_a_printer_that_should_echo_and_is_silent_is_unknown(printer: VirtualPrinter) -> None:
    printer.faults.silent = True
    assert send(printer, DOCUMENTS["tote_label"]).outcome == "unknown"


@pytest.mark.parametrize("echo_id", ["J042", None])
def test_a_printer_that_stops_reading_is_never_believed(printer: VirtualPrinter, echo_id: str | None) -> None:
    printer.faults.stall = True
    delivery = send(printer, DOCUMENTS["packing_slip"], echo_id)
    assert (delivery.outcome, delivery.reason) == ("unknown", "stalled")
    assert 0 < delivery.bytes_taken < delivery.bytes_total


def test_bytes_still_in_our_own_buffer_are_not_taken() -> None:
    with VirtualPrinter() as first, VirtualPrinter() as second:
        first.faults.stall = second.faults.stall = True
        room = deliver("127.0.0.1", first.port, bytes(200_000), None, HASTY).bytes_taken
        delivery = deliver("127.0.0.1", second.port, bytes(room + 2000), None, HASTY)
    assert (delivery.outcome, delivery.reason) == ("unknown", "stalled")
    assert room <= 2 * RECEIVE_BUFFER and delivery.bytes_taken < room + 2000


def test_a_slow_printer_is_waited_for(printer: VirtualPrinter) -> None:
    printer.faults.slow = 60_000
    assert send(printer, DOCUMENTS["packing_slip"]).outcome == "confirmed"


def edges(payload: bytes, rows: int = 200, row_bytes: int = 72) -> list[int]:
    band = 8 + rows * row_bytes
    return [2 + band * number for number in range(1 + len(payload) // band)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_cut_connection_is_never_called_confirmed(name: str) -> None:
    rendered, payload = DOCUMENTS[name], escpos.encode(DOCUMENTS[name])
    dice = random.Random(name)
    cuts = {0, 1, len(payload) - 1, len(payload), *edges(payload)}
    cuts |= {dice.randrange(len(payload)) for _ in range(32)}
    for cut in sorted(cuts):
        with VirtualPrinter() as printer:
            printer.faults.reset_at_byte = STATUS_BYTES + cut
            delivery = send(printer, rendered)
            printer.stop()
            assert_truth(delivery, printer, rendered)
            assert cut == 0 or delivery.outcome == "unknown", cut


def assert_truth(delivery: Delivery, printer: VirtualPrinter, rendered: Rendered) -> None:
    whole = [paper for paper in printer.papers if paper.cut and shows(paper, rendered)]
    assert delivery.outcome in ("unknown", "nothing_taken"), delivery
    assert len(whole) <= 1
    if delivery.outcome == "nothing_taken":
        assert printer.papers == [] and delivery.bytes_taken == 0


def test_a_reset_before_the_first_byte_may_be_repeated_freely(printer: VirtualPrinter) -> None:
    printer.faults.reset_at_byte = 1
    delivery = send(printer, DOCUMENTS["tote_label"])
    assert (delivery.outcome, delivery.reason, delivery.bytes_taken) == ("nothing_taken", "refused", 0)


def test_a_dead_printer_takes_no_longer_than_its_patience() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        started = monotonic()
        delivery = deliver("127.0.0.1", deaf.getsockname()[1], b"\x00" * 9_000_000, None, HASTY)
        assert monotonic() - started < HASTY.total_s / 2
        assert (delivery.outcome, delivery.reason) == ("unknown", "stalled")


@pytest.mark.parametrize(
    ("heard", "fenced"),
    [
        (b"\x00", True),
        (b"\x0f", True),
        (b"\x12\x12", False),
        (b"\x37\x22LLLL\x00", False),
        (b"\x37\x22LL", False),
        (b"\x14\x00\x00\x0f", False),
        (b"\x14\x00\x00\x0f\x00", True),
        (b"\x11\x13", False),
    ],
)
def test_a_fence_is_told_from_echoes_and_automatic_status(heard: bytes, fenced: bool) -> None:
    ours, _theirs = socket.socketpair()
    with ours, _theirs:
        conversation = Conversation(ours, HASTY)
        conversation.heard += heard
        assert conversation._heard_fence() is fenced


def test_another_job_s_echo_proves_nothing() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x37\x22J041\x00")
        assert Conversation(ours, HASTY).wait_for_proof("J042") == "none"
        theirs.sendall(b"\x37\x22J0")
        Timer(0.05, theirs.sendall, (b"42\x00",)).start()
        assert Conversation(ours, HASTY).wait_for_proof("J042") == "echo"


def test_a_late_word_from_the_printer_does_not_reset_the_connection() -> None:
    """A reset can make a printer drop what it has taken but not printed."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        seen: list[bytes] = []
        thread = Thread(target=speak_late, args=(listener, seen))
        thread.start()
        delivery = deliver("127.0.0.1", listener.getsockname()[1], b"x" * 1000, None, HASTY)
        thread.join(5)
    assert delivery.outcome == "sent"
    assert b"".join(seen) == b"\x10\x04\x01" + b"x" * 1000


def speak_late(listener: socket.socket, seen: list[bytes]) -> None:
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(3)
        while sum(map(len, seen)) < 1003:
            seen.append(peer.recv(4096))
        peer.sendall(b"late")
        try:
            seen.append(peer.recv(1))
            sleep(0.1)
            peer.sendall(b"later")
        except ConnectionError:
            seen.append(b"reset")


def test_a_proven_job_does_not_wait_for_the_printer_to_hang_up() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x37\x22J042\x00")
        started = monotonic()
        with Conversation(ours, Patience(answer_s=5)) as printer:
            printer.send(b"x")
            assert printer.wait_for_proof("J042") == "echo"
        assert monotonic() - started < 2


def test_status_bits_are_read_as_epson_describes_them() -> None:
    assert read_status({}) == Status(answered=False)
    assert read_status({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}).reason == "ready"
    assert read_status({1: 0x1A, 2: 0x16}).problem == "cover_open"
    assert read_status({1: 0x1A, 2: 0x32, 4: 0x72}).problem == "paper_out"
    assert read_status({1: 0x1A, 2: 0x52, 3: 0x1A}).problem == "cutter_error"
    assert read_status({1: 0x1A, 2: 0x52, 3: 0x32}).problem == "failure"
    assert read_status({1: 0x1A}).problem == "offline"
    assert read_status({4: 0x1E}).reason == "paper_low"


def test_every_outcome_is_said_in_both_languages(printer: VirtualPrinter) -> None:
    assert all(chinese and english for chinese, english in SENTENCES.values())
    delivery = send(printer, DOCUMENTS["tote_label"])
    assert delivery.say("zh-CN") == "打印机已确认打完。"
    assert delivery.because == "The printer confirmed that it is done."
    assert query_status("127.0.0.1", printer.port, HASTY).say("zh-CN") == "就绪。"


def test_a_file_takes_a_document_whole(tmp_path: Path) -> None:
    payload = escpos.encode(DOCUMENTS["tote_label"])
    delivery = deliver_to_file(tmp_path / "job.bin", payload)
    assert delivery.outcome == "confirmed"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"job.bin": payload}


UNDER_GEVENT = """
from gevent import monkey
monkey.patch_all()
import gevent
from printers import escpos, get_paper, render, wire
from printers.virtual import VirtualPrinter
from printers.virtual.server import RECEIVE_BUFFER
from tests.printers.making import HASTY, document
payload = escpos.encode(render(document("tote_label"), get_paper("roll80")))
with VirtualPrinter() as one, VirtualPrinter() as stuck:
    stuck.faults.stall = True
    ports = [stuck.port, one.port]
    jobs = [gevent.spawn(wire.deliver, "127.0.0.1", port, payload, "J042", HASTY) for port in ports]
    gevent.joinall(jobs, timeout=10)
    assert [job.value.outcome for job in jobs] == ["unknown", "confirmed"], [job.value for job in jobs]
    assert len(one.papers) == 1
"""


def test_it_works_under_gevent_as_well() -> None:
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-W", "error", "-c", UNDER_GEVENT], cwd=root, check=True, timeout=30)
