"""`wavecard stock`."""

from pathlib import Path

import click

from app import config
from app.commanding import connected
from app.stock import listing, skus, stocking
from app.stock import pictures as drawings
from app.words import say

SHOWN = 10


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@connected
def stock(files: tuple[Path, ...]) -> None:
    """Make stock what CSV or xlsx files say.

    Columns: location, sku, qty; and perhaps name and barcode. A row says how many units of a SKU stand at a
    location; only the difference to what is booked is written into the stock ledger, so loading the same
    file again changes nothing. Unknown SKUs are created. Places that no row names stay as they are.

    Orders that waited for stock become ready as soon as the server runs, or with the next import.
    """
    standing, problems = [], []
    for file in files:
        rows, bad = listing.read_stock(file)
        standing += rows
        problems += bad
    done = stocking.set_stock(standing)
    problems += done.problems
    for problem in problems[:SHOWN]:
        click.echo(f"{problem.file}, row {problem.row}: {say(problem.words, 'en')}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"... and {len(problems) - SHOWN} more rows", err=True)
    click.echo(f"{done.changed} places changed, {done.unchanged} unchanged, {len(done.new_skus)} new SKUs")
    if problems:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@connected
def pictures(folder: Path) -> None:
    """Give items pictures from a FOLDER of JPEG, PNG or WebP files, each named by its SKU: WC-001.jpg."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in drawings.SUFFIXES)
    done = drawings.add_all(files, config.from_environment().var / "pictures")
    for name in done.unknown[:SHOWN]:
        click.echo(f"{name}: no such SKU", err=True)
    for name in done.broken[:SHOWN]:
        click.echo(f"{name}: not a picture", err=True)
    click.echo(f"{done.pictures} pictures, {len(done.unknown)} without a SKU, {len(done.broken)} unreadable")


@click.command()
@click.argument("sku")
@click.argument("other")
@connected
def substitute(sku: str, other: str) -> None:
    """OTHER may be sent where SKU is missing, if the order allows it (a `short` rule says which do)."""
    made = skus.allow_instead(sku, other)
    click.echo(f"{other.upper()} may go where {sku.upper()} is missing" if made else "That was known")


commands: list[click.Command] = [stock, pictures, substitute]
