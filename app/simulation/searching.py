"""Find the load at which first come first served keeps a given share of A."""

from collections.abc import Callable
from dataclasses import replace

from app.errors import Refused
from app.simulation.figures import Result
from app.simulation.running import Source, read, run_side_by_side
from app.simulation.scene import Scene

CLOSE = 0.02  # near enough to the share wanted
MOST_TRIES = 7
LEAST_A_PICKER, MOST_A_PICKER = 300, 1_500  # orders


def find_load(
    scene: Scene, source: Source, share: float, told: Callable[[int, float], None]
) -> tuple[int, Result]:
    """How many orders it is, and what became of them; `told` hears every load tried and A's share on time.

    By bisection: the more orders, the longer A waits in one queue with everybody.
    """
    least, most = LEAST_A_PICKER * scene.pickers, MOST_A_PICKER * scene.pickers
    best: tuple[int, Result] | None = None
    fifo = replace(scene, policy="fifo")
    for _ in range(MOST_TRIES):
        orders = (least + most) // 2
        result = run_side_by_side([fifo], read(replace(source, orders=orders)), lambda done: None)[0]
        kept = result.tier("A").on_time
        told(orders, kept)
        if best is None or abs(kept - share) < abs(best[1].tier("A").on_time - share):
            best = orders, result
        if abs(kept - share) <= CLOSE:
            return orders, result
        least, most = (orders, most) if kept > share else (least, orders)
    assert best is not None
    if abs(best[1].tier("A").on_time - share) > 5 * CLOSE:
        wanted = f"{share:.0%}"
        raise Refused("simulation.no_load", least=least, most=most, share=wanted)
    return best
