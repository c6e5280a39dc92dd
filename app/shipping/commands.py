"""`wavecard carriers` and `wavecard sandbox-carrier`."""

import json
import time
from typing import Any, TextIO

import click

from app.commanding import connected
from app.errors import Invalid
from app.shipping import handing_over, lines, rates
from app.shipping.carriers import LINKS, ensure_carriers, get_link
from app.shipping.carriers.manual import add_numbers
from app.shipping.models import Carrier


@click.group()
def carriers() -> None:
    """Who drives, what each can do, what it costs, and waybill numbers typed in by hand."""


@carriers.command("list")
@connected
def list_carriers() -> None:
    """List active carriers and how many closed parcels wait for each."""
    ensure_carriers()
    for row in handing_over.list_waiting():
        suspended = f"  suspended: {row.carrier.suspended_because}" if row.carrier.suspended_at else ""
        click.echo(f"{row.carrier.code}  {row.carrier.name_en}  {row.waiting} waiting{suspended}")


@carriers.command("can")
def list_abilities() -> None:
    """What each carrier can do to a booked number, until when, and where that is written."""
    for link in LINKS.values():
        can = link.can
        does = [name for name in ("cancel", "redirect", "track", "push") if getattr(can, name)]
        fee = f", fee {can.fee_cents / 100:.2f}" if can.fee_cents else ""
        click.echo(f"{link.code:<10} change: {can.change:<7} {' '.join(does)}{fee}")
        click.echo(f"           until {can.until or '-'} [{can.source}]")


@carriers.command()
@click.argument("code")
@connected
def on(code: str) -> None:
    """Drive with CODE; its contract must be entered in carriers.json."""
    ensure_carriers()
    lines.switch(code, True)
    click.echo(f"{code} is on")


@carriers.command()
@click.argument("code")
@connected
def off(code: str) -> None:
    """Book nothing with CODE any more."""
    get_link(code)
    lines.switch(code, False)
    click.echo(f"{code} is off")


@carriers.command()
@click.argument("code")
@click.argument("times", nargs=-1, metavar="HH:MM...")
@connected
def trucks(code: str, times: tuple[str, ...]) -> None:
    """Say when CODE's trucks leave each day, local time; none: it has no fixed ones.

    Handhelds count to the last truck that keeps an order's promise, and new orders are planned by it.
    """
    ensure_carriers()
    lines.set_trucks(code, times)
    click.echo(f"{code} leaves at {', '.join(sorted(times)) or 'no fixed time'}")


@carriers.command("rates")
@click.argument("code")
@click.argument("file", type=click.File())
@connected
def set_rates(code: str, file: TextIO) -> None:
    """Enter the price list of CODE:

    a JSON list of {provinces, first_g, first_cents, next_g, next_cents, hours}.
    """
    get_link(code)
    ensure_carriers()
    try:
        told: Any = json.load(file)
    except ValueError:
        raise Invalid("carrier.bad_rates", why="not JSON") from None
    Carrier.update(rates=rates.check_rates(told)).where(Carrier.code == code).execute()
    click.echo(f"{len(told)} rates for {code}")


@carriers.command()
@click.argument("file", type=click.File())
@connected
def numbers(file: TextIO) -> None:
    """Add the waybill numbers in FILE (one a line, `-` for standard input) to the list of `manual`."""
    ensure_carriers()
    click.echo(f"{add_numbers(list(file))} new numbers")


@click.command("sandbox-carrier")
@click.option("--port", default=8081, show_default=True, type=click.IntRange(1, 65535))
@click.option("--callback", default="", help="Where it tells news: http://.../api/carriers/sandbox")
@click.option("--secret", default="sandbox", show_default=True, help="Signs calls and callbacks.")
@click.option("--late", default=0.0, type=click.FloatRange(0, 1), help="Share done without an answer.")
@click.option("--delay", default=0.0, type=click.FloatRange(0, 60), help="Seconds before each answer.")
def sandbox_carrier(port: int, callback: str, secret: str, late: float, delay: float) -> None:
    """Be a carrier, on 127.0.0.1: books, cancels, changes, redirects, calls back, and fails when told to.

    Point Wavecard at it in carriers.json: {"sandbox": {"url": "http://127.0.0.1:8081"}}
    """
    from app.shipping.sandbox.server import Courier

    with Courier(port, secret, callback) as courier:
        courier.house.faults.late, courier.house.faults.delay_s = late, delay
        click.echo(f"Sandbox carrier on {courier.url}; POST {courier.url}/control/faults switches its faults")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("closed")


commands: list[click.Command] = [carriers, sandbox_carrier]
