"""USB, serial and CUPS through python-escpos; its own devices are the wall that is faked."""

from pathlib import Path
from typing import Any

import pytest
from escpos.exceptions import DeviceNotFoundError

from printers import connecting, devices, escpos
from printers.connecting import Address
from printers.conversation import Patience
from printers.virtual import Faults
from printers.virtual.machine import Machine
from printers.virtual.server import Realtime
from printers.wire import Sending
from tests.printers.making import draw, shows

HASTY = Patience(answer_s=0.1, proof_s=0.2)


class Cable:
    """A python-escpos device with our virtual machine at its other end."""

    def __init__(self, faults: Faults | None = None, breaks_at: int | None = None) -> None:
        self.faults = faults or Faults()
        self.machine = Machine(576, self.faults)
        self.answers, self.buffer, self.realtime = bytearray(), bytearray(), Realtime()
        self.machine.answer = self.answers.extend
        self.written, self.breaks_at, self.closed = 0, breaks_at, False

    def _raw(self, data: bytes) -> None:
        self.written += len(data)
        if self.breaks_at is not None and self.written > self.breaks_at:
            raise OSError("unplugged")
        for n in self.realtime.questions(data):
            status = self.faults.realtime_status(n)
            if status is not None and not self.faults.silent:
                self.answers.append(status)
        self.buffer += data
        while not self.faults.stopped and self.machine.do_next(self.buffer) is not None:
            continue

    def _read(self) -> bytes:
        told = bytes(self.answers)
        self.answers.clear()
        return told

    def send(self) -> None:
        return

    def close(self) -> None:
        self.closed = True


def send(cable: Cable, connector: str = "usb", echo_id: str | None = "J042") -> Any:
    sending = Sending(escpos.encode(draw("tote_label")), echo_id, HASTY)
    return devices.send(connector, "04b8:0202", sending, lambda *_: cable)


@pytest.mark.parametrize("connector", ["usb", "serial"])
def test_a_paper_over_a_cable_is_proven_as_on_the_network(connector: str) -> None:
    cable = Cable()
    assert send(cable, connector).outcome == "confirmed"
    assert shows(cable.machine.papers[0], draw("tote_label")) and cable.closed


def test_without_an_echo_it_is_fenced_and_a_silent_one_is_driven_unverified() -> None:
    assert send(Cable(), echo_id=None).proof == "fence"
    assert send(Cable(Faults(swallow_echo=True))).proof == "fence"
    silent = send(Cable(Faults(silent=True)), echo_id=None)
    assert (silent.outcome, silent.reason) == ("sent", "silent")


def test_a_stopped_printer_gets_nothing() -> None:
    cable = Cable(Faults(paper_out=True))
    told = send(cable)
    assert (told.outcome, told.reason, told.bytes_taken) == ("blocked", "paper_out", 0)
    assert devices.query_status("usb", "04b8:0202", lambda *_: cable).problem == "paper_out"


@pytest.mark.parametrize(("breaks_at", "outcome"), [(0, "nothing_taken"), (6000, "unknown"), (12, "unknown")])
def test_an_unplugged_cable_is_unknown_from_the_first_byte_on(breaks_at: int, outcome: str) -> None:
    assert send(Cable(breaks_at=breaks_at)).outcome == outcome


def test_cups_takes_a_paper_and_says_no_more() -> None:
    told = send(Cable(), "cups")
    assert (told.outcome, told.reason) == ("sent", "silent")


@pytest.mark.parametrize(
    ("connector", "path", "wanted"),
    [
        ("usb", "04b8:0e15", ("Usb", 0x04B8, 0x0E15, {"timeout": 10_000})),
        ("serial", "/dev/ttyUSB0@38400", ("Serial", "/dev/ttyUSB0", {"baudrate": 38400, "timeout": 0.1})),
        ("serial", "/dev/ttyS1", ("Serial", "/dev/ttyS1", {"baudrate": 19200, "timeout": 0.1})),
        ("cups", "Zebra_1", ("CupsPrinter", "Zebra_1", {})),
    ],
)
def test_a_path_names_the_device(
    monkeypatch: pytest.MonkeyPatch, connector: str, path: str, wanted: tuple[Any, ...]
) -> None:
    told: list[Any] = []

    def fake(name: str) -> type[Any]:
        opened = {"open": lambda self: told.append("open"), "is_usable": staticmethod(lambda: True)}
        start = {"__init__": lambda self, *args, **also: told.append((name, *args, also))}
        return type(name, (), opened | start)

    for key, name in (("usb", "Usb"), ("serial", "Serial"), ("cups", "CupsPrinter")):
        made = fake(name)
        monkeypatch.setattr(devices.connectors, name, made)
        monkeypatch.setitem(devices.DRIVEN, key, made)
    devices.open_device(connector, path)
    assert told == [wanted, "open"]


def test_a_device_that_is_not_there_or_has_no_driver_took_nothing() -> None:
    def missing(*_: str) -> Any:
        raise DeviceNotFoundError("no such device")

    told = devices.send("usb", "04b8:0202", Sending(b"x"), missing)
    assert (told.outcome, told.status.reachable) == ("nothing_taken", False)
    assert not devices.query_status("usb", "nonsense").reachable
    for connector in ("usb", "serial", "cups"):
        here = connecting.deliver(Address(connector, path="0000:0000"), Sending(b"x"))
        assert here.outcome == "nothing_taken"


def test_a_folder_keeps_the_bytes(tmp_path: Path) -> None:
    address = Address("file", path=str(tmp_path))
    assert connecting.deliver(address, Sending(b"paper")).outcome == "confirmed"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"paper"]
    away = connecting.deliver(Address("file", path=str(tmp_path / "no")), Sending(b"paper"))
    assert away.outcome == "nothing_taken" and connecting.query_status(address).reachable
