"""What the live planner does, without a rest: the C orders of a snapshot merged again and again."""

import random
import time
from datetime import UTC, datetime, timedelta

import gevent

from app import planner
from app.planner.layout import Layout, Stop
from app.waves import merging
from app.waves.filling import Cart, Piece
from app.waves.merging import Asked, Floor
from app.waves.pace import Pace
from app.waves.planning import SNAPSHOT
from app.waves.ranking import Ranked
from app.writer import off_hub

LINES = 4
AISLES, BAYS = 16, 32
took_ms: list[float] = []


def snapshot(seed: int = 1) -> tuple[list[Asked], Floor]:
    """As many orders as the planner looks at together, on a floor of 16 aisles."""
    chance, now = random.Random(seed), datetime.now(UTC)
    places = {n: Stop(n % AISLES, n // AISLES % BAYS) for n in range(AISLES * BAYS)}
    asked = []
    for number in range(SNAPSHOT):
        place = Ranked("waves", now, now + timedelta(hours=30), now + timedelta(hours=29))
        shelves = chance.sample(sorted(places), LINES)
        pieces = [Piece(number, number, shelf, shelf, 1, 500, 250) for shelf in shelves]
        asked.append(Asked(number, place, pieces))
    layout = Layout(AISLES, BAYS, 3200.0, 1000.0, 1700.0, 1700.0, blocks=2, cross_width=2400.0)
    return asked, Floor(layout, places, Cart(), Pace(), now)


def plan_forever() -> None:
    planner.warm()
    asked, floor = snapshot()
    while True:
        began = time.monotonic()
        off_hub(merging.merge, asked, floor)
        took_ms.append((time.monotonic() - began) * 1000)
        gevent.sleep(0)
