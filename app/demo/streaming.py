"""Orders that keep coming in while the demo runs."""

import random
import time

from peewee import fn

from app import clock
from app.orders.generating import generate
from app.orders.models import Order
from app.orders.taking_in import take_in
from app.stock.models import Sku

EVERY_S = 20.0
MOST_WAITING = 60


class Stream:
    """One more order every twenty seconds, as long as the floor keeps up."""

    def __init__(self) -> None:
        self.next_at = time.monotonic() + EVERY_S

    def step(self) -> bool:
        if time.monotonic() < self.next_at:
            return False
        self.next_at = time.monotonic() + EVERY_S
        if Order.select(fn.COUNT(Order.id)).where(Order.state == "ready").scalar() < MOST_WAITING:
            take_some(1)
        return False


def take_some(count: int, seed: int | None = None) -> None:
    """`count` made-up orders of all three tiers for what this house stocks."""
    codes = [sku.code for sku in Sku.select(Sku.code).order_by(Sku.id)]
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    take_in(generate(count, seed, codes, clock.now()))
