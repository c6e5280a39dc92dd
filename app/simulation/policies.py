"""Who gets what next: the product's own dispatcher, or what a shop does without it; all by the queue's verbs.

fifo: one order a walk, first paid first served. tiers: one order a walk, the queue's own ranking.
"""

from collections.abc import Callable

from app.contracts.tiers import list_tiers
from app.orders.models import Order
from app.prepared import Prepared, given
from app.waves import dispatching, queue, releasing, urging
from app.waves.dispatching import list_idle, offer
from app.words import Words

FIRST_PAID = Prepared(
    lambda: (
        Order.select(Order.id, Order.paid_at)
        .where(Order.state == "ready", Order.tier == given("tier"), Order.blocked == False)  # noqa: E712
        .order_by(Order.paid_at, Order.id)
        .limit(1)
    )
)


def fifo() -> None:
    for operator_id in list_idle():
        heads = [FIRST_PAID.first(tier=tier.code) for tier in list_tiers()]
        found = [(head.paid_at, head.id) for head in heads if head is not None]
        if not found:
            return
        _give(Order.get_by_id(min(found)[1]), Words("simulation.first_come"), operator_id)


def tiers() -> None:
    for operator_id in list_idle():
        head = next(iter(queue.list_next()), None)
        if head is None:
            return
        _give(head.order, head.because, operator_id)


def _give(order: Order, because: Words, operator_id: int) -> None:
    """An order for more than one cart leaves tasks behind: they go first."""
    left = queue.find_queued_task()
    task = left[0] if left else releasing.release([order], because)[0]
    offer(task, operator_id)


def wavecard() -> None:
    """What the product's own loop does, until it finds nothing more to do."""
    urging.join_urgent()
    while dispatching.dispatch_idle():
        pass


DISPATCH: dict[str, Callable[[], None]] = {"fifo": fifo, "tiers": tiers, "wavecard": wavecard}
