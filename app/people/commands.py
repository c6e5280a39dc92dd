"""`wavecard people`."""

from typing import Any

import click

from app.commanding import connected
from app.db import transaction
from app.people import operators
from app.people.access import make_api_key
from app.people.models import ROLES, Operator

SKILLS = click.option("--skill", "skills", multiple=True, help="A skill, e.g. cold; may be repeated.")
ZONES = click.option("--zone", "zones", multiple=True, help="A zone to work in; none: everywhere.")
EQUIPMENT = click.option("--equipment", help="The code of what they push or drive (people equipment).")


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
@SKILLS
@ZONES
@EQUIPMENT
@connected
def add(name: str, roles: tuple[str, ...], badge: str | None, **had: Any) -> None:
    """Add NAME and print badge and PIN: the only time the PIN can be read."""
    with transaction():
        made, pin = operators.add_operator(name, list(roles), badge)
        if told := _told(had):
            operators.equip(made.badge, **told)
    click.echo(f"{made.name}: badge {made.badge}, PIN {pin}")


def _told(had: dict[str, Any]) -> dict[str, Any]:
    """What was given on the command line; a dash stands for none."""
    named = {name: [one for one in had[name] if one != "-"] for name in ("skills", "zones") if had[name]}
    code = had["equipment"]
    return named | ({"equipment": "" if code == "-" else code.upper()} if code else {})


@people.command("set")
@click.argument("badge")
@SKILLS
@ZONES
@EQUIPMENT
@connected
def set_(badge: str, **had: Any) -> None:
    """Say what BADGE may do and pushes; what is not named stays, a dash (-) takes all away."""
    one = operators.equip(badge, **_told(had))
    click.echo(_line(one))


@people.command()
@click.argument("code")
@click.option("--kind", type=click.Choice(operators.KINDS), default="cart", show_default=True)
@click.option("--totes", type=click.IntRange(1, operators.MOST_TOTES), default=8, show_default=True)
@connected
def equipment(code: str, kind: str, totes: int) -> None:
    """Add or change the cart or forklift CODE."""
    made = operators.set_equipment(code, kind, totes)
    click.echo(f"{made.code}: {made.kind}, {made.totes} totes")


@people.command("list")
@connected
def list_people() -> None:
    """List badges, names and roles."""
    for one in operators.list_operators():
        click.echo(_line(one))


def _line(one: Operator) -> str:
    marks = [
        *one.skills,
        *(f"zone {zone}" for zone in one.zones),
        *([one.equipment] if one.equipment else []),
    ]
    told = [
        one.badge,
        one.name,
        ", ".join(one.roles),
        ", ".join(filter(None, marks)),
        "" if one.active else "(inactive)",
    ]
    return "  ".join(part for part in told if part)


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


commands: list[click.Command] = [people]
