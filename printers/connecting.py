"""Where a printer is reached, and the one way to hand it bytes or ask how it is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printers import files, wire
from printers.status import Status
from printers.wire import Delivery, Sending

NETWORK = ("tcp", "virtual")
DEVICES = ("usb", "serial", "cups")


@dataclass(frozen=True)
class Address:
    """`path`: usb `04b8:0202`, serial `/dev/ttyUSB0@19200`, a CUPS queue's name, a folder."""

    connector: str
    host: str = ""
    port: int = 9100
    path: str = ""


def deliver(address: Address, sending: Sending) -> Delivery:
    if address.connector in NETWORK:
        return wire.send(address.host, address.port, sending)
    if address.connector in DEVICES:
        return _devices().send(address.connector, address.path, sending)
    return files.deliver_to_folder(Path(address.path), sending.payload)


def query_status(address: Address) -> Status:
    if address.connector in NETWORK:
        return wire.query_status(address.host, address.port)
    if address.connector in DEVICES:
        return _devices().query_status(address.connector, address.path)
    return Status(reachable=Path(address.path).is_dir())


def _devices() -> Any:
    from printers import devices  # python-escpos takes a fifth of a second to import, and few houses need it

    return devices
