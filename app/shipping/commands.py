"""`wavecard carriers`."""

from typing import TextIO

import click

from app.commanding import connected
from app.shipping import handing_over
from app.shipping.carriers import ensure_carriers
from app.shipping.carriers.manual import add_numbers


@click.group()
def carriers() -> None:
    """Who drives, and waybill numbers typed in by hand."""


@carriers.command("list")
@connected
def list_carriers() -> None:
    """List active carriers and how many closed parcels wait for each."""
    ensure_carriers()
    for row in handing_over.list_waiting():
        click.echo(f"{row.carrier.code}  {row.carrier.name_en}  {row.waiting} waiting")


@carriers.command()
@click.argument("file", type=click.File())
@connected
def numbers(file: TextIO) -> None:
    """Add the waybill numbers in FILE (one a line, `-` for standard input) to the list of `manual`."""
    ensure_carriers()
    click.echo(f"{add_numbers(list(file))} new numbers")


commands: list[click.Command] = [carriers]
