"""`wavecard serve`, `pair`, `db upgrade`, `check`."""

import os
import subprocess
import sys

import click

from app import checking, config, migrating, planner
from app.commanding import connected
from app.errors import Invalid, Refused
from app.founding import found
from app.people import first_admin, pairing
from app.serving import addresses, local_ca

GUNICORN = (
    "--worker-class=gevent",
    "--worker-connections=5000",  # its default of 1,000 is fewer than the handhelds of a large site
    "--graceful-timeout=2",  # open sockets never finish; their devices come back by themselves
    "--no-control-socket",
    "--log-level=warning",
)


@click.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes; more than one needs PostgreSQL and REDIS_URL.",
)
@click.option(
    "--public-port",
    type=click.IntRange(1, 65535),
    help="A second listener with tracking pages and callbacks alone: what the internet may reach.",
)
@click.option(
    "--https", is_flag=True, help="Encrypt with this machine's own CA; PORT+1 tells how to trust it."
)
def serve(host: str, port: int, workers: int, public_port: int | None, https: bool) -> None:
    """Serve the handhelds, the benches and the lead's console.

    \b
    DATABASE_URL  sqlite:///path (default: var/wavecard.db) or postgresql://user@host/name
    REDIS_URL     carries pushes between several workers
    PUBLIC_URL    the address customers open; vouchers print it as a QR code
    SECRET_KEY    signs cookies; made once in var/secret.key when not given
    WAVECARD_VAR  the folder for data, default ./var
    WAVECARD_PROXIES  how many proxies of yours stand in front (1 behind Caddy or nginx), default 0
    """
    extra = [one for one in (public_port, port + 1 if https else None) if one]
    check_ports(host, [port, *extra])
    if workers > 1:
        _check_outgrown()
    prepare(addresses.base_url("https" if https else "http", host, port))
    run(host, port, workers, public_port, encrypt(host, port) if https else ())


def check_ports(host: str, ports: list[int]) -> None:
    for port in ports:
        if not addresses.is_free(host, port):
            raise Refused("serve.port_taken", port=port)


def _check_outgrown() -> None:
    settings = config.from_environment()
    if settings.database_url.startswith("sqlite") or not settings.redis_url:
        raise Refused("serve.needs_postgres")


@connected
def prepare(base: str) -> None:
    """Say where to go; a house without an admin gets a one-time link to make one."""
    addresses.keep(config.from_environment().var, base)
    click.echo(f"Wavecard serves on {base}")
    token = first_admin.make_link_token()
    if token:
        click.echo(f"Nobody is admin yet. Open this link once, within 24 hours:\n  {base}/first/{token}")


def encrypt(host: str, port: int) -> tuple[str, ...]:
    """The CA, this machine's certificate, and beside the server a plain page that tells how to trust it."""
    papers = local_ca.prepare(config.from_environment().var, host)
    told = [host, str(port + 1), addresses.base_url("https", host, port), str(papers.ca)]
    subprocess.Popen([sys.executable, "-m", "app.serving.install_page", *told])
    page = addresses.base_url("http", host, port + 1) + "/"
    click.echo(f"Trust it once on each device: {page}")
    click.echo(addresses.terminal_qr(page))
    return (f"--certfile={papers.certificate}", f"--keyfile={papers.key}")


def run(host: str, port: int, workers: int, public_port: int | None, encrypted: tuple[str, ...] = ()) -> None:
    """Become gunicorn: nothing of ours is imported before its workers are patched by gevent."""
    warm_up()
    if public_port:
        os.environ["WAVECARD_PUBLIC_PORT"] = str(public_port)
    os.environ["WAVECARD_PORT"] = str(port)
    binds = [f"--bind={host}:{one}" for one in (port, public_port) if one]
    options = [*GUNICORN, f"--workers={workers}", *binds, *encrypted]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "app.server:make_app()"])


def warm_up() -> None:
    """Compile the planner's loops before a floor waits for them: half a minute once, then from disk."""
    if not planner.is_compiled():  # else each worker reads it from disk, once
        planner.warm(click.echo)


@click.command()
@click.option("--url", help="What the device opens, e.g. behind a proxy; else what `serve` has last said.")
@connected
def pair(url: str | None) -> None:
    """Print a pairing code for a handheld, good once and for five minutes, and its QR code."""
    settings = config.from_environment()
    known = addresses.find_kept(settings.var) or addresses.base_url("http", "", settings.port)
    base = (url or known).rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise Invalid("pair.url", url=base)
    code, _ = pairing.make_code()
    click.echo(f"{code[:4]}-{code[4:]}")
    click.echo(addresses.terminal_qr(addresses.pairing_url(base, code)))
    click.echo(f"Scan the QR code with the device, or open {base} on it and type the code.", err=True)


@click.group()
def db() -> None:
    """The database's tables."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this version of Wavecard. Safe to run again."""
    from app import db as database

    database.connect(config.from_environment().database_url)
    with database.connection():
        done = migrating.upgrade()
        found()
    database.disconnect()
    click.echo("\n".join(f"applied {name}" for name in done) or "The database is up to date.")


@click.command()
@connected
def check() -> None:
    """Prove the invariants on a live database; exit 1 and name what is broken.

    Balance = ledger, picked lines = ledger moves, reserved <= on hand, at most one active waybill a parcel,
    one timeline entry a transition, an unbroken timeline.
    """
    problems = checking.list_problems(progress=lambda name: click.echo(f"checking {name}", err=True))
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("All invariants hold.")


commands: list[click.Command] = [serve, pair, db, check]
