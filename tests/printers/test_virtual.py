import random
import re
import socket
from pathlib import Path
from time import monotonic

import pytest
from escpos.printer import Dummy
from PIL import Image

from printers import escpos, virtual, wire
from printers.virtual import Faults, Printed, VirtualPrinter
from printers.virtual.machine import Machine
from printers.virtual.server import Realtime
from tests.printers.making import HASTY, draw, shows


def test_it_shares_no_code_with_our_own_encoder() -> None:
    files = [path.read_text("utf-8") for path in Path(virtual.__file__).parent.glob("*.py")]
    taken = re.findall(r"^\s*(?:from|import) (printers[.\w]*|app[.\w]*)", "\n".join(files), re.MULTILINE)
    assert len(files) > 4 and [name for name in taken if not name.startswith("printers.virtual.")] == []


def decode(data: bytes) -> Machine:
    machine = Machine(head_dots=576, faults=Faults())
    buffer = bytearray(data)
    while machine.do_next(buffer) is not None:
        pass
    return machine


@pytest.mark.parametrize("implementation", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_it_reads_the_pictures_of_python_escpos(implementation: str) -> None:
    rendered = draw("voucher")
    theirs = Dummy()
    theirs.image(rendered.image, impl=implementation, fragment_height=240)
    theirs.cut()
    machine = decode(theirs.output)
    assert len(machine.papers) == 1
    assert shows(machine.papers[0], rendered)


def test_a_roll_is_split_at_the_cuts() -> None:
    first, second = draw("tote_label"), draw("voucher")
    papers = decode(escpos.encode(first) + escpos.encode(second)).papers
    assert [paper.number for paper in papers] == [1, 2]
    assert shows(papers[0], first) and shows(papers[1], second)


def test_text_outside_a_picture_shows_on_the_paper() -> None:
    paper = decode(b"\x1b@hello\n\x1dV\x00").papers[0]
    assert paper.image.convert("L").point(lambda level: 255 - level).getbbox()


def test_dots_beyond_the_head_are_lost() -> None:
    theirs = Dummy()
    theirs.image(Image.new("1", (832, 10), 0), impl="bitImageRaster")
    assert decode(theirs.output + b"\x1dV\x00").papers[0].image.size == (576, 10)


def test_nothing_it_is_sent_can_crash_it() -> None:
    dice = random.Random(11)
    starts = (0x10, 0x1B, 0x1C, 0x1D, 0x1D, 0x1B)
    for _ in range(1500):
        noise = bytes(dice.choice(starts) if dice.random() < 0.3 else dice.randrange(256) for _ in range(60))
        machine = decode(noise + b"\x00" * 300)
        machine.tear()


def test_a_raster_header_of_gigabytes_is_not_waited_for() -> None:
    machine = decode(b"\x1dv0\x00\xff\xff\xff\xff" + escpos.encode(draw("tote_label")))
    assert len(machine.papers) == 1


def talk(printer: VirtualPrinter, data: bytes, answer: int) -> bytes:
    with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as peer:
        peer.sendall(data)
        heard = b""
        while len(heard) < answer:
            heard += peer.recv(100)
        return heard


def test_it_answers_status_fence_and_echo(printer: VirtualPrinter) -> None:
    assert talk(printer, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4) == b"\x12\x12\x12\x12"
    assert talk(printer, b"\x1dr\x01", 1) == b"\x00"
    assert talk(printer, b"\x1d(H\x06\x0000J042", 7) == b"\x37\x22J042\x00"


def test_it_obeys_a_status_question_inside_a_picture_as_a_real_one_does(printer: VirtualPrinter) -> None:
    assert talk(printer, b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01", 1) == b"\x12"


def test_a_status_question_is_heard_though_it_comes_in_pieces() -> None:
    realtime = Realtime()
    heard = [realtime.questions(piece) for piece in (b"\x00\x10", b"\x04", b"\x03\x10\x04", b"\x01")]
    assert heard == [[], [], [3], [1]]


@pytest.mark.parametrize(
    ("fault", "said"), [("paper_out", 0x7E), ("cover_open", 0x16), ("cutter_error", 0x1A), ("offline", 0x1A)]
)
def test_a_fault_shows_in_the_status(printer: VirtualPrinter, fault: str, said: int) -> None:
    setattr(printer.faults, fault, True)
    assert said in talk(printer, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4)


def test_what_waited_for_paper_pours_out_afterwards(printer: VirtualPrinter) -> None:
    printer.faults.paper_out = True
    rendered = draw("tote_label")
    with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as peer:
        peer.sendall(escpos.encode(rendered))
    assert printer.wait_for_papers(1, timeout_s=0.3) == []
    printer.faults.paper_out = False
    assert shows(printer.wait_for_papers(1)[0], rendered)


def test_a_job_without_a_cut_is_torn_off(printer: VirtualPrinter) -> None:
    payload = escpos.encode(draw("tote_label"), escpos.Encoding(cut=False))
    with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as peer:
        peer.sendall(payload)
    assert [paper.cut for paper in printer.wait_for_papers(1)] == [False]


def test_it_tells_each_paper_and_keeps_the_last_fifty() -> None:
    told: list[Printed] = []
    with VirtualPrinter(on_paper=told.append) as printer:
        payload = escpos.encode(draw("tote_label"))
        with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as peer:
            peer.sendall(payload * 60)
        papers = printer.wait_for_papers(60)
    assert [paper.number for paper in papers] == list(range(11, 61))
    assert len(told) == 60 and told[0].printed_at.tzinfo is not None


def test_a_head_has_a_speed() -> None:
    with VirtualPrinter(head_mm_s=400) as printer:
        rendered = draw("tote_label")
        assert rendered.image.height > 400
        began = monotonic()
        delivery = wire.deliver("127.0.0.1", printer.port, escpos.encode(rendered), "0001", HASTY)
        assert delivery.outcome == "confirmed"
        assert monotonic() - began > rendered.image.height / 8 / 400 * 0.9
