"""How a printer is reached: checked when it is added or changed, looked up again before bytes leave."""

from functools import reduce
from operator import and_
from typing import Any

from app.db import lock_text
from app.errors import Invalid, Refused
from app.printing.addresses import check_address
from app.printing.models import Printer
from printers.connecting import DEVICES, NETWORK, Address

VIRTUAL_HOST = "127.0.0.1"
PATHS = (*DEVICES, "file")
REACH = ("connector", "host", "port", "path")


def address_of(printer: Printer) -> Address:
    return Address(printer.connector, printer.host, printer.port, printer.path)


def spell(address: Address) -> str:
    if address.connector in NETWORK:
        return f"{address.host}:{address.port}"
    return address.path


def check_reach(given: Address, allow_loopback: bool = False) -> Address:
    """In its plain form; Invalid where no printer can be."""
    if given.connector == "tcp":
        return Address("tcp", check_address(given.host, given.port, allow_loopback), given.port)
    path = given.path.strip() if given.connector in PATHS else ""
    if given.connector in PATHS and not path:
        raise Invalid("printing.no_path")
    # a virtual one runs inside the server, a device hangs on it
    return Address(given.connector, VIRTUAL_HOST, given.port, path)


def check_free(address: Address, printer_id: int = 0) -> None:
    """Refused where another printer is; a virtual one finds itself another port, a bench PC has its own."""
    if address.connector not in ("tcp", *PATHS):
        return
    lock_text("printer address")
    there = (Printer.connector == address.connector) & (Printer.path == address.path)
    if address.connector == "tcp":
        there = Printer.connector.in_(NETWORK) & (Printer.host == address.host)
        there &= Printer.port == address.port
    other = Printer.get_or_none(there & (Printer.id != printer_id))
    if other is not None:
        raise Refused("printing.address_taken", printer=other.name, address=spell(address))


def as_seen(printer: Printer) -> Any:
    """A condition: it is still in service, and where it was when this row of it was read."""
    same = (getattr(Printer, name) == getattr(printer, name) for name in ("id", *REACH))
    return reduce(and_, same, Printer.active)


def can_be_asked(printer: Printer) -> bool:
    """Whether it can be asked over the network what it can."""
    return printer.active and printer.connector in NETWORK and printer.speaks == "escpos"
