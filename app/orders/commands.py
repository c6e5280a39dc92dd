"""`wavecard import` and `wavecard floor`, which stands here because it may be made for files of orders."""

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from app.commanding import connected
from app.contracts.settings import change_setting
from app.errors import Invalid, Refused
from app.orders import flooring, importing, reporting
from app.orders.channels.presets import PRESETS
from app.orders.importing import Report, Wish
from app.stock import floor as floors
from app.stock import listing
from app.stock.marking import Marks, mark_floor, mark_ways, read_aisles, read_limits, read_named
from app.stock.slotting import Shape

FILES = click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
PRESET = click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    help="How to read the files' columns; seen by their names when not given.",
)
TOLD = {"reading": "Reading files", "saving": "Saving orders"}


def lang() -> str:
    """The terminal's language."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-CN" if said.startswith("zh") else "en"


class Bars:
    """One progress bar after the other on stderr, where somebody watches."""

    def __init__(self) -> None:
        self.what = ""
        self.bar: Any = None

    def __call__(self, what: str, done: int, of: int) -> None:
        if what != self.what:
            self.close()
            self.what = what
            hidden = not sys.stderr.isatty()
            self.bar = click.progressbar(length=of, label=TOLD[what], file=sys.stderr, hidden=hidden)
            self.bar.render_progress()
        self.bar.update(done - self.bar.pos)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.render_finish()


@click.command("import")
@FILES
@click.option("--channel", help="Where these orders are from; the preset's name when not given.")
@PRESET
@click.option(
    "--dates", type=click.Choice(["today"]), help="Shift all dates by whole days: the last one is today."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; save nothing.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a CSV of every row left out or wrong, with the reason.",
)
@connected
def import_(
    files: tuple[Path, ...],
    channel: str | None,
    preset: str | None,
    dates: str | None,
    dry_run: bool,
    report: Path | None,
) -> None:
    """Take in orders from CSV, JSON or xlsx FILEs.

    An order is known by its channel and its number there: importing a file again changes nothing, and an
    import that was interrupted is simply run again. An order with a row that cannot be read is not taken in;
    the others are.

    What a file does not say is assumed: tier by rule, else C; paid when ordered; times without an offset are
    the site's; a SKU never seen before is created with 0.5 litres and 250 g, and has no place yet
    (`wavecard floor --for FILE`).

    \b
    Presets: wavecard       our own columns, English or Chinese (order, ordered at, sku, qty, ...), or JSON
             online-retail  UCI Online Retail: InvoiceNo, StockCode, Quantity, InvoiceDate, ...
             shopify        Shopify's order export, or its REST orders as JSON
    """
    _need(files)
    wish = Wish(channel, preset, dates == "today", dry_run)
    with closing(Bars()) as progress:
        done = importing.import_files(files, wish, progress)
    if done.files:
        click.echo("\n".join(reporting.told(done, dry_run, lang())))
    if report is not None:
        reporting.write_report(report, done, lang())
    _fail_if_wrong(done)


def _need(files: tuple[Path, ...]) -> None:
    if not files:
        raise Invalid("intake.no_files")


def _fail_if_wrong(done: Report) -> None:
    wrong = reporting.told_wrong(done, lang())
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise click.exceptions.Exit(1)


def shape_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in ("depot_aisle", "cross_aisles", "levels", "bays", "aisles"):
        told = f"Default {getattr(Shape, name)}."
        command = click.option(f"--{name.replace('_', '-')}", name, type=int, help=told)(command)
    at = click.option("--depot-at", type=click.Choice(["front", "back"]), help="Default front.")
    return at(command)


def mark_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What parts of the floor ask for; on a new floor or on one that is there."""
    told = {
        "zones": ("--zone", "NAME=AISLES, e.g. Z1=1-4: a part of the floor. May be given several times."),
        "skills": ("--skill", "NAME=AISLES, e.g. cold=7-8: who picks there needs this skill."),
        "narrow": ("--narrow", "AISLES, e.g. 5-7,9, in which carts meet badly."),
        "check": ("--check", "AISLES, e.g. 3-4, in which the location is scanned before the item."),
        "one_way": (
            "--one-way",
            "up=AISLES or down=AISLES: walked only from front to back, or back to front.",
        ),
        "zone_walks": ("--zone-walks", "NAME=N: at most N walks released and not done in a zone."),
    }
    for name, (option, help_) in told.items():
        command = click.option(option, name, multiple=True, help=help_)(command)
    level = click.option(
        "--forklift-from", type=click.IntRange(1), help="Levels from this one on need a forklift."
    )
    limit = click.IntRange(1, 50)
    pickers = click.option("--narrow-pickers", type=limit, help="At once in a narrow aisle. Default 2.")
    return level(pickers(command))


@click.command()
@FILES
@click.option(
    "--for", "for_orders", is_flag=True, help="The FILEs hold orders: slot and stock a floor for them."
)
@click.option(
    "--load",
    "load",
    type=click.Path(path_type=Path),
    help="Take the locations from a CSV: aisle, bay, level, code, kind.",
)
@PRESET
@shape_options
@mark_options
@connected
def floor(
    files: tuple[Path, ...], for_orders: bool, load: Path | None, preset: str | None, **numbers: Any
) -> None:
    """Make the warehouse floor: parallel aisles of bays and levels, cut by cross aisles.

    \b
    wavecard floor --aisles 12 --bays 30 --levels 4     by numbers: locations A01-01-1 to A12-30-4
    wavecard floor --load locations.csv                 from a list of your own
    wavecard floor --for orders/*.csv                   one that fits these orders: every SKU gets a face
                                                        nearest the depot by how often it is asked for, and
                                                        stock for all of them

    Aisles, bays and levels count from 1, bays from the front cross aisle; cross aisles include the front and
    the back one. A floor is made once; --for on a floor that is there slots what has no place yet; --zone,
    --skill, --narrow, --check, --one-way, --forklift-from mark it (or the CSV's columns).
    """
    marks, limits, ways = _take_marks(numbers), _take_limits(numbers), numbers.pop("one_way")
    given = {name: value for name, value in numbers.items() if value is not None}
    if load is not None or for_orders or files or given or not (marks or limits or ways):
        _make(files, for_orders, load, preset, given)
    if marks:
        click.echo(f"Marked {mark_floor(marks):,} locations")
    for name, value in limits.items():
        change_setting(name, value)
    if ways:
        mark_ways(ways)


def _take_marks(given: dict[str, Any]) -> Marks:
    zones, skills = (read_named(given.pop(name)) for name in ("zones", "skills"))
    aisles = {name: read_aisles(given.pop(name)) for name in ("narrow", "check")}
    return Marks(zones, skills, **aisles, forklift_from=given.pop("forklift_from"))


def _take_limits(given: dict[str, Any]) -> dict[str, Any]:
    limits = {
        "zone_walks": read_limits(given.pop("zone_walks")),
        "narrow_pickers": given.pop("narrow_pickers"),
    }
    return {name: value for name, value in limits.items() if value}


def _make(
    files: tuple[Path, ...], for_orders: bool, load: Path | None, preset: str | None, given: dict[str, Any]
) -> None:
    if load is not None:
        _load(load, given)
    if for_orders:
        _need(files)
        _for(files, preset, Shape(**given) if given and load is None else None)
    elif files:
        raise Invalid("intake.files_without_for")
    elif load is None:
        made = floors.make_floor(Shape(**given))
        click.echo(f"Made a floor of {made.aisles * made.bays * made.levels:,} locations")


def _load(path: Path, given: dict[str, Any]) -> None:
    drafts = listing.read_floor(path)
    sizes = {name: max(getattr(draft, name) for draft in drafts) for name in ("aisle", "bay", "level")}
    seen = {"aisles": sizes["aisle"], "bays": sizes["bay"], "levels": sizes["level"]}
    floors.load_floor(Shape(**seen | given), drafts)
    click.echo(f"Loaded {len(drafts):,} locations")


def _for(files: tuple[Path, ...], preset: str | None, shape: Shape | None) -> None:
    report = Report()
    with closing(Bars()) as progress:
        drafts = importing.read_files(files, Wish(preset=preset), report, progress)
    if not drafts:
        _fail_if_wrong(report)
        raise Refused("intake.no_orders_in_files")
    done = flooring.floor_for(drafts, shape)
    if done.made:
        click.echo(f"Made a floor of {done.shape.locations:,} locations")
    click.echo(f"{done.skus:,} SKUs in these orders, {done.slotted:,} slotted and stocked")
    click.echo(f"{done.readied:,} orders became ready")
    _fail_if_wrong(report)


commands: list[click.Command] = [import_, floor]
