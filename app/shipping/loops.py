import time
from collections.abc import Callable

from app.loops import woken_by
from app.ops.leases import holds
from app.shipping import amending, booking, claiming, messages, polling, views, withdrawing
from app.shipping.carriers import LINKS, ensure_carriers

HANDS = 3  # calls at the same time to a carrier that is far away
WATCH_EVERY_S = 30.0


class Desk:
    """One carrier's calls, in their order; a carrier that does not answer delays no other one."""

    def __init__(self, carrier: str, hand: int = 0) -> None:
        self.carrier = carrier
        self.__qualname__ = f"booking with {carrier} {hand}"
        self.made = hand > 0

    def __call__(self) -> bool:
        if not LINKS[self.carrier].ready or not holds(f"booking-{self.carrier}"):
            return False
        if not self.made:
            ensure_carriers()
            self.made = True
        return (
            booking.book_next(self.carrier)
            or amending.change_next(self.carrier)
            or amending.reroute_next(self.carrier)
            or booking.cancel_next(self.carrier)
        )


class Ear:
    """One carrier's polls: slow, and never before a booking."""

    def __init__(self, carrier: str) -> None:
        self.carrier = carrier
        self.__qualname__ = f"asking {carrier}"

    def __call__(self) -> bool:
        return (
            LINKS[self.carrier].ready and holds(f"polling-{self.carrier}") and polling.poll_next(self.carrier)
        )


class Watch:
    """Parcels that stand still, looked for twice a minute."""

    def __init__(self) -> None:
        self.__qualname__ = "watching parcels on their way"
        self.next_at = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self.next_at or not holds("watching-parcels"):
            return False
        if polling.watch_next():
            return True
        self.next_at = time.monotonic() + WATCH_EVERY_S
        return False


@woken_by("order", "queue", "parcel")
def withdraw() -> bool:
    return holds("withdrawing") and withdrawing.withdraw_next()


@woken_by("order")
def claim() -> bool:
    return holds("claiming") and claiming.claim_next()


def send() -> bool:
    return holds("messages") and messages.send_next()


@woken_by()
def count() -> bool:
    """Every process writes down what its own pages saw."""
    return views.keep()


def steps() -> list[Callable[[], bool]]:
    far = [code for code, link in LINKS.items() if link.ready and (link.needs or link.setting("url"))]
    hands = [Desk(code, hand) for code in LINKS for hand in range(HANDS if code in far else 1)]
    ears = [woken_by()(Ear(code)) for code in LINKS]
    desks = [woken_by("parcel", "order")(hand) for hand in hands]
    return [*desks, *ears, woken_by()(Watch()), woken_by("parcel", "order")(send), withdraw, claim, count]
