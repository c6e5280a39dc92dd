from collections.abc import Callable

from app.ops.leases import holds
from app.shipping import booking, withdrawing
from app.shipping.carriers import LINKS, ensure_carriers


class Desk:
    """One carrier's calls, in their order; a carrier that does not answer delays no other one."""

    def __init__(self, carrier: str) -> None:
        self.carrier = carrier
        self.__qualname__ = f"booking with {carrier}"
        self.ready = False

    def __call__(self) -> bool:
        if not holds(f"booking-{self.carrier}"):
            return False
        if not self.ready:
            ensure_carriers()
            self.ready = True
        return booking.book_next(self.carrier) or booking.cancel_next(self.carrier)


def withdraw() -> bool:
    return holds("withdrawing") and withdrawing.withdraw_next()


def steps() -> list[Callable[[], bool]]:
    return [*(Desk(carrier) for carrier in LINKS), withdraw]
