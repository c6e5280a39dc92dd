"""`wavecard demo`."""

import json
import os

import click

from app import config
from app.commanding import connected
from app.demo import making
from app.people import pairing
from app.serving import addresses
from app.serving.commands import check_ports, run

FIRST_ORDERS = 30
PAGES = {"Handhelds, benches": "/", "Shift lead": "/lead", "Printers": "/printers"}
ROLE_WORDS = {"picker": "picker 拣货", "packer": "packer 打包", "lead": "lead 组长", "admin": "admin 管理员"}


@click.command()
@click.option("--host", default="0.0.0.0", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(host: str, port: int) -> None:
    """Serve a made-up warehouse with orders coming in; its data stays in var/.

    Prints the addresses, badges and PINs, and a QR code that pairs a phone.
    """
    check_ports(host, [port])
    os.environ["WAVECARD_DEMO"] = "1"
    base = addresses.base_url("http", host, port)
    os.environ.setdefault("PUBLIC_URL", base)
    introduce(base)
    run(host, port, 1, None)


@connected
def introduce(base: str) -> None:
    """Make the house if it is not there yet, and say where to go and who may sign in."""
    people = _people()
    addresses.keep(config.from_environment().var, base)
    code, _ = pairing.make_code()
    for what, path in PAGES.items():
        click.echo(f"  {what:<20} {base}{path}")
    for person in people:
        roles = ", ".join(ROLE_WORDS[role] for role in person["roles"])
        click.echo(f"  badge {person['badge']}  PIN {person['pin']}  {person['name']}  ({roles})")
    click.echo(
        f"\n  Pairing code {code[:4]}-{code[4:]}, good once within 5 minutes; `wavecard pair` makes another."
    )
    shown = addresses.terminal_qr(addresses.pairing_url(base, code))
    click.echo(f"  Scan to open and pair a phone:\n{shown}")


def _people() -> list[dict]:
    """Badges and PINs of the demo: kept in var/ beside the data, because nobody else can tell them again."""
    kept = config.from_environment().var / "demo-people.json"
    if not making.is_made():
        with click.progressbar(length=2, label="Making the demo warehouse") as bar:
            people = [person.__dict__ for person in making.make(config.from_environment().var)]
            kept.write_text(json.dumps(people, ensure_ascii=False))
            kept.chmod(0o600)
            bar.update(1)
            from app.demo.streaming import take_some

            take_some(FIRST_ORDERS, seed=1)
            bar.update(1)
    return list(json.loads(kept.read_text()))


commands: list[click.Command] = [demo]
