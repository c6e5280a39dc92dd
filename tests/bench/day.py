"""A day in virtual time, into results.md: python -m tests.bench.day [--pickers 10] [--share 0.68] [--worst]

Searches the number of orders at which first come first served keeps SHARE of A, then what the queue's own
order and Wavecard make of the same orders. --worst: how long 18,000 orders with 40 pickers take to simulate.
--orders N does not search. --slower 4: a crew four times as slow, whom a quarter of the orders loads as much.
"""

from dataclasses import replace

import click

from app.simulation import page, running, searching
from app.simulation.figures import Result
from app.simulation.running import Source
from app.simulation.scene import POLICIES, Scene
from app.simulation.table import OF_DAY, day_of, gave_way, head_of, rows_of
from app.simulation.times import Times
from app.words import Words, say
from tests.bench.planning import publish

WORST_ORDERS, WORST_PICKERS, SURGE = 18_000, 40, 3.0


def show(title: str, results: list[Result]) -> None:
    told = [[*row] for one in results for row in rows_of(one, "en")]
    publish(title, head_of("en"), told)
    head = [say(Words(f"simulation.{key}"), "en") for key in ("policy", *OF_DAY)]
    publish(f"{title}: the floor", head, [[*day_of(one, "en")] for one in results])
    for one in results:
        print(one.policy, "gave way:", "; ".join(gave_way(one, "en")), f"CPU {one.cpu_s:.0f} s")


def slower(times: Times, by: float) -> Times:
    """A picker to whom walking and handling take `by` times as long."""
    handled = ("cart_s", "tote_s", "stop_s", "unit_s", "unload_s", "set_down_s")
    longer = {name: getattr(times, name) * by for name in handled}
    return replace(times, walk_m_s=times.walk_m_s / by, **longer)


@click.command()
@click.option("--pickers", default=10)
@click.option("--share", default=0.68)
@click.option("--orders", default=0, help="Do not search: so many orders.")
@click.option("--seed", default=1)
@click.option("--slower", "by", default=1.0)
@click.option("--worst", is_flag=True)
@click.option("--out", type=click.Path(), default="")
def main(pickers: int, share: float, orders: int, seed: int, by: float, worst: bool, out: str) -> None:
    if worst:
        scenes = [Scene(pickers=WORST_PICKERS, seed=seed)]
        drafts = running.read(Source(orders=WORST_ORDERS, surge=SURGE, seed=seed))
        show(
            "A day in virtual time, 18,000 orders",
            running.run_side_by_side(scenes, drafts, lambda done: None),
        )
        return
    times = slower(Times(), by)
    scene, source = Scene(pickers=pickers, seed=seed, times=times), Source(surge=SURGE, seed=seed)
    if not orders:
        orders, _ = searching.find_load(
            scene, source, share, lambda n, kept: print(n, f"{kept:.1%}", flush=True)
        )
    drafts = running.read(Source(orders=orders, surge=SURGE, seed=seed))
    scenes = [replace(scene, policy=policy) for policy in POLICIES]
    results = running.run_side_by_side(scenes, drafts, lambda done: None)
    show(f"A day in virtual time, {orders} orders, {pickers} pickers", results)
    if out:
        with open(out, "w", encoding="utf-8") as file:
            file.write(page.write_page(results, "en"))


if __name__ == "__main__":
    main()
