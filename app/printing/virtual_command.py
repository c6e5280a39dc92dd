"""`wavecard virtual-printer`: a thermal printer made of software, on a port of its own."""

import contextlib
from dataclasses import dataclass
from time import sleep

import click

from app.errors import Invalid, Refused
from printers.virtual import VirtualPrinter
from printers.virtual.faults import read_faults
from printers.virtual.web import serve_page


@dataclass(frozen=True)
class Wanted:
    """`speed` is the head's, in mm a second; 0: as fast as the bytes come."""

    host: str
    port: int
    page_port: int
    faults: str
    head_dots: int
    speed: float


def run(wanted: Wanted) -> None:
    """Until Ctrl-C."""
    printer = VirtualPrinter(wanted.port, wanted.host, wanted.head_dots, wanted.speed or None)
    try:
        printer.faults = read_faults(wanted.faults)
    except ValueError as error:
        raise Invalid("printing.no_such_fault", why=str(error)) from None
    printer.machine.faults = printer.faults
    try:
        printer.start()
        page = serve_page(printer, wanted.host, wanted.page_port)
    except OSError:
        raise Refused("printing.port_taken", port=wanted.port, page=wanted.page_port) from None
    click.echo(f"ESC/POS printer on {wanted.host}:{printer.port}")
    click.echo(f"its roll and its faults: http://{wanted.host}:{page.server_address[1]}")
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            sleep(3600)
    page.shutdown()
    page.server_close()
    printer.stop()
