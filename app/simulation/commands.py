"""`wavecard simulate`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app.orders.commands import lang
from app.simulation import page, running, searching, table
from app.simulation.figures import Result
from app.simulation.running import Source
from app.simulation.scene import POLICIES, Scene
from app.words import Words, say


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--orders",
    default=6_000,
    show_default=True,
    type=click.IntRange(1, 200_000),
    help="Made-up orders of the day, when no FILE is given.",
)
@click.option(
    "--surge",
    default=3.0,
    show_default=True,
    type=click.FloatRange(1, 20),
    help="Made-up orders: so many times as dense in the promotion's hours. FILEs: every order so many times.",
)
@click.option("--pickers", default=40, show_default=True, type=click.IntRange(1, 1_000))
@click.option(
    "--packers",
    default=0,
    type=click.IntRange(0, 1_000),
    help="Benches; 0 (the default): one for every picker.",
)
@click.option("--policy", default="wavecard", show_default=True, type=click.Choice(POLICIES))
@click.option("--compare", is_flag=True, help="fifo beside wavecard (or beside --policy).")
@click.option(
    "--find-load",
    type=click.FloatRange(0.01, 0.99),
    metavar="SHARE",
    help="Search the number of orders at which fifo keeps SHARE of A, and compare there.",
)
@click.option(
    "--days",
    default=10,
    show_default=True,
    type=click.IntRange(1, 60),
    help="Give up so many virtual days after the last order came.",
)
@click.option("--seed", default=1, show_default=True, type=int)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as one HTML page."
)
@click.option("--lang", "language", type=click.Choice(["zh-CN", "en"]), help="The terminal's when not given.")
def simulate(**told: Any) -> None:
    """Simulate a day on the floor in virtual time, by the product's own verbs on a scratch database.

    Pickers, packers, printers, carriers and trucks act on a virtual clock: walking by the planner's metres,
    handling times from a table (app/simulation/times.py), people's own speeds, breaks, shorts and printer
    stops by chance from the seed. The same seed gives the same day. Your own database is not touched.

    \b
    Policies: fifo      what a shop does today: one order a walk, first paid first served
              tiers     one order a walk, in the queue's own order of tiers
              wavecard  the product as it is
    """
    language = told["language"] or lang()
    scene = Scene(policy=told["policy"], pickers=told["pickers"], packers=told["packers"], seed=told["seed"])
    scene = replace(scene, days_after=told["days"])
    source = Source(told["files"], told["orders"], told["surge"], told["seed"])
    if told["find_load"]:
        results = _at_the_load(scene, source, told["find_load"], language)
    else:
        compare = told["compare"] and scene.policy != "fifo"
        results = _run([replace(scene, policy="fifo"), scene] if compare else [scene], source, language)
    click.echo(table.text(results, language))
    if told["out"]:
        told["out"].write_text(page.write_page(results, language), "utf-8")
        click.echo(say(Words("simulation.written", {"file": str(told["out"])}), language))
    if any(result.problems for result in results):
        raise click.exceptions.Exit(1)


def _run(scenes: list[Scene], source: Source, language: str) -> list[Result]:
    drafts = running.read(source)
    label = say(Words("simulation.running"), language)
    hidden = not sys.stderr.isatty()
    length = len(drafts) * len(scenes)
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        return running.run_side_by_side(scenes, drafts, lambda done: bar.update(done - bar.pos))


def _at_the_load(scene: Scene, source: Source, share: float, language: str) -> list[Result]:
    def told(orders: int, kept: float) -> None:
        found = {"orders": orders, "share": f"{kept:.1%}"}
        click.echo(say(Words("simulation.load_found", found), language), err=True)

    orders, fifo = searching.find_load(scene, source, share, told)
    others = [replace(scene, policy=policy) for policy in POLICIES[1:]]
    return [fifo, *_run(others, replace(source, orders=orders), language)]


commands: list[click.Command] = [simulate]
