"""`wavecard people` and `wavecard pair`."""

import click

from app.commanding import connected
from app.people import operators, pairing
from app.people.access import make_api_key
from app.people.models import ROLES


@click.group()
def people() -> None:
    """Who works here: badges, PINs, roles."""


@people.command()
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="May be given several times.",
)
@click.option("--badge", help="The code on the badge; the next OP-number when not given.")
@connected
def add(name: str, roles: tuple[str, ...], badge: str | None) -> None:
    """Add NAME and print badge and PIN: the only time the PIN can be read."""
    made, pin = operators.add_operator(name, list(roles), badge)
    click.echo(f"{made.name}: badge {made.badge}, PIN {pin}")


@people.command("list")
@connected
def list_people() -> None:
    """List badges, names and roles."""
    for one in operators.list_operators():
        click.echo(f"{one.badge}  {one.name}  {', '.join(one.roles)}{'' if one.active else '  (inactive)'}")


@people.command("reset-pin")
@click.argument("badge")
@connected
def reset_pin(badge: str) -> None:
    """Give BADGE a new random PIN, print it once, and lift a lock after wrong tries."""
    operator, pin = operators.reset_pin(badge)
    click.echo(f"{operator.name}: badge {operator.badge}, PIN {pin}")


@people.command("api-key")
@click.argument("name")
@connected
def api_key(name: str) -> None:
    """Make an API key for NAME that may send orders (POST /api/orders), and print it once."""
    click.echo(make_api_key(name, "orders"))


@click.command()
@connected
def pair() -> None:
    """Print a pairing code for a handheld, good once and for five minutes."""
    code, _ = pairing.make_code()
    click.echo(f"{code[:4]}-{code[4:]}")
    click.echo(
        "Open Wavecard on the device and type it, or scan the QR code on the lead's console.", err=True
    )


commands: list[click.Command] = [people, pair]
