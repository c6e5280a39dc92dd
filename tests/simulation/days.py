"""Small days for tests, simulated in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from app import clock
from app.orders.draft import OrderDraft
from app.simulation.arrivals import make_day
from app.simulation.day import midnight_before, simulate
from app.simulation.figures import Result
from app.simulation.house import scratch
from app.simulation.scene import Scene
from app.simulation.times import Times

NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)
CALM = Times(short_rate=0, jam_rate=0)


def orders(count: int, seed: int = 1) -> list[OrderDraft]:
    """To be called inside `scratch()`."""
    midnight = midnight_before(NOON)
    with clock.stopped(midnight):
        return make_day(count, 3, seed, midnight)


def day(scene: Scene, count: int) -> Result:
    with scratch():
        return simulate(scene, orders(count, scene.seed))


@contextmanager
def lived(scene: Scene, count: int) -> Iterator[Result]:
    """The day's result while its database can still be read."""
    with scratch():
        yield simulate(scene, orders(count, scene.seed))


def small(policy: str = "wavecard", pickers: int = 3, **changes: object) -> Scene:
    return replace(Scene(policy=policy, pickers=pickers), **changes)
