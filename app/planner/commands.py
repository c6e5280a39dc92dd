"""`wavecard plan`: the planner on instance files."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from app.planner import Cart, Layout, Moves, Pace, Route, Seconds, Stop, batch, route, warm
from app.planner.batching import LATENESS_WEIGHT
from app.planner.files import find_matrix, jobs_of, plan_text, read_due, read_pool, tours_text, wave_text
from app.planner.instance import read_instance
from app.planner.matrix import route_matrix
from app.planner.policies import POLICIES, habit, habit_costs
from app.planner.stop import Stopping
from app.planner.waving import select_wave

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
seconds_ = click.option(
    "--seconds",
    type=click.FloatRange(0, 86_400),
    default=10.0,
    show_default=True,
    help="Of wall time, reading FILE included, starting Python and compiling not.",
)
iterations_ = click.option(
    "--iterations", type=click.IntRange(0), help="Stop by moves: same plan everywhere."
)
seed_ = click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True)
searches_ = click.option(
    "--searches",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Side by side; the best wins.",
)
blocks_ = click.option("--blocks", type=click.IntRange(1, 6), default=1, show_default=True)


@contextmanager
def one_line() -> Iterator[None]:
    """A bad file or an impossible order is one line and exit code 1."""
    try:
        yield
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def get_ready() -> float:
    """Compile what a search needs, telling each step if it takes long; the time at which planning begins."""
    warm(lambda sentence: click.echo(sentence, err=True))
    return time.perf_counter()


def stopping(began: float, seconds: float, iterations: int | None, searches: int) -> Stopping:
    if iterations is not None:
        return Moves(iterations, searches)
    return Seconds(max(0.0, seconds - (time.perf_counter() - began)), searches)


@click.group()
def plan() -> None:
    """Plan walks, batches and waves from instance files."""


@plan.command("route")
@click.argument("files", nargs=-1, required=True, type=FILE)
@blocks_
@click.option("--tours", type=OUT, help="Write the visiting orders as JSON.")
@click.option("--policy", type=click.Choice(["shortest", *POLICIES]), default="shortest", show_default=True)
@click.option("--habits", is_flag=True, help="What each habit walks more than the shortest walk.")
def route_files(files: tuple[Path, ...], blocks: int, tours: Path | None, policy: str, habits: bool) -> None:
    """Print `file,length` of the shortest walk (or of a habit) for each FILE.

    A FILE of numbers alone is a square of distances, place 0 the depot: floors that are no parallel
    aisles. The tours count its places from 1.
    """
    walked: dict[str, Sequence[Stop | int]] = {}
    if habits:
        click.echo(",".join(["file", "shortest", *(f"{name} more" for name in POLICIES)]))
    for file in files:
        name = file.name if file.name not in walked else str(file)
        with one_line():
            distances = find_matrix(file)
            if distances is None:
                layout, stops = _stops_of(file, blocks)
                found = route(layout, stops) if policy == "shortest" else habit(policy, layout, stops)
                walked[name] = [stops[i] for i in found.order]
                more = habit_costs(layout, stops) if habits else {}
            else:
                found, more = route_matrix(distances), {}
                walked[name] = [i + 1 for i in found.order]
                _say_matrix(file, found)
        click.echo(",".join([file.name, *(f"{length:.10g}" for length in (found.length_mm, *more.values()))]))
    if tours:
        tours.write_text(tours_text(walked))


def _stops_of(file: Path, blocks: int) -> tuple[Layout, list[Stop]]:
    instance = read_instance(file, blocks)
    stops = [stop for order in range(len(instance.orders)) for stop in instance.stops_of(order)]
    return instance.layout, list(dict.fromkeys(stops))


def _say_matrix(file: Path, found: Route) -> None:
    proven = "shortest" if found.method == "matrix, exact" else "2-opt and or-opt, not proven shortest"
    click.echo(f"{file.name}: no parallel aisles, walked over its distances ({proven})", err=True)


@plan.command("batch")
@click.argument("file", type=FILE)
@seconds_
@iterations_
@seed_
@searches_
@blocks_
@click.option(
    "--due",
    type=FILE,
    help=f"CSV `order,due_s`: lateness first; a second late weighs {LATENESS_WEIGHT:g} s of walking.",
)
@click.option("--pickers", type=click.IntRange(1, 256), default=1, show_default=True, help="For due times.")
@click.option("--speed", type=click.FloatRange(0.001), default=1.0, show_default=True, help="Units a second.")
@click.option("--out", type=OUT, help="Write the plan as JSON.")
def batch_file(
    file: Path,
    seconds: float,
    iterations: int | None,
    seed: int,
    searches: int,
    blocks: int,
    due: Path | None,
    pickers: int,
    speed: float,
    out: Path | None,
) -> None:
    """Put the orders of FILE into batches with short walks; prints `file,batches,length`."""
    began = get_ready()
    with one_line():
        instance = read_instance(file, blocks)
        jobs = jobs_of(instance, read_due(due) if due else {})
        cart = Cart(grams=instance.capacity, pace=replace(Pace(), speed=speed, pickers=pickers))
        batches = batch(jobs, cart, instance.layout, stopping(began, seconds, iterations, searches), seed)
    if out:
        out.write_text(plan_text(batches))
    click.echo(f"{file.name},{len(batches)},{sum(b.length_mm for b in batches):.10g}")


@plan.command("wave")
@click.argument("file", type=FILE)
@seconds_
@iterations_
@seed_
@searches_
@click.option("--out", type=OUT, help="Write the wave: number of orders, orders, number of aisles, aisles.")
def wave_file(
    file: Path, seconds: float, iterations: int | None, seed: int, searches: int, out: Path | None
) -> None:
    """Choose the wave of FILE with the most units a visited aisle; prints `file,units,aisles,density`."""
    began = get_ready()
    with one_line():
        pool = read_pool(file)
        wave = select_wave(pool, stopping(began, seconds, iterations, searches), seed)
        if wave is None:
            raise click.ClickException(f"{file}: no wave of {pool.least} to {pool.most} units was found")
    if out:
        out.write_text(wave_text(wave))
    click.echo(f"{file.name},{wave.units},{len(wave.aisles)},{wave.density:.6f}")


commands = [plan]
