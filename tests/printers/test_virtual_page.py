import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from printers import escpos
from printers.virtual import Faults, VirtualPrinter
from printers.virtual.faults import read_faults
from printers.virtual.web import serve_page
from tests.printers.making import draw
from tests.printers.test_virtual import talk


@pytest.fixture
def page(printer: VirtualPrinter) -> Iterator[str]:
    server = serve_page(printer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def get(url: str, data: bytes | None = None) -> bytes:
    with urllib.request.urlopen(url, data, timeout=5) as answer:
        return bytes(answer.read())


def test_the_page_shows_the_roll_newest_on_top(printer: VirtualPrinter, page: str) -> None:
    payload = escpos.encode(draw("tote_label"))
    with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as peer:
        peer.sendall(payload * 2)
    printer.wait_for_papers(2)
    html = get(page).decode()
    assert html.index("/papers/2.png") < html.index("/papers/1.png")
    assert get(f"{page}/papers/1.png").startswith(b"\x89PNG")
    assert json.loads(get(f"{page}/state"))["papers"] == 2
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{page}/papers/9.png")


def test_faults_are_switched_while_it_runs(printer: VirtualPrinter, page: str) -> None:
    get(f"{page}/faults", b"paper_out=on&slow=1")
    assert printer.faults.paper_out and printer.faults.slow == 1
    get(f"{page}/faults", b"paper_out=off&slow=off")
    assert printer.faults == Faults()
    with pytest.raises(urllib.error.HTTPError, match="400"):
        get(f"{page}/faults", b"on_fire=on")


def test_faults_are_read_from_the_command_line() -> None:
    assert read_faults("paper_out, slow=1,reset_at_byte=0") == Faults(paper_out=True, slow=1, reset_at_byte=0)
    assert read_faults("") == Faults()
    for wrong in ("on_fire", "slow=fast", "slow=0"):
        with pytest.raises(ValueError):
            read_faults(wrong)


def test_it_says_by_itself_when_something_changes(printer: VirtualPrinter) -> None:
    with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as peer:
        peer.sendall(b"\x1da\x0e")
        assert peer.recv(4) == b"\x10\x00\x00\x00"
        printer.faults.paper_out = True
        assert peer.recv(4) == b"\x18\x00\x0f\x00"
        printer.faults.paper_out, printer.faults.cover_open = False, True
        assert peer.recv(4) == b"\x38\x00\x00\x00"


def test_data_opens_no_drawer_once_that_is_forbidden(printer: VirtualPrinter) -> None:
    pulse = b"\x1dv0\x00\x05\x00\x01\x00\x10\x14\x01\x00\x01"
    talk(printer, pulse + b"\x1dr\x01", 1)
    assert printer.machine.drawer_opened == 1
    talk(printer, b"\x1d(D\x05\x00\x14\x01\x00\x02\x00\x1dr\x01", 1)
    talk(printer, pulse + b"\x1dr\x01", 1)
    assert printer.machine.drawer_opened == 1


def test_it_names_itself_and_takes_a_density(printer: VirtualPrinter) -> None:
    assert talk(printer, b"\x1dIC", 9) == b"\x5fVIRTUAL\x00"
    talk(printer, b"\x1d(K\x02\x00\x31\xfe\x1dr\x01", 1)
    assert printer.machine.density == -2
