from collections.abc import Callable

from app.ops.leases import holds
from app.waves import dispatching, urging


def dispatch() -> bool:
    """One process of many gives out the work."""
    return holds("dispatcher", seconds=10) and (urging.join_urgent() | dispatching.dispatch_idle())


def steps() -> list[Callable[[], bool]]:
    return [dispatch]
