"""USB, serial and CUPS printers through python-escpos, with the same ladder of proof as on the network.

Their drivers (pyusb, pyserial, pycups) are python-escpos' own extras; a printer without its driver is
unreachable, and says so.
"""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from escpos import printer as connectors
from escpos.exceptions import Error

from printers.conversation import ECHO, ECHO_PART, Patience
from printers.status import ASK, Status, is_answer, read_status
from printers.wire import Delivery, Sending

CHUNK = 4096
BETWEEN_READS_S = 0.02
DRIVEN: dict[str, Any] = {
    "usb": connectors.Usb,
    "serial": connectors.Serial,
    "cups": connectors.CupsPrinter,
}
BROKEN = (Error, OSError, AssertionError, RuntimeError, ValueError)  # what its connectors raise


def open_device(connector: str, path: str) -> Any:
    """An open python-escpos printer; one of BROKEN when it is not there or its driver is missing."""
    if not DRIVEN[connector].is_usable():
        raise Error(f"python-escpos[{connector}] is not installed")
    if connector == "usb":
        vendor, _, product = path.partition(":")
        device: Any = connectors.Usb(int(vendor, 16), int(product, 16), timeout=10_000)
    elif connector == "serial":
        name, _, baud = path.partition("@")
        device = connectors.Serial(name, baudrate=int(baud or 19200), timeout=0.1)
    else:
        device = connectors.CupsPrinter(path)
    device.open()
    return device


def query_status(connector: str, path: str, open: Callable[..., Any] | None = None) -> Status:
    try:
        device = (open or open_device)(connector, path)
    except BROKEN:
        return Status(reachable=False)
    try:
        return Status() if connector == "cups" else ask_status(device, Patience())
    except BROKEN:
        return Status(reachable=False)
    finally:
        device.close()


def send(connector: str, path: str, sending: Sending, open: Callable[..., Any] | None = None) -> Delivery:
    try:
        device = (open or open_device)(connector, path)
    except BROKEN:
        return Delivery("nothing_taken", "unreachable", 0, len(sending.payload), Status(reachable=False))
    try:
        if connector == "cups":
            return queue(device, sending)
        return converse(device, sending)
    finally:
        device.close()


def queue(device: Any, sending: Sending) -> Delivery:
    """CUPS takes the whole file or nothing, and prints it in its own time."""
    total = len(sending.payload)
    try:
        device._raw(sending.payload)
        device.send()
    except BROKEN:
        return Delivery("unknown", "broken_off", 0, total)
    return Delivery("sent", "silent", total, total)


def converse(device: Any, sending: Sending) -> Delivery:
    total, taken, status = len(sending.payload), 0, Status()
    try:
        if sending.proof:
            status = ask_status(device, sending.patience)
        if status.problem:
            return Delivery("blocked", status.problem, 0, total, status)
        if sending.answers and not status.answered:
            return Delivery("nothing_taken", "busy", 0, total, Status(busy=True))
        for start in range(0, total, CHUNK):
            taken = start + 1  # the driver does not say how much of a failed write went out
            device._raw(sending.payload[start : start + CHUNK])
        if not sending.proof or not (status.answered or sending.echo_id):
            return Delivery("sent", "silent", total, total, status)
        device._raw(sending.fence)
        return proven(device, sending, status)
    except BROKEN:
        if not taken:
            return Delivery("nothing_taken", "refused", 0, total, status)
        return Delivery("unknown", "broken_off", taken - 1, total, status)


def ask_status(device: Any, patience: Patience) -> Status:
    answers: dict[int, int] = {}
    for n, question in ASK.items():
        device._raw(question)
        heard = listen(device, patience.answer_s, lambda told: any(map(is_answer, told)))
        answer = next(filter(is_answer, heard), None)
        if answer is None:
            break
        answers[n] = answer
    return read_status(answers)


def proven(device: Any, sending: Sending, status: Status) -> Delivery:
    wanted, total = (sending.echo_id or "").encode(), len(sending.payload)

    def done(told: bytes) -> bool:
        return wanted in ECHO.findall(told) if wanted else fenced(told)

    heard = listen(device, sending.patience.proof_s, done)
    if wanted and wanted in ECHO.findall(heard):
        return Delivery("confirmed", "echoed", total, total, status, "echo")
    if fenced(heard):
        return Delivery("sent", "fence_only", total, total, status, "fence")
    return Delivery("unknown", "no_proof", total, total, status)


def fenced(heard: bytes) -> bool:
    return any(byte & 0b1001_0000 == 0 for byte in ECHO_PART.sub(b"", heard))


def listen(device: Any, seconds: float, done: Callable[[bytes], bool]) -> bytes:
    """What it says until that is enough, or the time is over; a read that times out says nothing."""
    heard, until = b"", monotonic() + seconds
    while monotonic() < until:
        try:
            heard += bytes(device._read())
        except (OSError, Error):
            sleep(BETWEEN_READS_S)
        if done(heard):
            break
        sleep(BETWEEN_READS_S)
    return heard
