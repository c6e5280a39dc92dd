"""`wavecard print-agent`: from the command line's words to a running agent."""

import contextlib
import logging
from pathlib import Path

import click

from app.errors import Invalid
from printers.agent.queue import Queue
from printers.agent.running import Agent
from printers.connecting import Address


def run(server: str, token: str, queue: str, printer: dict[str, str | None]) -> None:
    """Until Ctrl-C."""
    told = "%(asctime)s %(levelname)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=told, force=True)  # a library may have been first
    address = read_address(printer)
    agent = Agent(server, token, address, Queue(Path(queue)))
    click.echo(f"printing on {address.connector} {address.host or address.path} for {server}")
    with contextlib.suppress(KeyboardInterrupt):
        agent.run()
    agent.queue.close()


def read_address(printer: dict[str, str | None]) -> Address:
    given = [(connector, path) for connector, path in printer.items() if path]
    if len(given) != 1:
        raise Invalid("printing.one_printer")
    connector, path = given[0]
    if connector == "tcp":
        host, _, port = path.partition(":")
        return Address("tcp", host, int(port) if port.isdecimal() else 9100)
    return Address("file" if connector == "folder" else connector, path=path)
