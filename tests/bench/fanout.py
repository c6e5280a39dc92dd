"""How fast a card of 400 bytes reaches every device: `python -m tests.bench.fanout --devices 200 1000`.

A figure, not a test. The devices run in this process and share the cores with the server, as the figures say.
`--planning --devices 1` measures while the server plans waves without a rest.
"""

import time
from dataclasses import dataclass, field

import click

from tests.bench.handhelds import Handheld, Loop, clock, percentile
from tests.bench.processes import tree_cpu_s
from tests.frames.running import Running, running

GAP_S = 0.2
PLANNER_STARTS_S = 90
STACKS: list[tuple[str, dict[str, str]]] = [("stock", {"FRAMES": "stock"}), ("ours", {})]


@dataclass
class Figures:
    late_ms: list[float] = field(default_factory=list)
    server_ms: float = 0
    own_ms: float = 0


def measure(server: Running, devices: int, cards: int) -> Figures:
    """Broadcast `cards` cards to `devices` devices; lateness from emit to having been read here."""
    loop, figures = Loop(), Figures()
    handhelds = [Handheld(loop, server.address) for _ in range(devices)]

    def told(payload: bytes) -> None:
        emitted = float(payload.partition(b'"at":')[2].partition(b",")[0])
        figures.late_ms.append((clock() - emitted) * 1000)
        if len(figures.late_ms) == devices * cards:
            loop.stop()

    for handheld in handhelds:
        handheld.pushed = told
    loop.run(clock() + 1)
    server_s, own_s = tree_cpu_s(server.pid), time.process_time()
    server.flood(emitters=1, cards=cards, large=400, gap_s=GAP_S)
    loop.run(clock() + cards * GAP_S + 30)
    figures.server_ms = (tree_cpu_s(server.pid) - server_s) * 1000 / cards
    figures.own_ms = (time.process_time() - own_s) * 1000 / cards
    for handheld in handhelds:
        handheld.close()
    figures.late_ms.sort()
    return figures


def wait_for_plans(server: Running) -> None:
    """Until its kernels are compiled and it plans."""
    until = time.monotonic() + PLANNER_STARTS_S
    while not server.ask("/planned")["plans"] and time.monotonic() < until:
        time.sleep(0.5)


@click.command()
@click.option("--devices", multiple=True, type=click.IntRange(1, 4000), default=(200, 500, 1000))
@click.option("--cards", type=click.IntRange(1, 1000), default=50, help="Broadcasts per measurement.")
@click.option(
    "--planning", is_flag=True, help="By app.frames, idle and while waves are planned all the time."
)
def main(devices: tuple[int, ...], cards: int, planning: bool) -> None:
    """Broadcast a 400-byte card to raw websocket devices, by the stock stack and by app.frames."""
    stacks = [("idle", {}), ("planning", {"PLANNING": "1"})] if planning else STACKS
    click.echo(
        "devices  stack     delivered       p50 ms   p99 ms   server CPU ms   generator CPU ms (a broadcast)"
    )
    for count in devices:
        for stack, settings in stacks:
            with running(**settings) as server:
                if "PLANNING" in settings:
                    wait_for_plans(server)
                seen = measure(server, count, cards)
                made = server.ask("/planned") if "PLANNING" in settings else {}
            p50, p99 = percentile(seen.late_ms, 0.5), percentile(seen.late_ms, 0.99)
            share = f"{len(seen.late_ms)}/{count * cards}"
            costs = f"{seen.server_ms:13.1f} {seen.own_ms:18.1f}"
            if made:
                costs += f"   {made['plans']} plans of {made['ms']} ms"
            click.echo(f"{count:7d}  {stack:8} {share:>13} {p50:10.1f} {p99:8.1f} {costs}")


if __name__ == "__main__":
    main()
