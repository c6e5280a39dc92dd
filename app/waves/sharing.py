"""When orders may share a walk: only if no promise gets worse by it. Pure; seconds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Going:
    """An order: how long until it must be started, and how long a walk for it alone would take."""

    slack_s: float
    alone_s: float


def keeps_promises(orders: Sequence[Going], shared_s: float) -> bool:
    """Whether each order's slack covers what the shared walk takes longer than its own would.

    An order that is late already has none to give: it walks alone.
    """
    return all(one.slack_s >= max(0.0, shared_s - one.alone_s) for one in orders)


def spares(orders: Sequence[Going], shared_s: float) -> bool:
    """As keeps_promises, where promises already lost do not count: sharing clears such a backlog sooner."""
    return keeps_promises([one for one in orders if one.slack_s >= 0], shared_s)
