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


Head = tuple[Order, Words]  # the order whose turn it is, and why


def fifo() -> None:
    _one_each(_first_paid)


def tiers() -> None:
    _one_each(_first_ranked)


def _one_each(find_head: Callable[[], Head | None]) -> None:
    """An order for more than one cart leaves tasks behind: they go first."""
    for operator_id in list_idle():
        left = queue.find_queued_task()
        head = None if left else find_head()
        if left is not None:
            offer(left[0], operator_id)
        elif head is not None:
            offer(releasing.release([head[0]], head[1])[0], operator_id)
        else:
            return


def _first_paid() -> Head | None:
    heads = [FIRST_PAID.first(tier=tier.code) for tier in list_tiers()]
    found = [(head.paid_at, head.id) for head in heads if head is not None]
    return (Order.get_by_id(min(found)[1]), Words("simulation.first_come")) if found else None


def _first_ranked() -> Head | None:
    head = next(iter(queue.list_next()), None)
    return (head.order, head.because) if head is not None else None


def wavecard() -> None:
    """What the product's own loop does, until it finds nothing more to do."""
    urging.join_urgent()
    while dispatching.dispatch_idle():
        pass


DISPATCH: dict[str, Callable[[], None]] = {"fifo": fifo, "tiers": tiers, "wavecard": wavecard}
